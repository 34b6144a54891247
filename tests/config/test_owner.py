"""Setting up as the role that serves: said in words, without a traceback."""

import pytest
from django.conf import settings as installed
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pytest_django import Settings


def test_the_serving_role_is_told_to_let_the_owner_do_it(
    db: None, settings: Settings, tmp_path: object
) -> None:
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match="表の持ち主ではない"):
        set_up_as_app()


@transaction.atomic
def set_up_as_app() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{installed.TOMONI_APP_ROLE}"')
    call_command("setup")
