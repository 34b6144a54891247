"""A change is an action: authority asked, one transaction, every row in the journal."""

import json

import pytest

from tomoni.access.acting import AuthorityNotAsked, WriteOutsideAction, action
from tomoni.access.actions import open_dossier
from tomoni.access.choices import Need
from tomoni.access.decide import Denied, require
from tomoni.access.models import Dossier
from tomoni.access.viewer import Viewer
from tomoni.journal.models import Entry
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
