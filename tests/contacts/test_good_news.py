"""Small changes for the better: marked in a note, seen on 今日 and on the family page, never when they are protected."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.contacts.conftest import NOON, Home
from tomoni.access.viewer import Viewer
from tomoni.calendar import frozen
from tomoni.contacts.actions import NewPassage, Note, correct, record
from tomoni.contacts.models import Contact, Passage

Sent = Callable[..., dict[str, Any]]
Enter = Callable[[Viewer], Client]
NEWS = "連絡帳の返事が三日続いた。"


def tell(home: Home, sato: Viewer, *passages: NewPassage) -> Contact:
    note = Note(NOON - timedelta(hours=2), "phone", passages)
    return record(sato, family=home.family, case=home.case, note=note)


def test_one_box_marks_a_passage(home: Home, sato: Viewer, client_for: Enter, sent: Sent) -> None:
    fields = sent(text_0=NEWS, good_0="on", text_1="帰りは雨だった。", kind_1="fact", origin_1="staff")
    page = client_for(sato).post(f"{reverse('contacts:note')}?family={home.family.ref}", fields)
    assert page.status_code == 302
    assert [(row.text, row.good) for row in Passage.objects.for_system("test").order_by("order")] == [
        (NEWS, True),
        ("帰りは雨だった。", False),
    ]


def test_the_lead_and_who_reads_all_find_it_under_today(
    home: Home, sato: Viewer, suzuki: Viewer, tanaka: Viewer, mori: Viewer, client_for: Enter
) -> None:
    tell(home, sato, NewPassage(NEWS, good=True), NewPassage("雨だった。"))
    shown = {viewer: NEWS in client_for(viewer).get("/today").content.decode() for viewer in (sato, tanaka)}
    assert shown == {sato: True, tanaka: True}
    hidden = {viewer: NEWS in client_for(viewer).get("/today").content.decode() for viewer in (suzuki, mori)}
    assert hidden == {suzuki: False, mori: False}
    with frozen(NOON + timedelta(days=15)):
        assert NEWS not in client_for(sato).get("/today").content.decode()


def test_the_family_page_and_the_chronology_mark_it(home: Home, sato: Viewer, client_for: Enter) -> None:
    tell(home, sato, NewPassage(NEWS, good=True))
    client = client_for(sato)
    assert "うれしい変化" in client.get(reverse("desk:family", args=[home.family.ref])).content.decode()
    assert "うれしいこと" in client.get(reverse("desk:records", args=[home.family.ref])).content.decode()


def test_what_is_protected_or_corrected_is_told_nowhere_else(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    hidden = tell(home, sato, NewPassage("避難先の園になじんだ。", good=True, protected=True))
    wrong = tell(home, sato, NewPassage(NEWS, good=True))
    right = NewPassage("連絡帳の返事が二日続いた。", good=True)
    correct(sato, contact=wrong, note=Note(wrong.at, "phone", [right]), reason="日数のまちがい")
    page = client_for(sato).get("/today").content.decode()
    assert ("避難先" in page, NEWS in page, right.text in page) == (False, False, True)
    again = correct(
        sato, contact=hidden, note=Note(hidden.at, "phone", [NewPassage("電話。")]), reason="足した",
        keep=list(hidden.passages.for_system("test")),
    )  # fmt: skip
    assert [row.good for row in again.passages.for_system("test").order_by("order")] == [False, True]
