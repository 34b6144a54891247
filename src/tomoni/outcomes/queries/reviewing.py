"""Reading reviews."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from tomoni.access.choices import Level, Need
from tomoni.access.decide import decide, may_ever
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO
from tomoni.cases.models import Case
from tomoni.monitoring.models import Observation
from tomoni.monitoring.queries import observations
from tomoni.outcomes.models import Attainment, Helped, Reached, Review
from tomoni.people.rules import Thread, Versions, threads
from tomoni.plans.models import Goal

MANY = 30


def reviews(viewer: Viewer, level: Level = Level.READ) -> Any:
    """Reviews that stand, with what each voice said of each goal, the newest first."""
    said = Attainment.objects.all().visible_to(viewer).select_related("goal", "person").order_by("goal", "pk")
    related = (
        "plan__case__family__dossier",
        "plan__case__dossier",
        "plan__case__lead",
        "dossier",
        "author__user",
        "decided_by__user",
    )
    found = Review.objects.all().visible_to(viewer, level).standing().select_related(*related)
    chosen = Reached.objects.all().visible_to(viewer).select_related("levels__goal").order_by("pk")
    named = ("goal", "person", "step", "fit__strength")
    eyes = (
        Helped.objects.all().visible_to(viewer).select_related(*named).order_by("goal", "step", "fit", "pk")
    )
    told = (Prefetch("attainments", said), Prefetch("reached", chosen), Prefetch("helped", eyes))
    return found.prefetch_related(*told).order_by("-at", "-pk")


def taken_back(viewer: Viewer, case: Case) -> list[Review]:
    """Reviews of the case that were a mistake."""
    rows = Review.objects.all().visible_to(viewer).retracted().filter(plan__case=case)
    return list(rows.select_related("plan", "retracted_by__user"))


def seen_since(viewer: Viewer, case: Case) -> dict[int, list[tuple[Goal, list[Observation]]]]:
    """By plan: its goals that go on, each with what was seen for it since somebody last looked back at the plan, the
    newest first.
    """
    last = dict(
        Review.objects.all()
        .visible_to(viewer)
        .standing()
        .filter(plan__case=case)
        .order_by("at", "pk")
        .values_list("plan", "at")
    )
    rows = Goal.objects.all().visible_to(viewer).filter(plan__case=case).order_by("pk")
    goals, seen = Versions(threads(rows)[0]), defaultdict(list)
    for thread in observations(viewer, case)[0]:
        goal = goals.get(thread.fact.goal_id)
        looked = last.get(goal.fact.plan_id) if goal else None
        if goal and (looked is None or _later(thread, looked)):
            seen[goal.fact.pk].append(thread.fact)
    found = defaultdict(list)
    for goal in goals.threads:
        if not goal.fact.valid_until:
            found[goal.fact.plan_id].append((goal.fact, seen[goal.fact.pk]))
    return found


def _later(thread: Thread[Observation], looked: datetime) -> bool:
    """Whether it was seen after they looked, whenever it was typed; on that very day, whether it was typed after."""
    seen, day = thread.fact.told_on, looked.astimezone(TOKYO).date()
    return seen > day or (seen == day and thread.first.recorded_at > looked)


def mistaken(viewer: Viewer, ref: UUID) -> Review | None:
    """The review of that address if it was taken back."""
    rows = Review.objects.all().visible_to(viewer).retracted().filter(ref=ref)
    found: Review | None = rows.select_related("plan__case__family").first()
    return found


def to_decide(viewer: Viewer) -> Any:
    """Reviews of running cases, on which head or coordinator may decide: what is closed is only read."""
    return reviews(viewer).filter(plan__case__closed_on=None)


def to_hear(viewer: Viewer) -> Any:
    """Reviews of running cases, beside which voices may be written."""
    return reviews(viewer, Level.WRITE).filter(plan__case__closed_on=None)


def waiting(viewer: Viewer) -> list[Review]:
    """Reviews that wait for the viewer's decision, the oldest first; none for whoever may not decide."""
    if not may_ever(viewer, Need.DECIDE):
        return []
    rows = Review.objects.all().visible_to(viewer).standing().filter(plan__case__closed_on=None, outcome="")
    found = rows.select_related("plan__case__family", "plan__case__dossier", "dossier", "author__user")
    return [row for row in found.order_by("at", "pk")[:MANY] if decide(viewer, Need.DECIDE, row).allowed]
