"""Talks together with the family, those around it as actors with its consent, and how it is after the third time."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.agreeing import agreed
from tests.assessment.conftest import Home, _noon, home
from tests.sheets import sent_back
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, Day
from tomoni.cases.models import Duty, TimelineEntry
from tomoni.families.actions import NewPerson, add_member
from tomoni.families.choices import Relation
from tomoni.plans.actions import begin, set_goal, take_step
from tomoni.practice.words import say
from tomoni.resources.actions import add_organisation
from tomoni.sharing.actions import withdraw_consent
from tomoni.support.actions import ask, correct, correct_use, hear, retract_feedback, retract_use, talk, use
from tomoni.support.models import Feedback, Request, Talk

__all__ = ["_noon", "home"]
Enter = Callable[[Viewer], Client]
ASKED = {"look_at": "夕方の明かり", "call_when": "二日つかないとき", "until": date(2026, 7, 17)}


def sheet(client: Client, home: Home) -> str:
    address = reverse("monitoring:sheet", args=[home.family.ref])
    return " ".join(client.get(address).content.decode().split())


def rows(model: Any) -> list[Any]:
    return list(model.objects.for_system("test").order_by("pk"))


def due() -> list[Duty]:
    return list(Duty.objects.for_system("test").open().filter(kind="feedback"))


def test_f2_a_talk_with_the_family_keeps_what_was_wished_what_can_be_done_and_where_they_differ(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    goal = set_goal(sato, plan=begin(sato, case=home.case), horizon="long", text="笑って出かける")
    step = take_step(sato, goal=goal, by="others", name="ファミリーサポート", text="朝の送り")
    fields = {
        "submission": str(uuid4()),
        "name": "ファミリーサポート",
        "there": "母と陽花さん",
        "step": str(step.ref),
    }
    fields |= {"wished": "毎朝いっしょに歩いてほしい", "can_do": "火曜と木曜の朝", "since": "R8.6.10"}
    fields |= {"difference": "月・水・金は父の出勤を遅らせられるか", "agreed": "来週の火曜から"}
    door = reverse("support:talk", args=[home.case.ref])
    assert client.post(door, fields).status_code == 302
    [row] = rows(Talk)
    assert (row.who, row.step, row.there, row.valid_from) == (
        "ファミリーサポート",
        step,
        "母と陽花さん",
        Day(date(2026, 6, 10)),
    )
    assert (
        TimelineEntry.objects.for_system("test").get(kind="talk").title
        == "家族と一緒に話し合い：ファミリーサポート"
    )
    shown = sheet(client, home)
    for name in ("wished", "can_do", "difference", "agreed", "there"):
        assert fields[name] in shown
    again = reverse("support:correct", args=["talk", row.ref])
    assert sent_back(client, again, can_do="火曜だけ").status_code == 302
    assert rows(Talk)[-1].can_do == "火曜だけ"
    assert client.get(reverse("support:end", args=["talk", rows(Talk)[-1].ref])).status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "どちらか一つ"),
        ({"there": " "}, "家族のだれと一緒に"),
        ({"wished": ""}, "それぞれ書いてください"),
        ({"can_do": ""}, "それぞれ書いてください"),
        ({"agreed": ""}, "決めたことか"),
    ],
)
def test_f2_a_talk_without_the_family_or_its_wish_is_none(
    fields: dict[str, str], words: str, home: Home, sato: Viewer
) -> None:
    whole = {"name": "園", "there": "母", "wished": "夕方も", "can_do": "五時まで", "agreed": "五時まで"}
    with pytest.raises(Refused, match=words):
        talk(sato, case=home.case, **{**whole, **fields})
    assert rows(Talk) == []


def test_f3_a_neighbour_is_asked_with_the_familys_consent_and_is_an_actor_on_the_sheet(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    client, consent = client_for(sato), agreed(sato, home.case)
    told = {"submission": str(uuid4()), "name": "向かいの佐々木さん", "call_whom": str(home.case.lead_id)}
    told |= {"look_at": "夕方の明かり", "call_when": "二日つかないとき", "until": "R8.7.17"}
    door = reverse("support:ask", args=[home.case.ref])
    answer = client.post(door, told)
    assert (answer.status_code, "先に家族にたずね" in answer.content.decode()) == (422, True)
    assert rows(Request) == []
    assert client.post(door, {**told, "consent": str(consent.ref)}).status_code == 302
    shown = html.fromstring(sheet(client, home))
    [article] = shown.xpath("//article[@aria-label='向かいの佐々木さんへの依頼']")
    assert "まわりの人" in article.text_content()
    with pytest.raises(Refused, match="先に家族にたずね"):
        correct(sato, fact=rows(Request)[0], consent=None)
    withdraw_consent(sato, consent=consent)
    assert correct(sato, fact=rows(Request)[0], text="一声").text == "一声"


def test_f3_a_relative_is_asked_like_a_neighbour_a_parent_is_not(home: Home, sato: Viewer) -> None:
    new = NewPerson("水沢 節子", "みずさわ せつこ", relation=Relation.GRANDMOTHER)
    person = add_member(sato, family=home.family, new=new)
    with pytest.raises(Refused, match="先に家族にたずね"):
        ask(sato, case=home.case, person=person, **ASKED)
    assert ask(sato, case=home.case, person=person, consent=agreed(sato, home.case), **ASKED).person == person
    assert ask(sato, case=home.case, person=home.misaki, **ASKED).consent is None
    school = add_organisation(sato, name="みなみ小学校", kind="primary_school")
    assert ask(sato, case=home.case, organisation=school, **ASKED).consent is None


def test_f6_after_the_third_use_child_and_parents_are_asked_one_by_one(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    client, visits = client_for(sato), add_organisation(sato, name="ひだまり訪問", kind="npo")
    for count in (1, 2, 3):
        assert due() == []
        assert "聞いてみるころ" not in sheet(client, home)
        fields = {
            "submission": str(uuid4()),
            "organisation": visits.name,
            "organisation_ref": str(visits.ref),
        }
        client.post(reverse("support:use", args=[home.case.ref]), {**fields, "text": f"{count}回め"})
    [duty] = due()
    assert (duty.text, duty.holder) == ("ひだまり訪問を三度使ったので、合っているかを一人ずつ聞く", sato.post)
    assert duty.due_at.astimezone(TOKYO).date() == date(2026, 6, 24)
    use(sato, case=home.case, organisation=visits)
    assert due() == [duty]
    page = html.fromstring(sheet(client, home))
    assert "聞いてみるころ" in page.text_content()
    doors = page.xpath("//a[contains(., 'さんに聞いた')]")
    assert [door.text for door in doors] == [
        f"{who.name}さんに聞いた" for who in (home.haruka, home.misaki, home.daiki)
    ]
    for number, door in enumerate(doors):
        form = client.get(door.get("href"))
        assert say("feedback.other", "child") in form.content.decode()
        assert say("feedback.other", "family") in form.content.decode()
        sent = {"submission": str(uuid4()), "person": form.context["form"]["person"].value()}
        sent |= [
            {"good": "おりがみした", "go_on": "as_is"},
            {"other": "早く帰ってほしい"},
            {"unheard": "出張中"},
        ][number]
        assert len(due()) == 1
        assert client.post(door.get("href"), sent).status_code == 302
    assert due() == []
    assert [(f.person, f.good, f.other, f.unheard) for f in rows(Feedback)] == [
        (home.haruka, "おりがみした", "", ""),
        (home.misaki, "", "早く帰ってほしい", ""),
        (home.daiki, "", "", "出張中"),
    ]
    assert "早く帰ってほしい" in sheet(client, home)
    use(sato, case=home.case, organisation=visits)
    assert due() == []


def test_f6_what_was_not_used_does_not_count(home: Home, sato: Viewer) -> None:
    used = [use(sato, case=home.case, name="一時預かり") for _ in range(3)]
    assert len(due()) == 1
    correct_use(sato, fact=used[0], name="ひろば")
    assert due() == []
    use(sato, case=home.case, name="一時預かり")
    assert len(due()) == 1
    retract_use(sato, fact=used[1])
    assert due() == []


def test_f6_two_services_are_asked_about_apart(home: Home, sato: Viewer) -> None:
    for name in ("一時預かり", "一時預かり", "訪問", "訪問"):
        use(sato, case=home.case, name=name)
    assert due() == []
    third = use(sato, case=home.case, name="訪問")
    assert [duty.text[:2] for duty in due()] == ["訪問"]
    with pytest.raises(Refused, match="聞いたことばか"):
        hear(sato, use=third, person=home.haruka)
    said = [
        hear(sato, use=third, person=each, good="楽しい") for each in (home.haruka, home.misaki, home.daiki)
    ]
    assert due() == []
    retract_feedback(sato, fact=said[0])
    assert [duty.text[:2] for duty in due()] == ["訪問"]
