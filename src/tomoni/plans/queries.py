"""Reading plans: one plan whole, as it stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tomoni.access.choices import Level
from tomoni.access.viewer import Viewer
from tomoni.assessment.models import Need
from tomoni.cases.models import Case
from tomoni.cases.queries import asked_again_on
from tomoni.families.models import Family
from tomoni.people.rules import Thread, Versions, threads
from tomoni.plans.models import Aim, Given, Goal, Levels, Plan, PlanStatus, Step, Voice
from tomoni.plans.rules import by_day, latest
from tomoni.sharing.queries import Answer, answer, consents


@dataclass(frozen=True)
class GoalRow:
    """A goal with the needs it answers and the steps towards it."""

    thread: Thread[Goal]
    needs: list[Need]
    steps: list[Thread[Step]]
    levels: list[Thread[Levels]]

    @property
    def goal(self) -> Goal:
        """As it stands."""
        return self.thread.fact


@dataclass(frozen=True)
class Handed:
    """Into whose hands the plan went, and how their answer on sharing it stands today, where they were asked."""

    given: Given
    shared: Answer | None


@dataclass(frozen=True)
class Sheet:
    """A plan with everything in it."""

    plan: Plan
    statuses: list[Thread[PlanStatus]]
    voices: list[Thread[Voice]]
    long: list[GoalRow]
    short: list[GoalRow]
    given: list[Handed]
    taken_back: list[Given]
    next_contact: date | None
    withdrawn: list[Any]

    @property
    def status(self) -> PlanStatus | None:
        """How far it has come."""
        return latest(self.statuses)


def plans(viewer: Viewer, level: Level = Level.READ) -> Any:
    """Plans the viewer can read (or write), the newest first."""
    related = (
        "case__family__dossier__team_to_ask",
        "case__dossier",
        "case__lead__user",
        "dossier",
        "author__user",
    )
    return Plan.objects.all().visible_to(viewer, level).select_related(*related).order_by("-pk")


def ended(viewer: Viewer, case: Case) -> set[int]:
    """Keys of the case's plans that have ended."""
    states: dict[int, list[Thread[PlanStatus]]] = {}
    for thread in threads(PlanStatus.objects.all().visible_to(viewer).filter(plan__case=case).order_by("pk"))[
        0
    ]:
        states.setdefault(thread.fact.plan_id, []).append(thread)
    now = {plan: latest(found) for plan, found in states.items()}
    return {plan for plan, state in now.items() if state and state.kind == "ended"}


def plan_of(
    viewer: Viewer, family: Family, case: Case | None, ref: str = ""
) -> tuple[Plan | None, list[Plan], list[Plan]]:
    """The family's plan asked for by its ref, else the newest of the case; all plans of that case; those of other cases."""
    found = list(plans(viewer).filter(case__family=family))
    chosen = next((plan for plan in found if str(plan.ref) == ref), None)
    here = chosen.case if chosen else case
    rows, others = ([plan for plan in found if (plan.case == here) is ours] for ours in (True, False))
    return chosen or next(iter(rows), None), rows, others


def sheet(viewer: Viewer, plan: Plan) -> Sheet:
    """Everything that stands in the plan."""
    found, withdrawn = _stated(viewer, plan)
    goals = Versions(found["goal"])
    steps: dict[int, list[Thread[Step]]] = {}
    needs: dict[int, list[Need]] = {}
    levels: dict[int, list[Thread[Levels]]] = {}
    for name, hanging in (("step", steps), ("levels", levels)):
        for thread in found[name]:
            if goal := goals.get(thread.fact.goal_id):
                hanging.setdefault(goal.fact.pk, []).append(thread)
    current = _needs(viewer, plan.case)
    for thread in found["aim"]:
        goal, need = goals.get(thread.fact.goal_id), current.get(thread.fact.need_id)
        if goal and need:
            needs.setdefault(goal.fact.pk, []).append(need.fact)
    rows = [
        GoalRow(t, needs.get(t.fact.pk, []), steps.get(t.fact.pk, []), levels.get(t.fact.pk, []))
        for t in goals.threads
    ]
    long, short = ([row for row in rows if row.goal.horizon == horizon] for horizon in ("long", "short"))
    handed = list(given(viewer).filter(plan=plan).order_by("at", "pk"))
    taken_back, again = [row for row in handed if row.retracted_at], asked_again_on(viewer, plan.case)
    shown = _answered(viewer, [row for row in handed if row.retracted_at is None])
    statuses = sorted(found["status"], key=by_day)
    return Sheet(plan, statuses, found["voice"], long, short, shown, taken_back, again, withdrawn)


def given(viewer: Viewer, level: Level = Level.READ) -> Any:
    """Into whose hands plans went, what was taken back too."""
    around = (
        "plan__case__family__dossier",
        "plan__case__dossier",
        "plan__case__lead",
        "dossier",
        "consent__dossier",
    )
    rows = Given.objects.all().visible_to(viewer, level)
    return rows.select_related("person", "author__user", "retracted_by__user", *around)


def goals_of(viewer: Viewer, case: Case) -> Any:
    """Goals of the case's plans that stand today."""
    rows = Goal.objects.all().visible_to(viewer).standing().filter(plan__case=case, valid_until=None)
    return rows.select_related("plan", "person").order_by("plan", "pk")


def levels_of(viewer: Viewer, plan: Plan) -> dict[int, Levels]:
    """The agreed levels of the plan's goals that go on, by the goal as it stands."""
    goals = Versions(threads(Goal.objects.all().visible_to(viewer).filter(plan=plan).order_by("pk"))[0])
    told = threads(Levels.objects.all().visible_to(viewer).filter(goal__plan=plan).order_by("pk"))[0]
    going = (thread.fact for thread in told if not thread.fact.valid_until)
    return {goal.fact.pk: row for row in going if (goal := goals.get(row.goal_id))}


def aims_of(viewer: Viewer, goal: Goal) -> list[tuple[Aim, Need]]:
    """What ties a goal to the needs it answers, with each need as it stands, ended or not."""
    found, _ = _stated(viewer, goal.plan)
    goals, needs = Versions[Goal](found["goal"]), _needs(viewer, goal.plan.case)
    mine, tied = goals.get(goal.pk), []
    for aim in (thread.fact for thread in found["aim"]):
        if (need := needs.get(aim.need_id)) and mine and goals.get(aim.goal_id) is mine:
            tied.append((aim, need.fact))
    return tied


def _stated(viewer: Viewer, plan: Plan) -> tuple[dict[str, list[Any]], list[Any]]:
    kinds: dict[str, tuple[Any, str, tuple[str, ...]]] = {
        "status": (PlanStatus, "plan", ()),
        "voice": (Voice, "plan", ("person",)),
        "goal": (Goal, "plan", ("person",)),
        "aim": (Aim, "goal__plan", ("goal", "need")),
        "levels": (Levels, "goal__plan", ()),
        "step": (Step, "goal__plan", ("person", "organisation", "fit__strength")),
    }
    found, withdrawn = {}, []
    for name, (model, where, names) in kinds.items():
        rows = model.objects.all().visible_to(viewer).filter(**{where: plan})
        found[name], back = threads(rows.select_related(*names, "recorded_by__user").order_by("pk"))
        withdrawn += back
    return found, withdrawn


def _needs(viewer: Viewer, case: Case) -> Versions[Need]:
    rows = Need.objects.all().visible_to(viewer).filter(case=case).select_related("person", "case")
    return Versions(threads(rows.order_by("pk"))[0])


def _answered(viewer: Viewer, rows: list[Given]) -> list[Handed]:
    asked = {row.consent_id for row in rows if row.consent_id}
    said = {row.pk: answer(row) for row in consents(viewer).filter(pk__in=asked)} if asked else {}
    return [Handed(row, said.get(row.consent_id)) for row in rows]
