"""The sheets that every statement about a case is written on."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.agreeing import agreed
from tests.assessment.conftest import NOON, Home, _noon, home
from tests.sheets import sent_back
from tomoni.access.viewer import Viewer
from tomoni.assessment import actions as assessment
from tomoni.calendar import Day, frozen
from tomoni.cases.drawing.course import LEFT
from tomoni.cases.models import Involvement, Margin
from tomoni.cases.queries import newest
from tomoni.closing.actions import agree_sign, leave
from tomoni.people.actions import end
from tomoni.plans import actions as plans
from tomoni.plans.actions import begin
from tomoni.plans.models import PlanStatus
from tomoni.support.actions import ask

__all__ = ["_noon", "home"]
Enter = Callable[[Viewer], Client]
PASTED, KEPT = "夜を\x0bひとりで\r\n過ごす", "夜を\nひとりで\n過ごす"


@pytest.mark.parametrize(
    ("door", "model", "sent"),
    [
        ("cases:add/involvement", Involvement, {"level": "thick"}),
        ("cases:add/margin", Margin, {"level": "little"}),
        ("plans:add/planstatus", PlanStatus, {"kind": "on_hold"}),
    ],
)
def test_a_long_reason_is_kept_whole_as_it_was_pasted(
    door: str, model: Any, sent: dict[str, str], home: Home, sato: Viewer, client_for: Enter
) -> None:
    name, _, kind = door.partition("/")
    about = home.case if name == "cases:add" else begin(sato, case=home.case)
    address, long = reverse(name, args=[about.ref, kind]), "あ" * 301
    client = client_for(sato)
    told = {**sent, "submission": str(uuid4()), "reason": f"{PASTED}{long}"}
    assert client.post(address, {**told, "reason": f"\0{PASTED}"}).status_code == 422
    assert client.post(address, told).status_code == 302
    assert model.objects.for_system("test").latest("pk").reason == f"{KEPT}{long}"


DAY = Day(date(2026, 6, 10))


def stated(home: Home, sato: Viewer) -> dict[str, Any]:
    """One statement of each kind that can be dated, by its address."""
    case, plan = home.case, begin(sato, case=home.case)
    need = assessment.add_need(sato, case=case, kind="housing", wished="雨の日も眠れる")
    strength = assessment.note_strength(sato, case=case, kind="family", text="父は早起き")
    goal = plans.set_goal(sato, plan=plan, horizon="long", text="笑って出かける")
    asked = {
        "look_at": "給食をおかわりするか",
        "call_when": "二日続けて休んだとき",
        "until": date(2026, 7, 17),
    }
    return {
        "assessment:wish": assessment.wish(sato, case=case, text="起こしてほしい"),
        "assessment:need": need,
        "assessment:view": assessment.give_view(sato, need=need, text="まだ寒い", scale=3),
        "assessment:strength": strength,
        "assessment:fit": assessment.fit(sato, need=need, strength=strength, adjustment="strengthen", text="窓をふさぐ"),
        "assessment:supporter": assessment.name_supporter(sato, case=case, kind="helps", name="向かいの佐々木さん"),
        "plans:voice": plans.speak(sato, plan=plan, kind="hope", text="ママと食べたい"),
        "plans:goal": goal,
        "plans:step": plans.take_step(sato, goal=goal, by="centre", text="電話する"),
        "support:request": ask(sato, case=case, consent=agreed(sato, case), name="祖母", **asked),
        "closing:returnsign": agree_sign(sato, case=case, text="三日続けて休んだら", watcher="family"),
        "closing:remaining": leave(sato, case=case, text="夜の居場所", name="祖母"),
    }  # fmt: skip


def test_every_statement_can_be_dated_to_its_day_and_keeps_it_through_a_correction(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    for door, row in stated(home, sato).items():
        folder, _, kind = door.partition(":")
        assert row.valid_from == DAY, door
        with frozen(NOON + timedelta(days=2)):
            later = client_for(sato)
            correct = reverse(f"{folder}:correct", args=[kind, row.ref])
            assert sent_back(later, correct).status_code == 302, door
            now = newest(sato, row)
            assert now.valid_from == DAY, door
            correct = reverse(f"{folder}:correct", args=[kind, now.ref])
            refused = sent_back(later, correct, since="R8.6.20")
            assert (refused.status_code, "まだ来ていない日付です" in refused.content.decode()) == (
                422,
                True,
            ), door
            assert sent_back(later, correct, since="R8.6.11").status_code == 302, door
            assert newest(sato, row).valid_from == Day(date(2026, 6, 11)), door
    assert client.get(reverse("assessment:sheet", args=[home.family.ref])).status_code == 200


@pytest.mark.parametrize(
    ("door", "sent", "since", "told"),
    [
        ("assessment:add/wish", {"text": "起こしてほしい"}, "2016年", "生まれるよりずっと前の日です"),
        ("support:ask", {"name": "祖母", "look_at": "食べるか", "call_when": "休んだとき", "until": "R8.7.1"}, "R8.6.9",
         "ケースの始まり（令和8年6月10日）より前の日です"),
    ],
)  # fmt: skip
def test_a_day_on_which_it_cannot_have_been_so_is_asked_again(
    door: str, sent: dict[str, str], since: str, told: str, home: Home, sato: Viewer, client_for: Enter
) -> None:
    name, _, kind = door.partition("/")
    address = reverse(name, args=[home.case.ref, kind] if kind else [home.case.ref])
    who = {"person": str(home.haruka.ref)} if kind else {}
    answer = sent_back(client_for(sato), address, since=since, **who, **sent)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)


def test_what_was_there_for_years_begins_then(home: Home, sato: Viewer, client_for: Enter) -> None:
    client, address = client_for(sato), reverse("assessment:add", args=[home.case.ref, "supporter"])
    sent = {
        "submission": str(uuid4()),
        "kind": "helps",
        "name": "向かいの佐々木さん",
        "since": "2019年4月",
    }
    assert client.post(address, sent).status_code == 302
    shown = client.get(reverse("desk:course", args=[home.family.ref])).context["shown"]
    assert [row.since for row in shown.others] == [date(2019, 4, 1)]
    assert shown.drawing.bars[0].x == LEFT
    assessment.name_supporter(
        sato, case=home.case, kind="helps", name="祖母", since=Day.parse("不明", DAY.earliest)
    )
    shown = client.get(reverse("desk:course", args=[home.family.ref])).context["shown"]
    assert [row.since for row in shown.others] == [date(2019, 4, 1), date(2026, 6, 10)]
    assert (
        "H31.4</time>から" in client.get(reverse("assessment:sheet", args=[home.family.ref])).content.decode()
    )


def test_what_has_ended_says_until_when_and_lies_folded_below(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    client, rows = client_for(sato), stated(home, sato)
    pages = {"assessment": "assessment:sheet", "plans": "plans:sheet", "support": "monitoring:sheet", "closing": "closing:sheet"}  # fmt: skip

    def shown(folder: str) -> str:
        return client.get(reverse(pages[folder], args=[home.family.ref])).content.decode()

    for door, row in reversed(rows.items()):
        folder = door.partition(":")[0]
        marks = shown(folder).count("</time>まで</span>")
        end(sato, fact=newest(sato, row), on=DAY)
        page = shown(folder)
        assert page.count("</time>まで</span>") == marks + 1, door
        if door != "assessment:view":
            assert f"{row}" in page[page.index('<details class="more">') :], door


def test_where_all_has_ended_nobody_is_told_that_nothing_was_written(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    client, over = client_for(sato), "いま続いているものはありません。終わったものは、下にたたんであります。"
    asked = [
        ("assessment:sheet", "wishes", "まだ聞けていません。"),
        ("assessment:sheet", "household", "まだ書かれていません。"),
        ("assessment:sheet", "strengths", "まだ書かれていません。"),
        ("plans:sheet", "voices", "まだ書かれていません。"),
        ("plans:sheet", "goals", "まだ書かれていません。"),
        ("monitoring:sheet", "asked", "まだありません。"),
        ("closing:sheet", "signs", "まだ決まっていません。"),
        ("closing:sheet", "remaining", "書かれていません。"),
    ]

    def said(words: str) -> list[bool]:
        found = []
        for door, section, begins in asked:
            page = html.fromstring(client.get(reverse(door, args=[home.family.ref])).content)
            [part] = page.xpath(f"//section[@aria-labelledby='{section}']")
            told = [p.text or "" for p in part.xpath("./p[@class='soft']")]
            found.append(any(text.startswith(words or begins) for text in told))
        return found

    begin(sato, case=home.case)
    assert (said(""), said(over)) == ([True] * 8, [False] * 8)
    rows = stated(home, sato)
    assert (said(""), said(over)) == ([False] * 8, [False] * 8)
    for row in reversed(rows.values()):
        end(sato, fact=newest(sato, row), on=DAY)
    assert (said(""), said(over)) == ([False] * 8, [True] * 8)
