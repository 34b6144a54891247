"""Buttons that change the note while it is written: without scripts, and no word is lost."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.contacts.conftest import Home
from tomoni.access.viewer import Viewer
from tomoni.contacts.models import Contact
from tomoni.families.models import Family
from tomoni.people.models import Person

NOTE = reverse("contacts:note")
Sent = Callable[..., dict[str, Any]]
Enter = Callable[[Viewer], Client]


def of(home: Home) -> str:
    return f"{NOTE}?family={home.family.ref}"


def texts(page: Any) -> list[str]:
    return [each["text"] for each in page.context["form"]["passages"].value()]


def test_one_more_passage_keeps_the_first(home: Home, sato: Viewer, client_for: Enter, sent: Sent) -> None:
    page = client_for(sato).post(of(home), sent(turn="passage", text_0="はじめの文\r\n二行め"), follow=True)
    assert page.redirect_chain == [(of(home), 302)]
    assert texts(page) == ["はじめの文\r\n二行め", ""]
    page = client_for(sato).post(of(home), sent(turn="passage", text_0="一", text_4="五"), follow=True)
    assert texts(page)[-1] == ""
    assert not Contact.objects.for_system("test").exists()


def test_a_family_chosen_by_one_tap_keeps_the_text_and_brings_its_people(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client = client_for(sato)
    page = client.post(NOTE, sent(turn=f"family:{home.family.ref}", text_0="ひろばで会った"), follow=True)
    assert page.redirect_chain == [(of(home), 302)]
    assert texts(page) == ["ひろばで会った"]
    assert [person for person, _ in page.context["form"].presence] == [
        home.haruka,
        home.minato,
        home.misaki,
        home.daiki,
    ]
    assert client.get(NOTE).context["form"]["passages"].value() is None  # nothing is left behind


def test_text_taken_to_a_family_never_overwrites_what_lies_there(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client = client_for(sato)
    client.post(of(home), sent(text_0="先に書いた下書き", time=""))
    page = client.post(NOTE, sent(turn=f"family:{home.family.ref}", text_0="あとから書いた文"), follow=True)
    assert texts(page) == ["あとから書いた文"]
    assert "先に書いた下書き" in page.content.decode()  # set aside, and shown


def test_the_family_can_be_changed(home: Home, sato: Viewer, client_for: Enter, sent: Sent) -> None:
    before = f"http://testserver{reverse('desk:family', args=[home.family.ref])}"
    page = client_for(sato).post(
        of(home),
        sent(turn="family:", text_0="別の家庭のことだった"),
        follow=True,
        headers={"referer": before},
    )
    assert page.redirect_chain == [(f"{NOTE}?family=", 302)]
    assert (page.context["family"], texts(page)) == (None, ["別の家庭のことだった"])


@pytest.mark.parametrize("chosen", ["00000000-0000-4000-8000-000000000000", "x", "theirs"])
def test_a_family_out_of_reach_cannot_be_chosen(
    chosen: str, home: Home, ito: Viewer, client_for: Enter, sent: Sent
) -> None:
    client = client_for(ito)
    value = str(home.family.ref) if chosen == "theirs" else chosen
    assert client.post(NOTE, sent(turn=f"family:{value}")).status_code == 404


def test_the_long_form_takes_over_what_was_begun(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    fields = sent(turn="write", text_0="長くなりそう", seen=[str(home.haruka.ref)], promise="電話する")
    page = client_for(sato).post(of(home), fields, follow=True)
    assert page.redirect_chain == [(reverse("contacts:write", args=[home.family.ref]), 302)]
    assert texts(page) == ["長くなりそう"]
    assert page.context["form"]["seen"].value() == [str(home.haruka.ref)]
    assert page.context["form"]["promise"].value() == "電話する"


def test_with_a_child_hurt_there_are_rules_for_listening_and_no_techniques(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client, write = client_for(sato), reverse("contacts:write", args=[home.family.ref])
    calm = client.get(write).content.decode()
    assert "ミラクル" in calm
    assert "くわしく聞き出しません" not in calm
    page = client.post(
        write, sent(turn="concern:on", text_0="ほっぺたがいたい。", kind_0="quotation"), follow=True
    )
    worried = page.content.decode()
    assert "くわしく聞き出しません" in worried
    for technique in ("問いかけの手がかり", "ミラクル", "スケーリング", "リフレーミング", "例外"):
        assert technique not in worried
    assert texts(page) == ["ほっぺたがいたい。"]
    client.post(write, sent(safety_concern="on", text_0="ほっぺたがいたい。", kind_0="quotation"))
    assert Contact.objects.for_system("test").get().safety_concern is True


def test_the_concern_can_be_taken_back(home: Home, sato: Viewer, client_for: Enter, sent: Sent) -> None:
    client = client_for(sato)
    client.post(of(home), sent(turn="concern:on"))
    page = client.post(of(home), sent(turn="concern:off", safety_concern="on"), follow=True)
    assert page.context["form"].concern is False
    client.post(of(home), sent(safety_concern=""))
    assert Contact.objects.for_system("test").get().safety_concern is False


def test_going_back_after_saving_and_adding_a_passage_keeps_the_words(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client, fields = client_for(sato), sent(submission=str(uuid4()))
    client.post(of(home), fields)
    again = {**fields, "turn": "passage", "passages-0-text": "書き足した文"}
    assert texts(client.post(of(home), again, follow=True)) == ["書き足した文", ""]


def test_the_drawer_is_answered_with_a_short_word(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client = client_for(sato)
    assert "hx-post" in client.get(of(home), headers={"hx-request": "true"}).content.decode()
    assert "hx-post" not in client.get(of(home)).content.decode()
    answer = client.post(of(home), sent(), headers={"hx-request": "true"})
    contact = Contact.objects.for_system("test").get()
    assert answer.headers["Location"] == reverse("contacts:saved", args=[contact.ref])
    assert "記録を保存しました。" in client.get(answer.headers["Location"]).content.decode()


def test_a_note_of_a_family_without_a_case_begins_light(
    neighbours: tuple[Family, Person], sato: Viewer, client_for: Enter
) -> None:
    form = client_for(sato).get(f"{NOTE}?family={neighbours[0].ref}").context["form"]
    assert form["case"].value() == "light"
