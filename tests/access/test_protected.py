"""A protected fact shows its mask everywhere; only ``reveal`` reads it, and that is on record."""

import copy
import json
import pickle

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection
from django.utils.html import escape, format_html

from tomoni.access.actions import open_dossier
from tomoni.access.decide import Denied
from tomoni.access.protected import MASK, MaskSaved, Protected
from tomoni.access.reveal import reveal
from tomoni.access.viewer import Viewer
from tomoni.journal.models import Entry
from tomoni.people.actions import add_contact_point, add_person
from tomoni.people.models import ContactPoint
from tomoni.tenancy.models import Municipality

SECRET = "090-0000-4711"


@pytest.fixture
def point(sato: Viewer, in_muni: Municipality) -> ContactPoint:
    dossier = open_dossier(sato, kind="family")
    person = add_person(sato, dossier=dossier, name="高橋 花")
    row = add_contact_point(sato, person=person, value=SECRET, hide=True)
    return ContactPoint.objects.for_system("test").get(pk=row.pk)


def test_every_way_of_printing_shows_the_mask(point: ContactPoint) -> None:
    value = point.hidden
    printed = [
        str(value), repr(value), f"{value}", f"{value:>20}", format_html("{}", value), escape(value),
        json.dumps({"v": value}, ensure_ascii=False), pickle.dumps(value).decode("latin1"), str(copy.deepcopy(value)),
        str(point), repr(point.__dict__), "".join([value]), value + "", value[:],
    ]  # fmt: skip
    assert isinstance(value, Protected)
    assert [text for text in printed if SECRET in text] == []
    assert str(value) == MASK


def test_a_just_assigned_value_is_masked_too() -> None:
    assert str(ContactPoint(hidden=SECRET).hidden) == MASK


def test_reveal_reads_and_journals(point: ContactPoint, sato: Viewer) -> None:
    assert reveal(sato, point, "hidden") == SECRET
    entry = json.loads(Entry.objects.latest("seq").body)
    assert (entry["kind"], entry["rows"]) == ("reveal", {"people.contactpoint": [point.pk]})


def test_who_may_not_is_refused_and_nothing_is_read(point: ContactPoint, ito: Viewer, mori: Viewer) -> None:
    before = Entry.objects.count()
    for viewer in (ito, mori):
        with pytest.raises(Denied):
            reveal(viewer, point, "hidden")
    assert Entry.objects.count() == before


def test_the_mask_cannot_be_saved_as_the_value(point: ContactPoint) -> None:
    with pytest.raises(MaskSaved):
        point.hidden = f"{point.hidden}"


def test_saving_the_row_again_keeps_the_secret(point: ContactPoint, sato: Viewer) -> None:
    from tomoni.access.acting import action
    from tomoni.access.choices import Need
    from tomoni.access.decide import require

    @action("test.touch")
    def touch(viewer: Viewer) -> None:
        require(viewer, Need.WRITE, point)
        point.note = "夕方以降"
        point.save()

    touch(sato)
    assert reveal(sato, ContactPoint.objects.for_system("test").get(pk=point.pk), "hidden") == SECRET


def test_a_ciphertext_moved_to_another_row_does_not_decrypt(point: ContactPoint, sato: Viewer) -> None:
    other = add_contact_point(sato, person=point.person, value="03-0000-0000", hide=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_contactpoint SET hidden = %s WHERE id = %s", [point.hidden.cipher, other.pk]
        )
    with pytest.raises(InvalidTag):
        reveal(sato, ContactPoint.objects.for_system("test").get(pk=other.pk), "hidden")


def test_the_database_holds_no_clear_text(point: ContactPoint) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, hidden FROM people_contactpoint WHERE id = %s", [point.pk])
        value, hidden = cursor.fetchone()
    assert value == ""
    assert SECRET not in hidden
