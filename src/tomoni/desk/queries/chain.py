"""つながり: from each need over what helps, goals and steps to what was seen and how it changed, and back."""

from collections.abc import Iterable
from dataclasses import dataclass

from tomoni.access.viewer import Viewer
from tomoni.assessment import queries as assessment
from tomoni.assessment.queries import NeedRow
from tomoni.cases.models import Case
from tomoni.monitoring import queries as monitoring
from tomoni.monitoring.models import Observation
from tomoni.outcomes.models import Attainment
from tomoni.outcomes.queries import reviews
from tomoni.people.rules import Thread, Versions
from tomoni.plans import queries as plans
from tomoni.plans.models import Goal, Plan
from tomoni.plans.queries import GoalRow


@dataclass(frozen=True)
class Way:
    """A goal with its plan and steps, what was seen on the way to it, and what each voice said of it last."""

    plan: Plan
    row: GoalRow
    seen: list[Thread[Observation]]
    said: list[Attainment]


@dataclass(frozen=True)
class Chain:
    """A need and all that hangs on it."""

    row: NeedRow
    ways: list[Way]

    @property
    def gap(self) -> str:
        """The first thing on the way that is still missing, by the name of its link; empty when it is whole."""
        links = {
            "strength": self.row.fits,
            "goal": self.ways,
            "step": [step for way in self.ways for step in way.row.steps],
            "observation": [thread for way in self.ways for thread in way.seen],
            "change": [said for way in self.ways for said in way.said],
        }
        return next((name for name, found in links.items() if not found), "")


@dataclass(frozen=True)
class Chains:
    """All needs of a case, and goals that answer none."""

    of_needs: list[Chain]
    loose: list[Way]


def of(viewer: Viewer, case: Case) -> Chains:
    """Everything that hangs together in the case, as it stands."""
    ways = _ways(viewer, case)
    needs = assessment.sheet(viewer, case).needs
    chains = [
        Chain(row, [way for way in ways if any(need.pk == row.need.pk for need in way.row.needs)])
        for row in needs
    ]
    return Chains(chains, [way for way in ways if not way.row.needs])


def _ways(viewer: Viewer, case: Case) -> list[Way]:
    found = []
    for plan in plans.plans(viewer).filter(case=case).order_by("number"):
        sheet = plans.sheet(viewer, plan)
        found += [(plan, row) for row in (*sheet.long, *sheet.short)]
    seen = {each.goal.pk: each.seen for each in monitoring.sheet(viewer, case).watched if each.goal}
    said = _said(viewer, case, (row.thread for _, row in found))
    return [Way(plan, row, seen.get(row.goal.pk, []), said.get(row.goal.pk, [])) for plan, row in found]


def _said(viewer: Viewer, case: Case, goals: Iterable[Thread[Goal]]) -> dict[int, list[Attainment]]:
    """What the last review that spoke of a goal says of it."""
    known, told = Versions(goals), dict[int, list[Attainment]]()
    for review in reviews(viewer).filter(plan__case=case):
        now: dict[int, list[Attainment]] = {}
        for said in review.attainments.all():
            if thread := known.get(said.goal_id):
                now.setdefault(thread.fact.pk, []).append(said)
        told = now | told
    return told
