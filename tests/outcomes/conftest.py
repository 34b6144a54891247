"""A plan of 水沢さんの家庭 that was looked back at."""

import pytest

from tests.assessment.conftest import Home, _noon, home
from tomoni.access.viewer import Viewer
from tomoni.calendar import today
from tomoni.cases.rules import next_on
from tomoni.outcomes.actions import Attained, look_back
from tomoni.outcomes.models import Review
from tomoni.plans.actions import agree, begin, set_goal
from tomoni.plans.models import Goal, Plan

__all__ = ["_noon", "home"]


@pytest.fixture
def plan(home: Home, sato: Viewer) -> Plan:
    row = begin(sato, case=home.case, concern="朝の支度")
    return agree(sato, plan=row, agreed_by="母と陽花さん", review_on=next_on(today(), "3 months"))


@pytest.fixture
def goal(plan: Plan, sato: Viewer) -> Goal:
    return set_goal(sato, plan=plan, horizon="short", text="月曜は食べる", look_at="月曜に何を食べたか")


@pytest.fixture
def review(plan: Plan, goal: Goal, sato: Viewer) -> Review:
    said = [Attained(goal, "nearer", "パンがある")]
    told = {"with_whom": "母と陽花さん", "proposal": "continued", "reason": "もう少し"}
    return look_back(sato, plan=plan, attained=said, **told)
