"""A change is an action: authority asked, one transaction, every row in the journal."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tomoni.access.acting import AuthorityNotAsked, WriteOutsideAction, action
from tomoni.access.actions import open_dossier
from tomoni.access.choices import Need
from tomoni.access.decide import Denied, decide, require, require_role
from tomoni.access.matrix import WRITERS
from tomoni.access.models import Dossier, Grant, Seal
from tomoni.access.viewer import Viewer
from tomoni.calendar import now
from tomoni.journal.models import Entry
from tomoni.tenancy.guard import Unheard
from tomoni.tenancy.models import Municipality


def entries() -> list[dict[str, object]]:
    return [json.loads(body) for body in Entry.objects.order_by("seq").values_list("body", flat=True)]


def test_a_write_outside_an_action_is_refused(in_muni: Municipality) -> None:
    with pytest.raises(WriteOutsideAction):
        Dossier(municipality=in_muni, kind="family").save()


def test_an_action_that_never_asked_is_refused_and_undone(sato: Viewer, in_muni: Municipality) -> None:
    @action("test.sneak")
    def sneak(viewer: Viewer) -> None:
        Dossier(municipality=viewer.tenant, kind="family").save()

    with pytest.raises(AuthorityNotAsked):
        sneak(sato)
    assert Dossier.objects.for_system("test").count() == 0
    assert entries() == []


def test_an_action_that_did_not_listen_to_the_answer_is_undone(
    ito: Viewer, sato: Viewer, in_muni: Municipality
) -> None:
    dossier = open_dossier(sato, kind="family")

    @action("test.deaf")
    def deaf(viewer: Viewer) -> None:
        decide(viewer, Need.WRITE, dossier)
        dossier.save()

    with pytest.raises(AuthorityNotAsked):
        deaf(ito)
    assert len(entries()) == 1


def test_every_written_row_is_in_the_journal_with_its_dossier(sato: Viewer, in_muni: Municipality) -> None:
    dossier = open_dossier(sato, kind="family")
    [entry] = entries()
    assert entry["by"] == [sato.user.pk, sato.post.pk]
    assert (entry["kind"], entry["what"], entry["dossiers"]) == ("write", "access.open_dossier", [dossier.pk])
    assert [row[0] for row in entry["rows"]] == ["access.dossier", "access.grant", "access.grant"]


def test_a_refused_action_leaves_no_row(ito: Viewer, sato: Viewer, in_muni: Municipality) -> None:
    dossier = open_dossier(sato, kind="family")

    @action("test.rename")
    def rename(viewer: Viewer, *, dossier: Dossier) -> None:
        require(viewer, Need.WRITE, dossier)
        dossier.kind = "case"
        dossier.save()

    with pytest.raises(Denied, match="他のチームの記録"):
        rename(ito, dossier=dossier)
    dossier.refresh_from_db()
    assert dossier.kind == "family"
    assert len(entries()) == 1


def test_rows_made_in_bulk_are_journaled_like_others(sato: Viewer, in_muni: Municipality) -> None:
    @action("test.bulk")
    def many(viewer: Viewer) -> None:
        require_role(viewer, WRITERS)
        Dossier.objects.bulk_create(Dossier(municipality=viewer.tenant, kind="family") for _ in range(3))

    many(sato)
    [entry] = entries()
    made = set(Dossier.objects.for_system("test").values_list("pk", flat=True))
    assert {row[1] for row in entry["rows"]} == made  # type: ignore[attr-defined]
    assert len(made) == 3


def test_rows_made_in_bulk_outside_an_action_are_refused(in_muni: Municipality) -> None:
    with pytest.raises(WriteOutsideAction), transaction.atomic():
        Dossier.objects.bulk_create([Dossier(municipality=in_muni, kind="family")])
    assert Dossier.objects.for_system("test").count() == 0


BULK: dict[str, Callable[[Any], object]] = {
    "update": lambda rows: rows.update(kind="x"),
    "update of a forward key": lambda rows: rows.model.within_tenant.update(kind="x"),
    "bulk_update": lambda rows: rows.bulk_update(list(rows), ["kind"]),
    "_raw_delete": lambda rows: rows._raw_delete("default"),
}


@pytest.mark.parametrize("name", BULK)
def test_what_no_journal_would_hear_of_is_refused(name: str, sato: Viewer, in_muni: Municipality) -> None:
    dossier = open_dossier(sato, kind="family")

    @action("test.bulk")
    def change(viewer: Viewer) -> None:
        require(viewer, Need.WRITE, dossier)
        BULK[name](Dossier.objects.for_system("test"))

    with pytest.raises(Unheard):
        change(sato)
    assert Dossier.objects.for_system("test").get().kind == "family"


def test_a_deleted_row_is_journaled_and_only_by_an_action(sato: Viewer, in_muni: Municipality) -> None:
    dossier = open_dossier(sato, kind="family")
    grants = Grant.objects.for_system("test")
    with pytest.raises(WriteOutsideAction), transaction.atomic():
        grants.delete()
    assert grants.count() == 2

    @action("test.remove")
    def remove(viewer: Viewer) -> None:
        require(viewer, Need.WRITE, dossier)
        grants.delete()

    remove(sato)
    assert [row[2] for row in entries()[-1]["rows"]] == ["removed", "removed"]  # type: ignore[attr-defined]


def test_no_row_ties_two_municipalities_together(
    sato: Viewer, elsewhere: Municipality, in_muni: Municipality
) -> None:
    dossier = open_dossier(sato, kind="family")

    @action("test.tie")
    def tie(viewer: Viewer, *, municipality: Municipality, dossier: Dossier) -> None:
        require_role(viewer, WRITERS)
        Seal(municipality=municipality, dossier=dossier, reason="x", since=now()).save()

    foreign = Dossier(municipality=elsewhere, kind="family", pk=dossier.pk)
    for place, about in ((elsewhere, dossier), (in_muni, foreign)):
        with pytest.raises(
            (WriteOutsideAction, DatabaseError), match=r"two municipalities|row-level security"
        ):
            tie(sato, municipality=place, dossier=about)
    assert Seal.objects.for_system("test").count() == 0
