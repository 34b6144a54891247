"""つながり: from a need to the change and back, on one page, through every correction."""

import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.assessment.conftest import Home, home
from tests.plans.conftest import Ground, _noon, ground
from tomoni.access.viewer import Viewer
from tomoni.assessment.actions import add_need
from tomoni.cases.actions import restate
from tomoni.desk.queries.chain import of
from tomoni.monitoring.actions import observe
from tomoni.outcomes.actions import Attained, look_back
from tomoni.people.actions import retract
from tomoni.plans.actions import agree, begin, set_goal, take_step
from tomoni.plans.models import Goal, Plan

__all__ = ["_noon", "ground", "home"]
Enter = Callable[[Viewer], Client]


@pytest.fixture
def plan(home: Home, sato: Viewer) -> Plan:
    row = begin(sato, case=home.case, concern="朝の支度")
    return agree(sato, plan=row, agreed_by="母と陽花さん", review_on=date(2026, 9, 10))


@pytest.fixture
def goal(plan: Plan, ground: Ground, sato: Viewer) -> Goal:
    return set_goal(
        sato, plan=plan, horizon="short", text="月曜は食べる", look_at="何を食べたか", needs=[ground.need]
    )


class Anchors(HTMLParser):
    """Where a page leads, and what can be led to on it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.links |= {told["href"] or ""} if tag == "a" and "href" in told else set()
        self.ids |= {told["id"] or ""} if "id" in told else set()


def opened(client: Client, address: str) -> Anchors:
    answer = client.get(address.partition("#")[0])
    assert answer.status_code == 200
    return Anchors(answer.content.decode())


def test_each_link_of_the_chain_is_said_to_be_missing_until_it_is_there(
    home: Home, ground: Ground, plan: Plan, sato: Viewer
) -> None:
    bare = add_need(sato, case=home.case, kind="body", person=home.haruka, wished="よく眠れる")

    def gaps() -> list[str]:
        return [chain.gap for chain in of(sato, home.case).of_needs]

    assert gaps() == ["goal", "strength"]
    goal = set_goal(
        sato, plan=plan, horizon="short", text="食べる", look_at="何を", needs=[ground.need, bare]
    )
    assert gaps() == ["step", "strength"]
    take_step(sato, goal=goal, by="family", person=home.daiki, text="おにぎりを作る", fit=ground.fit)
    assert gaps() == ["observation", "strength"]
    observe(sato, case=home.case, goal=goal, text="おにぎりを二つ食べた")
    assert gaps() == ["change", "strength"]
    said = [Attained(goal, "nearer", "パンがある", home.haruka)]
    look_back(sato, plan=plan, with_whom="母と陽花さん", attained=said, proposal="continued", reason="続ける")
    assert gaps() == ["", "strength"]


def test_corrections_leave_the_chain_whole_and_what_was_taken_back_leaves_a_gap(
    home: Home, ground: Ground, plan: Plan, goal: Goal, sato: Viewer
) -> None:
    take_step(sato, goal=goal, by="family", person=home.daiki, text="おにぎりを作る")
    seen = observe(sato, case=home.case, goal=goal, text="食べた")
    for way, text in (("same", "まだ"), ("nearer", "パンがある")):
        said = [Attained(goal, way, text, home.haruka)]
        look_back(sato, plan=plan, with_whom="陽花さん", attained=said, proposal="continued", reason="続ける")
    restate(sato, fact=ground.need, wished="毎朝食べる")
    restate(sato, fact=goal, text="月曜と火曜は食べる")
    [chain] = of(sato, home.case).of_needs
    [way] = chain.ways
    assert (chain.row.need.wished, way.row.goal.text, chain.gap) == ("毎朝食べる", "月曜と火曜は食べる", "")
    assert [(said.way, said.text) for said in way.said] == [("nearer", "パンがある")]
    retract(sato, fact=seen)
    assert of(sato, home.case).of_needs[0].gap == "observation"


def test_a_goal_that_answers_no_need_stands_apart(home: Home, plan: Plan, sato: Viewer) -> None:
    set_goal(sato, plan=plan, horizon="long", text="みんなで笑って出かける")
    found = of(sato, home.case)
    assert (found.of_needs, [way.row.goal.text for way in found.loose]) == ([], ["みんなで笑って出かける"])


def test_from_every_sheet_to_every_link_and_back_in_two_clicks(
    home: Home, ground: Ground, plan: Plan, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    take_step(sato, goal=goal, by="family", person=home.daiki, text="おにぎりを作る", fit=ground.fit)
    seen = observe(sato, case=home.case, goal=goal, text="食べた")
    look_back(
        sato, plan=plan, with_whom="母", attained=[Attained(goal, "nearer", "パンがある")], proposal="continued",
        reason="続ける",
    )  # fmt: skip
    client, ref = client_for(sato), home.family.ref
    chain = opened(client, reverse("desk:chain", args=[ref]))
    assert f"need-{ground.need.ref}" in chain.ids
    ends = [("need", ground.need.ref), ("strength", ground.fit.strength.ref), ("goal", goal.ref), ("seen", seen.ref)]  # fmt: skip
    for name, end in ends:
        [there] = {link for link in chain.links if link.endswith(f"#{name}-{end}")}
        sheet = opened(client, there)
        assert f"{name}-{end}" in sheet.ids
        assert any(re.match(rf"/families/{ref}/chain\?", link) for link in sheet.links), name
    closing = opened(client, reverse("closing:sheet", args=[ref]))
    assert any(link.startswith(f"/families/{ref}/chain?") for link in closing.links)


def test_a_colleague_sees_the_chain_without_doors_to_write_and_others_see_nothing(
    home: Home, ground: Ground, sato: Viewer, suzuki: Viewer, ito: Viewer, stranger: Viewer, client_for: Enter
) -> None:
    address = reverse("desk:chain", args=[home.family.ref])
    mine = client_for(sato).get(address).content.decode()
    theirs = client_for(suzuki).get(address).content.decode()
    assert ("プランで一緒に考える" in mine, "プランで一緒に考える" in theirs) == (True, False)
    assert [client_for(viewer).get(address).status_code for viewer in (ito, stranger)] == [404, 404]


def test_the_chain_costs_the_same_with_one_goal_and_with_twenty(
    home: Home, ground: Ground, plan: Plan, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    client, address = client_for(sato), reverse("desk:chain", args=[home.family.ref])
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(20):
        more = set_goal(sato, plan=plan, horizon="long", text=f"{number}ばんめ", needs=[ground.need])
        take_step(sato, goal=more, by="family", person=home.daiki, text="いっしょに")
        observe(sato, case=home.case, goal=more, text="笑った")
    with CaptureQueriesContext(connection) as twenty:
        client.get(address)
    assert len(one) == len(twenty)
