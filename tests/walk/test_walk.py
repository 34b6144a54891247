"""Every address × method × post × situation, against the table written by hand."""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.walk.bodies import body, places
from tests.walk.doors import doors
from tests.walk.table import ROLES, Line, lines
from tests.walk.world import World, build
from tomoni.accounts.models import Post
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality, TenantModel

TABLE = lines()
ANSWERS = {"o": {200, 302, 409, 422}, "x": {403}, "-": {404}}
# Pages of log-in and one's own account; they carry no row and are tested in tests/accounts.
OWN = ("account_", "mfa_", "accounts:", "healthz", "start")
CHECKED: Counter[str] = Counter()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once; every test works in a transaction that is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _undo(world: World, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        point = transaction.savepoint()
        yield
        transaction.savepoint_rollback(point)


def client_of(post: Post) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(post.user)
    session = client.session
    session["post"] = post.pk
    session.save()
    return client


def row_counts() -> tuple[int, ...]:
    """Rows of every journaled tenant table, in both municipalities."""
    tables = [m._meta.db_table for m in apps.get_models() if issubclass(m, TenantModel) and m.journaled]
    counts: list[int] = []
    for municipality in Municipality.objects.order_by("pk"):
        with tenant(municipality), connection.cursor() as cursor:
            parts = ", ".join(f'(SELECT count(*) FROM "{table}" WHERE municipality_id = {municipality.pk})' for table in tables)
            cursor.execute(f"SELECT {parts}")
            counts += cursor.fetchone()
    return tuple(counts)


def ask(client: Client, line: Line, world: World, situation: str, method: str) -> int:
    rows = world.rows[situation]
    address = reverse(line.page, kwargs=places(line, rows))
    data = body(line.page, rows) if method == "POST" else {}
    with transaction.atomic():
        status = client.generic(method, address).status_code if method not in {"GET", "POST"} else (
            client.post(address, data).status_code if method == "POST" else client.get(address).status_code
        )
        transaction.set_rollback(method == "POST" and status not in {403, 404})
    return status


def test_the_table_names_every_door_and_no_other() -> None:
    listed = {(line.page, line.method) for line in TABLE}
    there = {(name, method) for name, methods in doors().items() for method in methods if not name.startswith(OWN)}
    assert there - listed == set(), "doors without a line in access.csv"
    assert listed - there == set(), "lines in access.csv without a door"


@pytest.mark.parametrize("role", ROLES)
def test_every_door_answers_as_the_table_says(role: str, world: World) -> None:
    client, wrong = client_of(world.posts[role]), []
    before = row_counts()
    for line in TABLE:
        for situation in line.situations:
            status = ask(client, line, world, situation, line.method)
            CHECKED[role] += 1
            if status not in ANSWERS[line.expected(role, situation)]:
                wrong.append((line.page, line.method, situation, status, line.expected(role, situation)))
    assert wrong == []
    assert row_counts() == before


@pytest.mark.parametrize("role", ROLES)
def test_methods_that_no_page_takes_change_nothing(role: str, world: World) -> None:
    client, wrong = client_of(world.posts[role]), []
    before = row_counts()
    taken = {line.page: set() for line in TABLE}
    for line in TABLE:
        taken[line.page].add(line.method)
    for line in {line.page: line for line in TABLE}.values():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - taken[line.page]:
            for situation in line.situations:
                status = ask(client, line, world, situation, method)
                CHECKED[role] += 1
                if status not in {403, 404, 405}:
                    wrong.append((line.page, method, situation, status))
    assert wrong == []
    assert row_counts() == before


@pytest.mark.parametrize("other", ["other", "sealed", "elsewhere"])
def test_a_valid_post_that_carries_somebody_elses_row_writes_nothing(other: str, world: World) -> None:
    """The worker's own page, but one ref in the body belongs to a row she may not touch."""
    client, wrong = client_of(world.posts["practitioner"]), []
    mine, theirs = world.rows["own"], world.rows[other]
    known = {str(row.ref): str(theirs[name].ref) for name, row in mine.items() if hasattr(row, "ref")}
    before = row_counts()
    for line in TABLE:
        sent = body(line.page, mine) if line.method == "POST" else {}
        for field, value in sent.items():
            if str(value) in known:
                with transaction.atomic():
                    changed = {**sent, field: known[str(value)]}
                    client.post(reverse(line.page, kwargs=places(line, mine)), changed)
                    touched = row_counts() != before
                    transaction.set_rollback(True)
                CHECKED["foreign"] += 1
                if touched:
                    wrong.append((line.page, field))
    assert wrong == []


def test_a_stranger_who_has_not_logged_in_gets_no_further_than_the_door(world: World) -> None:
    client = Client(raise_request_exception=False)
    for line in TABLE:
        status = ask(client, line, world, "own", line.method)
        assert status in {302, 403}, (line.page, status)


def test_enough_was_checked(record_property: Any) -> None:
    """At least 10,000 answers of the walk, when all of it ran in this process."""
    total = sum(CHECKED.values())
    record_property("checks", total)
    whole = {f"{role}" for role in ROLES} <= CHECKED.keys()
    assert not whole or total >= 10_000 or os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1") != "1", total
