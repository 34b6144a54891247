"""Row-level security: the database itself shows nothing to a session that did not name its tenant."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from tests.walk.world import build
from tomoni.tenancy.models import Municipality
from tomoni.tenancy.rls import tenant_tables

TABLES = sorted(tenant_tables())


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return int(cursor.fetchone()[0])


def say(tenant: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tomoni.tenant', %s, false)", [str(tenant or "")])


@pytest.fixture
def as_app(db: None) -> Iterator[list[Municipality]]:
    """Two full municipalities, seen through the role that serves."""
    build()
    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE "{settings.TOMONI_APP_ROLE}"')
    yield list(Municipality.objects.order_by("code"))
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_without_a_tenant_every_tenant_table_is_empty(as_app: list[Municipality]) -> None:
    say(None)
    assert {table: count(table) for table, _ in TABLES if count(table)} == {}


def test_a_tenant_sees_its_own_rows_alone(as_app: list[Municipality]) -> None:
    seen = {}
    for municipality in as_app:
        say(municipality.pk)
        for table, column in TABLES:
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT count(*), count(DISTINCT "{column}") FROM "{table}"')
                rows, tenants = cursor.fetchone()
            assert tenants <= 1
            seen[table] = seen.get(table, 0) + rows
    assert {"families_family", "people_person", "cases_case", "journal_entry"} <= {
        t for t, n in seen.items() if n
    }


def test_a_row_of_another_tenant_cannot_be_written(as_app: list[Municipality]) -> None:
    mine, theirs = as_app
    say(mine.pk)
    statement = "INSERT INTO journal_head (municipality_id, seq, hash) VALUES (%s, 1, '')"
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [theirs.pk])


def test_the_owner_is_bound_too(db: None) -> None:
    build()
    say(None)
    assert count("families_family") == 0


def test_every_tenant_table_has_its_policy_and_forces_it(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relrowsecurity"
            " AND c.relforcerowsecurity AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL"
        )
        secured = {name for (name,) in cursor.fetchall()}
    assert {table for table, _ in TABLES} - secured == set()
