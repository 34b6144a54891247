"""The circle of the family page leads by kinds of work; the chronology is narrowed to what was done with one agency."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from tests.agreeing import agreed
from tests.assessment.conftest import Home, _noon, home
from tomoni.access.collect import looking
from tomoni.access.viewer import Viewer
from tomoni.assessment.actions import hold
from tomoni.calendar import Day, now
from tomoni.cases.actions import mark, open_duty
from tomoni.content import FOLDER
from tomoni.desk.queries.circle import PAGES, leads_to
from tomoni.desk.queries.family_page import agencies_of
from tomoni.intake.actions import Call, receive
from tomoni.people.actions import end
from tomoni.plans.actions import agree, begin, set_goal
from tomoni.practice import current
from tomoni.resources.actions import add_organisation
from tomoni.resources.models import Organisation
from tomoni.support.actions import ask

__all__ = ["_noon", "home"]
ClientFor = Callable[[Viewer], Client]


def test_each_phase_leads_to_the_page_of_its_work(home: Home, sato: Viewer, client_for: ClientFor) -> None:
    shown = html.fromstring(client_for(sato).get(reverse("desk:family", args=[home.family.ref])).content)
    wanted = [
        "intake:family", "assessment:sheet", "plans:sheet", "monitoring:sheet", "monitoring:sheet", "closing:sheet",
        "closing:sheet",
    ]  # fmt: skip
    found = shown.xpath("//ol[@class='phases']/li/a/@href")
    assert found == [reverse(page, args=[home.family.ref]) for page in wanted]


def test_every_kind_of_work_has_a_page_and_a_phase_without_one_has_none(home: Home) -> None:
    schema = json.loads((FOLDER / "schema/phases.json").read_text(encoding="utf-8"))
    assert schema["properties"]["items"]["items"]["properties"]["work"]["enum"] == list(PAGES)
    renamed = replace(current().phases.get("planning"), id="keikaku")
    assert leads_to(renamed, home.family) == reverse("plans:sheet", args=[home.family.ref])
    assert leads_to(replace(renamed, work=""), home.family) == ""


@pytest.fixture
def school(sato: Viewer, home: Home) -> Organisation:
    return add_organisation(sato, name="みなと小学校", kind="primary_school")


def heard(viewer: Viewer, home: Home, title: str, agency: Organisation | None) -> None:
    told = {"kind": "explained", "title": title, "at": now(), "family": home.family}
    mark(viewer, source=home.case, organisation=agency, **told)


def test_the_chronology_narrows_to_one_agency(
    home: Home, sato: Viewer, school: Organisation, client_for: ClientFor
) -> None:
    add_organisation(sato, name="ほかの家庭だけの園", kind="nursery")
    heard(sato, home, "学校から聞いた", school)
    heard(sato, home, "家で話した", None)
    address = reverse("desk:records", args=[home.family.ref])

    def lines(asked: str) -> tuple[bool, bool]:
        shown = client_for(sato).get(address + asked).content.decode()
        return "学校から聞いた" in shown, "家で話した" in shown

    offered = html.fromstring(client_for(sato).get(address).content.decode())
    assert offered.xpath("//select[@name='organisation']/option/text()") == ["すべて", "みなと小学校"]
    assert lines("") == (True, True)
    assert lines(f"?organisation={school.ref}") == (True, False)
    assert lines(f"?organisation={uuid4()}") == (False, False)
    assert lines("?organisation=x") == (False, False)


def test_agencies_cost_the_same_for_one_and_for_ten(
    home: Home, sato: Viewer, school: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    heard(sato, home, "学校から聞いた", school)
    with looking("test"), django_assert_num_queries(2):
        assert agencies_of(sato, home.family) == [school]
    for number in range(9):
        more = add_organisation(sato, name=f"第{number}小学校", kind="primary_school")
        heard(sato, home, "聞いた", more)
    with looking("test"), django_assert_num_queries(2):
        assert len(agencies_of(sato, home.family)) == 10


def test_a_duty_leads_to_the_record_it_comes_from(home: Home, sato: Viewer, client_for: ClientFor) -> None:
    """From 今日 and from the family page alike; a promise nobody wrote a record for leads nowhere."""
    client, ref = client_for(sato), home.family.ref
    plan = agree(
        sato, plan=begin(sato, case=home.case, concern="朝"), agreed_by="母", review_on=date(2026, 6, 20)
    )
    told = {"look_at": "朝の明かり", "call_when": "三日つかないとき", "until": date(2026, 6, 21)}
    asked = ask(sato, case=home.case, consent=agreed(sato, home.case), name="隣の家", **told)
    held = hold(sato, case=home.case, reason="初めて", summary="まとめ")
    call = Call("school", "phone", "あざ", is_notice=False)
    referral = receive(sato, family=home.family, children=[home.haruka], call=call)
    known = {
        "プランを家族と見直す（朝）": (plan, f"{reverse('plans:sheet', args=[ref])}?plan={plan.ref}"),
        "依頼を見直す（隣の家）": (asked, f"{reverse('monitoring:sheet', args=[ref])}#request-{asked.ref}"),
        "もう一度": (held, reverse("assessment:sheet", args=[ref])),
        "受付の続き": (referral, reverse("intake:referral", args=[referral.ref])),
    }
    for text, source in (("もう一度", held), ("受付の続き", referral), ("ただの約束", None)):
        due = now() + timedelta(days=3)
        open_duty(
            sato, kind="promise", text=text, due_at=due, family=home.family, case=home.case, source=source
        )
    wanted = {text: url for text, (_, url) in known.items()}
    for page in (reverse("desk:today"), reverse("desk:family", args=[ref])):
        shown = html.fromstring(client.get(page).content)
        links = shown.xpath("//ul[contains(@class, 'todo')]//div[@class='grow']/a")
        found = {a.text_content(): a.get("href") for a in links}
        assert {text: found.get(text) for text in wanted} == wanted, page
        assert "ただの約束" not in found
    for url in wanted.values():
        assert client.get(url).status_code == 200
        fragment = url.partition("#")[2]
        assert not fragment or html.fromstring(client.get(url).content).xpath(f"//*[@id='{fragment}']")


def test_the_plan_stands_on_the_family_page_in_one_view(
    home: Home, sato: Viewer, client_for: ClientFor
) -> None:
    client = client_for(sato)

    def view() -> Any:
        page = html.fromstring(client.get(reverse("desk:family", args=[home.family.ref])).content)
        [section] = page.xpath("//section[@aria-labelledby='plan-title']")
        return section

    assert "まだプランはありません" in view().text_content()
    plan = begin(sato, case=home.case, concern="朝の支度")
    set_goal(sato, plan=plan, horizon="long", text="みんなで笑う")
    made = [
        set_goal(sato, plan=plan, horizon="short", text=text, look_at="時計")
        for text in ("月曜は食べる", "火曜は歩く", "水曜は眠る")
    ]
    end(sato, fact=made[1], on=Day(date(2026, 6, 10)))
    told = {"look_at": "朝の明かり", "call_when": "三日つかないとき", "until": date(2026, 6, 21)}
    asked = [
        ask(sato, case=home.case, consent=agreed(sato, home.case), name=name, **told)
        for name in ("隣の家", "向かいの店")
    ]
    end(sato, fact=asked[1], on=Day(date(2026, 6, 10)))
    section, sheet = view(), reverse("plans:sheet", args=[home.family.ref])
    goals = [(a.text_content(), a.get("href")) for a in section.xpath(".//ul/li/a")]
    assert [text for text, _ in goals] == ["月曜は食べる", "水曜は眠る", "みんなで笑う"]
    assert goals[0][1] == f"{sheet}?plan={plan.ref}#goal-{made[0].ref}"
    assert section.xpath(".//a[contains(@href, '#request-')]/text()") == ["隣の家"]
    assert reverse("desk:chain", args=[home.family.ref]) in section.xpath(".//a/@href")
