"""The log tells where and what kind, never what somebody had written."""

import logging
import sys

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from tomoni.access.acting import WriteOutsideAction
from tomoni.config.logs import Discreet
from tomoni.people.models import Person
from tomoni.tenancy.models import Municipality

SECRET = "仙台市青葉区一番町三丁目"


def written(error: Exception) -> str:
    try:
        raise error
    except type(error):
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "went wrong", None, sys.exc_info())
    return Discreet().format(record)


def test_the_program_logs_with_it() -> None:
    assert settings.LOGGING["formatters"]["line"]["()"] == "tomoni.config.logs.Discreet"


@pytest.mark.parametrize("error", [ValueError(SECRET), KeyError(SECRET), RuntimeError({"address": SECRET})])
def test_the_words_of_an_error_stay_out(error: Exception) -> None:
    log = written(error)
    assert SECRET not in log
    assert log.splitlines()[-1] == f"builtins.{type(error).__name__}"
    assert "in written" in log


def test_the_error_before_it_is_told_as_discreetly() -> None:
    try:
        int(SECRET)
    except ValueError as cause:
        error = RuntimeError("about the row")
        error.__cause__ = cause
    log = written(error)
    assert SECRET not in log
    assert "about the row" not in log
    assert log.index("builtins.ValueError") < log.index("builtins.RuntimeError")


@pytest.mark.parametrize(
    "error", [OperationalError("database is locked"), WriteOutsideAction("Person was written")]
)
def test_what_the_machine_or_the_house_says_is_kept(error: Exception) -> None:
    assert str(error) in written(error)


def test_a_database_that_quotes_the_row_is_not_quoted(muni: Municipality) -> None:
    table = Person._meta.db_table
    with pytest.raises(Exception) as refused, transaction.atomic(), connection.cursor() as cursor:  # noqa: PT011
        cursor.execute(f"INSERT INTO {table} (name, municipality_id) VALUES (%s, %s)", [SECRET, muni.pk])
    assert SECRET not in written(refused.value)
