"""The chain: made once, never changed, and every kind of tampering shows against the anchor."""

import json
import os
import random
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from tomoni.journal import anchors
from tomoni.journal.actions import append
from tomoni.journal.models import Entry, Head, Trace
from tomoni.journal.queries import Anchor, head, lines, verify
from tomoni.journal.rules import GENESIS, canonical, link
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

ENTRIES = 10_000
TAMPERINGS = 1_000 if os.environ.get("TOMONI_CAMPAIGN") else 48


@pytest.fixture(autouse=True)
def _at_home(in_muni: Municipality) -> None:
    """The journal is a municipality's own: PostgreSQL shows and takes its rows within it only."""


def fill(muni: Municipality, count: int) -> Anchor:
    append(
        muni.pk, [{"by": [1, 2], "kind": "look", "what": "page", "dossiers": [n % 7]} for n in range(count)]
    )
    seq, digest = head(muni.pk)
    return Anchor("2026-04-01", seq, digest)


def drop_triggers() -> None:
    sqlite = "SELECT name, tbl_name FROM sqlite_master WHERE type='trigger' AND tbl_name LIKE 'journal_%%'"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(sqlite)
            for name, _ in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            for table in ("journal_entry", "journal_trace"):
                cursor.execute(f"DROP TRIGGER {table}_no_change ON {table}")


def rows_of(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return list(cursor.fetchall())


def edit(muni: Municipality, dice: random.Random) -> None:
    entry = Entry.objects.get(municipality_id=muni.pk, seq=dice.randint(1, ENTRIES))
    body = json.loads(entry.body)
    body["by"] = [99, 99]
    Entry.objects.filter(pk=entry.pk).update(body=canonical(body))


def delete(muni: Municipality, dice: random.Random) -> None:
    Entry.objects.filter(municipality_id=muni.pk, seq=dice.randint(1, ENTRIES)).delete()


def insert(muni: Municipality, dice: random.Random) -> None:
    at = dice.randint(1, ENTRIES)
    for entry in Entry.objects.filter(municipality_id=muni.pk, seq__gte=at).order_by("-seq"):
        if entry.seq > at + 5:  # a few are enough: the rest keeps its numbers and collides with nothing
            continue
        Entry.objects.filter(pk=entry.pk).update(seq=entry.seq + ENTRIES)
    previous = GENESIS if at == 1 else Entry.objects.get(municipality_id=muni.pk, seq=at - 1).hash
    body = canonical({"kind": "look"})
    Entry.objects.create(municipality_id=muni.pk, seq=at, body=body, hash=link(previous, muni.pk, at, body))


def swap(muni: Municipality, dice: random.Random) -> None:
    one, two = (
        Entry.objects.get(municipality_id=muni.pk, seq=n) for n in dice.sample(range(1, ENTRIES + 1), 2)
    )
    Entry.objects.filter(pk=one.pk).update(body=two.body, hash=two.hash)
    Entry.objects.filter(pk=two.pk).update(body=one.body, hash=one.hash)


def cut_tail(muni: Municipality, dice: random.Random) -> None:
    end = dice.randint(0, ENTRIES - 1)
    Entry.objects.filter(municipality_id=muni.pk, seq__gt=end).delete()
    last = Entry.objects.filter(municipality_id=muni.pk).order_by("seq").last()
    Head.objects.filter(municipality_id=muni.pk).update(seq=end, hash=last.hash if last else GENESIS)


def rewrite(muni: Municipality, dice: random.Random) -> None:
    start = dice.randint(ENTRIES - 300, ENTRIES)
    previous = Entry.objects.get(municipality_id=muni.pk, seq=start - 1).hash
    for entry in Entry.objects.filter(municipality_id=muni.pk, seq__gte=start).order_by("seq"):
        entry.body = canonical({"kind": "look", "by": [3, 3]})
        previous = entry.hash = link(previous, muni.pk, entry.seq, entry.body)
        entry.save()
    Head.objects.filter(municipality_id=muni.pk).update(hash=previous)


KINDS: dict[str, Callable[[Municipality, random.Random], None]] = {
    f.__name__: f for f in (edit, delete, insert, swap, cut_tail, rewrite)
}


@pytest.mark.campaign
def test_every_tampering_is_found_against_the_anchor(
    muni: Municipality, record_property: Callable[[str, object], None]
) -> None:
    anchor = fill(muni, ENTRIES)
    drop_triggers()
    dice = random.Random(20260401)
    names = [name for name in KINDS for _ in range(TAMPERINGS // len(KINDS) + 1)][:TAMPERINGS]
    missed = []
    for number, name in enumerate(names):
        point = transaction.savepoint()
        KINDS[name](muni, dice)
        if verify(muni.pk, [anchor]).ok:
            missed.append((number, name))
        transaction.savepoint_rollback(point)
    for name, count in (
        ("entries", ENTRIES),
        ("tamperings made", len(names)),
        ("found", len(names) - len(missed)),
    ):
        record_property(name, count)
    assert missed == []
    assert verify(muni.pk, [anchor]).as_dict() == {
        "entries": ENTRIES,
        "ok": True,
        "first_bad": None,
        "anchors": 1,
    }


EVERYWHERE = [
    "UPDATE {table} SET seq = seq + 1",
    "DELETE FROM {table}",
    "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (id) DO UPDATE SET seq = 9",
]
ONLY_ON = {
    "sqlite": [
        "REPLACE INTO {table} SELECT * FROM {table}",
        (
            "REPLACE INTO {table} (id, municipality_id, seq, {rest})"
            " SELECT id + 100, municipality_id, seq, {rest} FROM {table}"
        ),
        (
            "INSERT OR REPLACE INTO {table} (id, municipality_id, seq, {rest})"
            " SELECT id, municipality_id, seq + 100, {rest} FROM {table}"
        ),
        "UPDATE OR REPLACE {table} SET seq = 1",
    ],
    "postgresql": ["TRUNCATE {table}", "TRUNCATE {table} CASCADE"],
}


# What another program's connection may have set: whether REPLACE asks the triggers for DELETE.
SETTINGS = {"sqlite": ["PRAGMA recursive_triggers=OFF", "PRAGMA recursive_triggers=ON"]}


@pytest.mark.parametrize(
    ("table", "rest"), [("journal_entry", "body, hash"), ("journal_trace", "dossier_id")]
)
def test_the_database_refuses_to_change_the_journal(table: str, rest: str, muni: Municipality) -> None:
    anchor = fill(muni, 3)
    before = rows_of(table)
    statements = [each.format(table=table, rest=rest) for each in EVERYWHERE + ONLY_ON[connection.vendor]]
    for setting, statement in product(SETTINGS.get(connection.vendor, ["SELECT 1"]), statements):
        with connection.cursor() as cursor:
            cursor.execute(setting)
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(statement)
        assert rows_of(table) == before, statement
    assert len(before) == 3
    assert verify(muni.pk, [anchor]).ok


def test_the_first_bad_entry_is_named(muni: Municipality) -> None:
    anchor = fill(muni, 20)
    drop_triggers()
    Entry.objects.filter(municipality_id=muni.pk, seq=7).update(body="{}")
    assert verify(muni.pk, [anchor]).first_bad == 7


def test_two_municipalities_have_two_chains(muni: Municipality, elsewhere: Municipality) -> None:
    fill(muni, 2)
    with tenant(elsewhere):
        fill(elsewhere, 3)
        assert verify(elsewhere.pk).entries == 3
    assert verify(muni.pk).entries == 2


def test_looks_at_a_dossier_are_found_newest_first(muni: Municipality) -> None:
    append(muni.pk, [{"by": [1, 2], "kind": "look", "what": "a", "dossiers": [5, 6]}])
    append(muni.pk, [{"by": [1, 2], "kind": "look", "what": "b", "dossiers": [6]}])
    assert [line.what for line in lines(muni.pk, [6])] == ["b", "a"]
    assert [line.what for line in lines(muni.pk, [5])] == ["a"]
    assert Trace.objects.count() == 3


def test_the_command_reports_and_anchors(
    muni: Municipality, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.TOMONI_ANCHOR_DIR = tmp_path
    fill(muni, 4)
    call_command("journal", "anchor")
    capsys.readouterr()
    call_command("journal", "verify", "--json")
    report = json.loads(capsys.readouterr().out)
    assert {k: report[k] for k in ("entries", "ok", "first_bad")} == {
        "entries": 4,
        "ok": True,
        "first_bad": None,
    }
    assert [a.seq for a in anchors.read(tmp_path, muni.code)] == [4]
    assert report["municipalities"][muni.code]["anchors"] == 1
    anchors.path(tmp_path, muni.code).rename(tmp_path / "away")
    call_command("journal", "verify")
    assert "控えがないため" in capsys.readouterr().out
    (tmp_path / "away").rename(anchors.path(tmp_path, muni.code))
    drop_triggers()
    Entry.objects.filter(seq__gt=2).delete()
    with pytest.raises(CommandError):
        call_command("journal", "verify", "--json")
    assert json.loads(capsys.readouterr().out)["first_bad"] == 3


@pytest.mark.parametrize("line", ["", "{}", '{"day": "R8", "seq": "x", "hash": ""}', "\x00\xff", "[1]"])
def test_a_damaged_anchor_is_named_by_its_line(
    line: str, muni: Municipality, settings: Settings, tmp_path: Path
) -> None:
    settings.TOMONI_ANCHOR_DIR = tmp_path
    fill(muni, 4)
    call_command("journal", "anchor")
    with anchors.path(tmp_path, muni.code).open("a", encoding="utf-8") as file:
        file.write(f"{line}x\n")
    with pytest.raises(CommandError, match="2 行目が読めません"):
        call_command("journal", "verify")


@pytest.mark.parametrize("what", ["verify", "anchor"])
def test_a_municipality_that_is_not_there_is_said_so(
    what: str, muni: Municipality, settings: Settings, tmp_path: Path
) -> None:
    """Else a slip in a monitoring script would be green for ever."""
    settings.TOMONI_ANCHOR_DIR = tmp_path
    fill(muni, 2)
    with pytest.raises(CommandError, match="999999 の自治体はありません"):
        call_command("journal", what, "--code", "999999", "--json")
    call_command("journal", what, "--code", muni.code)
