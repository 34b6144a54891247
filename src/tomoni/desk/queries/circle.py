"""The circle of a running case as the way through its records: each phase with its page and what is there or open."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tomoni.access.viewer import Viewer
from tomoni.assessment.queries import needs_of, strengths_of
from tomoni.calendar import TOKYO, Day, today
from tomoni.cases.models import Case
from tomoni.closing.queries.sheets import signs_of
from tomoni.families.models import Family
from tomoni.monitoring.queries import last_seen
from tomoni.outcomes.models import Review
from tomoni.outcomes.queries import reviews
from tomoni.plans.models import Goal, Plan
from tomoni.plans.queries import goals_of, plans
from tomoni.practice import load
from tomoni.practice.drawing import Circle, Field, Node, circle
from tomoni.practice.kinds import Phase, Way
from tomoni.support.models import Request
from tomoni.support.queries import running

FIELD = Field(width=660, height=384, box_width=172, box_height=56, reach_x=238, reach_y=150)
AHEAD = "これから"
SHOWN = 3  # goals told on the family page

# The page for each kind of work; which phase is of which kind is said in the pack.
PAGES = {
    "intake": "intake:family",
    "assessment": "assessment:sheet",
    "plan": "plans:sheet",
    "support": "monitoring:sheet",
    "closing": "closing:sheet",
}


@dataclass(frozen=True)
class Stop:
    """A phase: where it stands on the drawing, where it leads, what is there or open, and whether the case is there."""

    node: Node
    url: str
    told: str
    here: bool


@dataclass(frozen=True)
class Around:
    """The circle of a case, the ways that leave the phase it is in, and the plan in one view."""

    drawing: Circle
    stops: list[Stop]
    ways: list[tuple[Way, Stop]]
    plan: Plan | None
    goals: list[Goal]
    asked: list[Request]

    @property
    def more(self) -> int:
        """How many goals of the plan are not told here."""
        return len(self.goals) - SHOWN

    @property
    def first(self) -> list[Goal]:
        """The goals that are told here: small steps before the long ones."""
        return sorted(self.goals, key=lambda goal: goal.horizon == "long")[:SHOWN]


def around(viewer: Viewer, family: Family, case: Case) -> Around:
    """The phases of the model the case is kept under; any can be opened at any time."""
    pack = load(case.pack)
    drawing = circle(pack, FIELD)
    plan = plans(viewer).filter(case=case).first()
    goals = [goal for goal in goals_of(viewer, case) if goal.plan_id == plan.pk] if plan else []
    asked = list(running(viewer, case))
    told = _told(viewer, case, plan, asked)
    stops = [
        Stop(node, leads_to(node.phase, family), told.get(node.phase.id, ""), node.phase.id == case.phase)
        for node in drawing.nodes
    ]
    ends = {stop.node.phase.id: stop for stop in stops}
    return Around(
        drawing, stops, [(way, ends[way.end]) for way in pack.ways_from(case.phase)], plan, goals, asked
    )


def leads_to(phase: Phase, family: Family) -> str:
    """The address of the page on which a phase is worked; none when the pack names no work for it."""
    return reverse(PAGES[phase.work], args=[family.ref]) if phase.work else ""


def _told(viewer: Viewer, case: Case, plan: Plan | None, asked: list[Request]) -> dict[str, str]:
    """One short line for each phase that keeps records of its own."""
    needs, strengths = needs_of(viewer, case).count(), strengths_of(viewer, case).count()
    seen = last_seen(viewer, case)
    signs = signs_of(viewer, case).count()
    return {
        "intake": f"{_day(case.opened_on)}から",
        "assessment": f"ニーズ{needs}・強み{strengths}" if needs or strengths else AHEAD,
        "planning": _of_plan(plan),
        "support": f"依頼{len(asked)}件" if asked else AHEAD,
        "monitoring": f"最後は{seen.valid_from.short()}" if seen and seen.valid_from else AHEAD,
        "evaluation": _of_review(reviews(viewer).filter(plan__case=case).first()),
        "closing": f"再関与のしるし{signs}つ" if signs else AHEAD,
    }


def _of_plan(plan: Plan | None) -> str:
    if plan is None:
        return AHEAD
    if not plan.agreed_on:
        return "一緒に考え中"
    if not plan.review_on:
        return f"{_day(plan.agreed_on)}合意"
    return f"見直し{_day(plan.review_on)}" if plan.review_on >= today() else "見直しの日を過ぎた"


def _of_review(review: Review | None) -> str:
    if review is None:
        return AHEAD
    return (
        f"{Day(review.at.astimezone(TOKYO).date()).short()}に見直し"
        if review.outcome
        else "決定を待っています"
    )


def _day(day: Any) -> str:
    return Day(day).short()
