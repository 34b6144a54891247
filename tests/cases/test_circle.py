"""The circle: every phase one tap away, forward, back and anywhere; where one goes stands in the chronology."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from tests.agreeing import agreed
from tests.assessment.conftest import NOON, Home, _noon, home
from tomoni.access.decide import Denied
from tomoni.access.viewer import Viewer
from tomoni.assessment.actions import add_need, note_strength
from tomoni.calendar import frozen
from tomoni.cases.actions import close_case, enter_phase
from tomoni.cases.models import TimelineEntry
from tomoni.monitoring.actions import observe
from tomoni.outcomes.actions import Attained, look_back
from tomoni.plans.actions import agree, begin, set_goal
from tomoni.practice import current
from tomoni.support.actions import ask

__all__ = ["_noon", "home"]
PACK = current()
Enter = Callable[[Viewer], Client]


def lines() -> list[str]:
    found = TimelineEntry.objects.for_system("test").filter(kind="phase").order_by("pk")
    return [line.title for line in found]


def circle_of(client: Client, home: Home) -> Any:
    shown = html.fromstring(client.get(reverse("desk:family", args=[home.family.ref])).content)
    [nav] = shown.xpath("//nav[@class='around']")
    return nav


def test_the_drawing_leads_to_each_phase_and_says_where_we_are(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    """In the drawing and in the list that stands for it on a narrow screen; never by colour alone."""
    enter_phase(sato, case=home.case, phase="monitoring")
    nav = circle_of(client_for(sato), home)
    works = ("intake", "assessment", "plans", "monitoring", "monitoring", "closing", "closing")
    pages = [f"{work}:{'family' if work == 'intake' else 'sheet'}" for work in works]
    wanted = [reverse(page, args=[home.family.ref]) for page in pages]
    assert nav.xpath("./svg/a/@href") == nav.xpath("./ol/li/a/@href") == wanted
    drawn = [" ".join("".join(stop.itertext()).split()) for stop in nav.xpath("./svg/a")]
    assert [line.split(" ")[1] for line in drawn] == [phase.short for phase in PACK.phases]
    assert [line for line in drawn if "いまここ" in line] == ["5 モニタリング これから いまここ"]
    assert [mark.xpath("string(text[1])") for mark in nav.xpath("./svg/a[@aria-current='step']")] == [
        "5 モニタリング"
    ]
    [here] = nav.xpath("./ol/li[@aria-current='step']")
    assert here.xpath("string(a)") == "プロセスモニタリング"
    assert "いまここ" in here.text_content()


def test_the_ways_back_are_drawn_and_told_with_when_to_take_them(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    enter_phase(sato, case=home.case, phase="monitoring")
    nav = circle_of(client_for(sato), home)
    assert len(nav.xpath("./svg/path[@class='way back']")) == 3
    told = [li.text_content() for li in nav.xpath(".//div[@class='onward']//li")]
    assert [("進む" in line, "戻る" in line) for line in told] == [
        (True, False),
        (False, True),
        (False, True),
    ]
    for way, line in zip(PACK.ways_from("monitoring"), told, strict=True):
        assert way.label in line
        assert not way.when or f"{way.when}とき" in line


def test_each_phase_says_what_is_there_or_open(home: Home, sato: Viewer, client_for: Enter) -> None:
    def told() -> list[str]:
        return [li.xpath("string(span[last()])") for li in circle_of(client_for(sato), home).xpath("./ol/li")]

    assert told() == ["R8.6.10から", *["これから"] * 6]
    need = add_need(sato, case=home.case, kind="body", person=home.haruka, wished="朝から動ける")
    note_strength(sato, case=home.case, kind="family", person=home.daiki, text="朝が早い")
    plan = begin(sato, case=home.case, concern="朝の支度")
    assert told()[1:3] == ["ニーズ1・強み1", "一緒に考え中"]
    goal = set_goal(
        sato, plan=plan, horizon="short", text="月曜は食べる", look_at="何を食べたか", needs=[need]
    )
    agree(sato, plan=plan, agreed_by="母", review_on=date(2026, 9, 10))
    ask(
        sato,
        case=home.case,
        consent=agreed(sato, home.case),
        name="隣の家",
        look_at="朝の明かり",
        call_when="三日つかないとき",
        until=date(2026, 8, 1),
    )
    observe(sato, case=home.case, goal=goal, text="おにぎりを食べた")
    assert told()[2:5] == ["見直しR8.9.10", "依頼1件", "最後はR8.6.10"]
    said = [Attained(goal, "nearer", "", home.haruka)]
    review = look_back(
        sato,
        plan=plan,
        with_whom="母",
        attained=said,
        proposal="continued",
        reason="続ける",
        review_on=date(2026, 9, 9),
    )
    assert told()[5] == "決定を待っています"
    with frozen(NOON + timedelta(days=93)):
        review.refresh_from_db()
        assert told()[2] == "見直しの日を過ぎた"


def test_the_page_costs_the_same_with_one_goal_and_with_ten(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    client, plan = client_for(sato), begin(sato, case=home.case, concern="朝の支度")

    def more(number: int) -> None:
        need = add_need(sato, case=home.case, kind="body", person=home.haruka, wished=f"{number}時に起きる")
        set_goal(
            sato,
            plan=plan,
            horizon="short",
            text=f"{number}時",
            look_at="時計",
            needs=[need],
            person=home.haruka,
        )
        asked = {"look_at": "朝の明かり", "call_when": "三日つかないとき", "until": date(2026, 8, 1)}
        ask(sato, case=home.case, person=home.misaki, **asked)

    more(1)
    circle_of(client, home)
    with CaptureQueriesContext(connection) as one:
        circle_of(client, home)
    for number in range(2, 11):
        more(number)
    with CaptureQueriesContext(connection) as ten:
        circle_of(client, home)
    assert len(one) == len(ten)


def test_the_ways_from_here_stand_first_and_all_others_after(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    enter_phase(sato, case=home.case, phase="monitoring")
    shown = client_for(sato).get(reverse("cases:enter", args=[home.case.ref])).content.decode()
    places = [
        shown.index(f'value="{phase}"')
        for phase in ("evaluation", "assessment", "planning", "intake", "support")
    ]
    assert places[:3] == sorted(places[:3])
    assert max(places[:3]) < min(places[3:])
    assert 'value="monitoring"' not in shown


def test_one_goes_forward_and_back(home: Home, sato: Viewer, client_for: Enter) -> None:
    client, address = client_for(sato), reverse("cases:enter", args=[home.case.ref])
    for phase in ("planning", "monitoring", "assessment"):
        sent = {"submission": str(uuid4()), "phase": phase}
        assert client.post(address, sent).headers["Location"] == reverse(
            "desk:family", args=[home.family.ref]
        )
    plans = reverse("plans:sheet", args=[home.family.ref])
    sent = {"submission": str(uuid4()), "phase": "planning"}
    assert client.post(f"{address}?next={plans}", sent).headers["Location"] == plans
    sent = {"submission": str(uuid4()), "phase": "assessment"}
    assert client.post(f"{address}?next=https://example.com/", sent).headers["Location"] == "/"
    home.case.refresh_from_db()
    assert home.case.phase == "assessment"
    there_and_back = ["フェーズ：プランニング", "フェーズ：アセスメント"]
    assert lines() == [
        "フェーズ：プランニング",
        "フェーズ：プロセスモニタリング",
        "フェーズ：アセスメント",
        *there_and_back,
    ]
    enter_phase(sato, case=home.case, phase="assessment")
    assert len(lines()) == 5


def test_what_a_phase_is_made_of_brings_the_case_there_but_never_back(home: Home, sato: Viewer) -> None:
    plan = begin(sato, case=home.case, concern="朝の支度")
    goal = set_goal(sato, plan=plan, horizon="short", text="月曜は食べる", look_at="何を食べたか")
    observe(sato, case=home.case, goal=goal, text="おにぎりを食べた")
    agree(sato, plan=plan, agreed_by="母", review_on=date(2026, 9, 10))
    begin(sato, case=home.case, concern="夜の居場所")
    home.case.refresh_from_db()
    assert home.case.phase == "monitoring"
    assert lines() == ["フェーズ：プランニング", "フェーズ：プロセスモニタリング"]
    enter_phase(sato, case=home.case, phase="planning")
    observe(sato, case=home.case, text="おばあさんが来ていた")
    home.case.refresh_from_db()
    assert home.case.phase == "planning"


def test_no_phase_outside_the_model_and_none_after_the_end(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    address = reverse("cases:enter", args=[home.case.ref])
    assert client_for(sato).post(address, {"submission": str(uuid4()), "phase": "moon"}).status_code == 422
    close_case(sato, case=home.case)
    with pytest.raises(Denied, match="終結した記録"):
        enter_phase(sato, case=home.case, phase="planning")
