"""C8: where a child may have been hurt: a photograph only with the child's yes, the body chart, and no leading question."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from tests.contacts.conftest import NOON, Home
from tests.documents import brought
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.cases.models import TimelineEntry
from tomoni.contacts.actions import (
    Consented,
    NewPassage,
    Note,
    Seen,
    attach,
    correct,
    mark_body,
    record,
    take_back_mark,
)
from tomoni.contacts.actions.attaching import NO_YES, NOT_OFFERED, UNDRESSED
from tomoni.contacts.actions.charting import NO_CONCERN, NOTHING_SAID, UNSEEN
from tomoni.contacts.drawing.body import PARTS, Spot, spots
from tomoni.contacts.models import Attachment, BodyMark, Contact
from tomoni.documents.files import clean
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.practice import codes, current

Enter = Callable[[Viewer], Client]
PHOTO = clean(brought.jpeg(), most=1_000_000)
BRUISE = Seen("front_left_forearm", "3cm くらい", "青むらさき", "丸い", "ぶつけたんじゃないよ")


@pytest.fixture
def hurt(home: Home, sato: Viewer) -> Contact:
    note = Note(
        NOON - timedelta(hours=1), "school", [NewPassage("左のうでに青いところがある。")], safety_concern=True
    )
    return record(sato, family=home.family, case=home.case, note=note)


@pytest.fixture
def well(home: Home, sato: Viewer) -> Contact:
    note = Note(NOON - timedelta(hours=1), "visit", [NewPassage("元気にしていた。")])
    return record(sato, family=home.family, case=home.case, note=note)


def yes(home: Home, **told: Any) -> Consented:
    given = {
        "person": home.haruka,
        "yes": "うん、いいよ。ここだけね",
        "with_whom": "佐藤、養護教諭",
        "nobody_undressed": True,
    }
    return Consented(**{**given, **told})


def test_c8_a_photograph_of_an_injury_carries_the_childs_yes(
    hurt: Contact, home: Home, sato: Viewer, client_for: Enter
) -> None:
    client, page = client_for(sato), reverse("contacts:attach", args=[hurt.ref])
    fields = {
        "person": home.haruka.ref,
        "yes": "うん、いいよ",
        "with_whom": "養護教諭",
        "nobody_undressed": "on",
    }
    file = SimpleUploadedFile("うで.jpg", brought.jpeg())
    sent = {"submission": str(uuid4()), "kind": "injury", "file": file, **fields}
    assert client.post(page, sent).status_code == 302
    row = Attachment.objects.for_system("test").get()
    assert (row.person, row.yes, row.with_whom) == (home.haruka, "うん、いいよ", "養護教諭")
    shown = client.get(reverse("contacts:detail", args=[hurt.ref])).content.decode()
    assert "うん、いいよ" in shown
    assert "その場にいた人：養護教諭" in shown
    line = TimelineEntry.objects.for_system("test").get(kind="attachment")
    assert [each.person for each in line.persons.for_system("test")] == [home.haruka]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"yes": ""}, NO_YES),
        ({"yes": "  "}, NO_YES),
        ({"person": None}, NO_YES),
        ({"with_whom": ""}, NO_YES),
        ({"nobody_undressed": False}, UNDRESSED),
    ],
    ids=["no yes", "blank yes", "nobody", "alone", "undressed"],
)
def test_c8_without_the_childs_yes_there_is_no_photograph(
    told: dict[str, Any], words: str, hurt: Contact, home: Home, sato: Viewer
) -> None:
    with pytest.raises(Refused) as refusal:
        attach(sato, contact=hurt, kind="injury", file=PHOTO, consented=yes(home, **told))
    assert str(refusal.value) == words
    assert Attachment.objects.for_system("test").count() == 0


def test_c8_the_yes_of_another_familys_child_is_none(
    hurt: Contact, home: Home, sato: Viewer, neighbours: tuple[Family, Person]
) -> None:
    with pytest.raises(Refused, match="この家庭の人を選んでください。"):
        attach(sato, contact=hurt, kind="injury", file=PHOTO, consented=yes(home, person=neighbours[1]))


def test_c8_where_a_child_may_be_hurt_no_other_photograph_is_taken_in(
    hurt: Contact, well: Contact, home: Home, sato: Viewer, client_for: Enter
) -> None:
    for contact, kind in ((hurt, "photo"), (well, "injury")):
        with pytest.raises(Refused) as refusal:
            attach(sato, contact=contact, kind=kind, file=PHOTO, consented=yes(home))
        assert str(refusal.value) == NOT_OFFERED[kind]
    pages = [
        client_for(sato).get(reverse("contacts:attach", args=[c.ref])).content.decode() for c in (hurt, well)
    ]
    offered = [html.fromstring(page).xpath("//input[@name='kind']/@value") for page in pages]
    assert offered == [["injury", "document", "sound"], ["photo", "document", "sound"]]
    assert ["服を脱がせて確かめません" in page for page in pages] == [True, False]


def test_c8_the_body_chart_draws_and_tells_what_was_seen(
    hurt: Contact, home: Home, sato: Viewer, client_for: Enter
) -> None:
    client, page = client_for(sato), reverse("contacts:mark_body", args=[hurt.ref])
    fields = {
        "person": home.haruka.ref,
        "region": "front_left_forearm",
        "size": "3cm くらい",
        "colour": "青むらさき",
    }
    sent = {
        "submission": str(uuid4()),
        **fields,
        "shape": "丸い",
        "words": "ころんだの",
        "seen_by": "担任の先生",
    }
    response = client.post(page, sent)
    assert response.headers["Location"] == reverse("contacts:body", args=[hurt.ref])
    assert client.post(page, sent).headers["Location"] == response.headers["Location"]  # sent twice
    (row,) = BodyMark.objects.for_system("test")
    assert str(row) == "左の前うで（前から）"
    shown = html.fromstring(client.get(response.headers["Location"]).content)
    cells = [" ".join(cell.text_content().split()) for cell in shown.xpath("//tbody/tr/*")]
    assert cells[:4] == [
        "1",
        "水沢 陽花さん 左の前うで（前から）",
        "3cm くらい 青むらさき 丸い",
        "「ころんだの」",
    ]
    assert cells[4].startswith("担任の先生")
    assert [each.text_content().strip() for each in shown.xpath("//*[@class='spot']")] == ["1"]


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (Seen("front_left_hand"), NOTHING_SAID),
        (Seen("front_hips", "2cm", words="いたい"), UNSEEN),
        (Seen("back_hips", colour="赤"), UNSEEN),
        (Seen("back_hips"), UNSEEN),
        (Seen("front_tail", "2cm"), "場所を選んでください。"),
    ],
    ids=["nothing", "looked", "looked behind", "nothing said", "no place"],
)
def test_c8_what_underwear_hides_is_not_looked_at(
    seen: Seen, words: str, hurt: Contact, home: Home, sato: Viewer
) -> None:
    with pytest.raises(Refused) as refusal:
        mark_body(sato, contact=hurt, person=home.haruka, seen=seen, seen_by="佐藤")
    assert str(refusal.value) == words


def test_c8_what_the_child_says_of_it_is_kept(hurt: Contact, home: Home, sato: Viewer) -> None:
    said = Seen("back_hips", words="そこもいたい")
    assert (
        mark_body(sato, contact=hurt, person=home.haruka, seen=said, seen_by="佐藤").words == "そこもいたい"
    )


def test_c8_the_chart_is_there_only_where_a_child_may_be_hurt(
    well: Contact, hurt: Contact, home: Home, sato: Viewer, client_for: Enter
) -> None:
    with pytest.raises(Refused) as refusal:
        mark_body(sato, contact=well, person=home.haruka, seen=BRUISE, seen_by="佐藤")
    assert str(refusal.value) == NO_CONCERN
    client = client_for(sato)
    for name in ("body", "mark_body"):
        assert client.get(reverse(f"contacts:{name}", args=[well.ref])).status_code == 404
        assert client.get(reverse(f"contacts:{name}", args=[hurt.ref])).status_code == 200
    pages = [client.get(reverse("contacts:detail", args=[c.ref])).content.decode() for c in (well, hurt)]
    assert ["けがの図を開く" in page for page in pages] == [False, True]


def test_c8_the_pages_ask_no_question_of_their_own(hurt: Contact, sato: Viewer, client_for: Enter) -> None:
    """No prompt of a technique stands there, and the words of caution do."""
    client = client_for(sato)
    prompts = [
        prompt.for_child for listing in (current().techniques, current().interview) for prompt in listing
    ]
    for name in ("attach", "mark_body", "body"):
        page = client.get(reverse(f"contacts:{name}", args=[hurt.ref])).content.decode()
        assert [asked for asked in prompts if asked in html.fromstring(page).xpath("string(//main)")] == []
        assert "服を脱がせて確かめません" in page
        assert "児童相談所" in page


def test_c8_taken_back_the_number_goes_and_the_reason_stays(
    hurt: Contact, home: Home, sato: Viewer, client_for: Enter
) -> None:
    first = mark_body(sato, contact=hurt, person=home.haruka, seen=BRUISE, seen_by="佐藤")
    mark_body(sato, contact=hurt, person=home.haruka, seen=Seen("front_face", "1cm"), seen_by="佐藤")
    client, page = client_for(sato), reverse("contacts:take_back_mark", args=[first.ref])
    assert client.post(page, {"submission": str(uuid4()), "why": "右と左をまちがえた"}).status_code == 302
    shown = html.fromstring(client.get(reverse("contacts:body", args=[hurt.ref])).content)
    assert len(shown.xpath("//tbody/tr")) == len(shown.xpath("//*[@class='spot']")) == 1
    assert "右と左をまちがえた" in shown.text_content()
    with pytest.raises(Refused, match="すでに取り消しています"):
        take_back_mark(sato, body_mark=first, why="もう一度")


def test_c8_a_corrected_record_keeps_its_chart(
    hurt: Contact, home: Home, sato: Viewer, client_for: Enter
) -> None:
    mark_body(sato, contact=hurt, person=home.haruka, seen=BRUISE, seen_by="佐藤")
    note = Note(NOON, "school", [NewPassage("左の前うで。")], safety_concern=True)
    again = correct(sato, contact=hurt, note=note, reason="場所")
    assert (
        "ぶつけたんじゃないよ"
        in client_for(sato).get(reverse("contacts:body", args=[again.ref])).content.decode()
    )
    assert client_for(sato).get(reverse("contacts:mark_body", args=[hurt.ref])).status_code == 404


def test_c8_one_or_thirty_marks_are_asked_for_alike(
    hurt: Contact, home: Home, sato: Viewer, client_for: Enter
) -> None:
    client, page, counts = client_for(sato), reverse("contacts:body", args=[hurt.ref]), list[int]()
    client.get(page)
    for many in (1, 29):
        for _ in range(many):
            mark_body(sato, contact=hurt, person=home.haruka, seen=BRUISE, seen_by="佐藤")
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_every_place_of_the_list_is_on_the_figure_and_no_other() -> None:
    assert sorted(part.region for part in PARTS) == sorted(code.id for code in codes("body_regions"))
    found = spots(["front_face", "front_face", "a town's own", "back_head"])
    assert found == [Spot(1, 100, 47), Spot(2, 115, 47), Spot(4, 300, 38)]


def test_right_and_left_are_the_persons_own() -> None:
    where = {part.region: part.x for part in PARTS}
    assert where["front_right_hand"] < where["front_left_hand"]
    assert where["back_left_hand"] < where["back_right_hand"]
