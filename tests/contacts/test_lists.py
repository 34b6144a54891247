"""The parts other pages show: a record in a few lines, when everybody was last seen; the same queries for 1 and 30."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.contacts.conftest import NOON, Home
from tomoni.access.viewer import Viewer
from tomoni.contacts.actions import Met, NewPassage, Note, correct, record
from tomoni.contacts.models import Contact
from tomoni.contacts.queries import last_seen, of_family, own_words

PARTS = "contacts/parts/contact.html"


def note(home: Home, hours: int, text: str = "玄関先で話した。") -> Note:
    said = [NewPassage(text), NewPassage("図書係をやりたい。", "quotation", "self", home.haruka)]
    return Note(
        NOON - timedelta(hours=hours), "visit", said, [Met(home.haruka, heard=True), Met(home.misaki)]
    )


def shown(viewer: Viewer, home: Home) -> str:
    return "".join(render_to_string(PARTS, {"contact": each}) for each in of_family(viewer, home.family))


@pytest.mark.parametrize("number", [1, 30])
def test_records_are_read_with_the_same_five_queries(
    number: int, home: Home, sato: Viewer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for hours in range(number):
        record(sato, family=home.family, case=home.case, note=note(home, hours))
    from tomoni.access.collect import looking

    with looking("test"), django_assert_num_queries(5):
        assert shown(sato, home).count("図書係をやりたい。") == number


def test_a_long_record_shows_three_lines_and_the_way_to_the_rest(home: Home, sato: Viewer) -> None:
    record(sato, family=home.family, case=home.case, note=note(home, 1, "一行め\n二行め\n三行め\n四行め"))
    part = shown(sato, home)
    assert "三行め" in part
    assert "四行め" not in part
    assert "図書係" not in part
    assert "続きを読む" in part


def test_a_short_record_is_shown_whole(home: Home, sato: Viewer) -> None:
    record(sato, family=home.family, case=home.case, note=note(home, 1))
    part = shown(sato, home)
    assert "続きを読む" not in part
    assert "こどものことば" in part
    assert "水沢 陽花さん" in part


def test_the_words_of_grown_people_are_not_marked_as_a_childs(home: Home, sato: Viewer) -> None:
    said = [
        NewPassage("助かりました。", "quotation", "self", home.misaki),
        NewPassage("はい。", "quotation", "self"),
    ]
    record(sato, family=home.family, note=Note(NOON, "phone", said))
    part = shown(sato, home)
    assert "こどものことば" not in part
    assert "だれのことばかは書かれていません" in part


def test_corrections_are_marked_on_both_records(home: Home, sato: Viewer) -> None:
    first = record(sato, family=home.family, case=home.case, note=note(home, 2))
    correct(sato, contact=first, note=note(home, 1), reason="時刻のまちがい")
    part = shown(sato, home)
    assert part.count("訂正されています") == 1
    assert part.count("理由：時刻のまちがい") == 2


def test_nothing_protected_is_in_the_list(home: Home, sato: Viewer) -> None:
    said = [NewPassage("隣の田中さんから電話。", protected=True), NewPassage("折り返した。")]
    record(sato, family=home.family, note=Note(NOON, "phone", said))
    part = shown(sato, home)
    assert "田中" not in part
    assert "●●●（秘匿）" in part


def test_a_father_never_met_shows(home: Home, sato: Viewer, client_for: Callable[[Viewer], Client]) -> None:
    made: Contact = record(sato, family=home.family, case=home.case, note=note(home, 1))
    lasts = last_seen(sato, [home.haruka, home.misaki, home.daiki])
    assert [(last.seen, last.heard) for last in lasts] == [(made.at, made.at), (made.at, None), (None, None)]
    people = client_for(sato).get(reverse("desk:family", args=[home.family.ref])).content.decode()
    cards = people.partition('class="people"')[2].partition("</ul>")[0].split("</li>")
    met = {
        who: "まだ会えていません" not in card for who in ("だいき", "みさき") for card in cards if who in card
    }
    assert met == {"だいき": False, "みさき": True}


def test_their_own_words_leave_out_what_was_corrected(home: Home, sato: Viewer) -> None:
    first = record(sato, family=home.family, note=note(home, 2))
    said = [NewPassage("係は保健係がいい。", "quotation", "self", home.haruka)]
    correct(sato, contact=first, note=Note(NOON, "visit", said), reason="聞きちがい")
    assert [p.text for p in own_words(sato, home.family)] == ["係は保健係がいい。"]


def test_days_are_told_in_japan(home: Home, sato: Viewer, client_for: Callable[[Viewer], Client]) -> None:
    early = Note(
        NOON.replace(hour=7), "visit", [], [Met(home.haruka, heard=True)]
    )  # the day before in Greenwich
    record(sato, family=home.family, note=early)
    people = client_for(sato).get(reverse("desk:family", args=[home.family.ref])).content.decode()
    [card] = [
        c for c in people.partition('class="people"')[2].partition("</ul>")[0].split("</li>") if "はるか" in c
    ]
    assert card.count("R8.6.10") == 2
