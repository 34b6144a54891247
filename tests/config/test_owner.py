"""Setting up as the role that serves: said in words, without a traceback."""

import pytest
from django.conf import settings as installed
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pytest_django import Settings


@pytest.mark.parametrize("command", ["setup", "migrate"])
def test_the_serving_role_is_told_to_let_the_owner_do_it(
    command: str, db: None, settings: Settings, tmp_path: object
) -> None:
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match="表の持ち主ではない") as told:
        run_as_app(command)
    assert told.value.returncode == 1


@transaction.atomic
def run_as_app(command: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{installed.TOMONI_APP_ROLE}"')
    call_command(command, verbosity=0)
