"""Reading cases, duties and the chronology."""

from typing import Any

from tomoni.access.choices import Level
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.cases.models import Case, Duty, Involvement, Margin, Status, TimelineEntry
from tomoni.families.models import Family


def cases(viewer: Viewer, level: Level = Level.READ) -> Any:
    """Cases open to the viewer at this level, newest first."""
    return Case.objects.all().visible_to(viewer, level).order_by("-opened_on", "-pk")


def of_family(viewer: Viewer, family: Family) -> Any:
    """The family's engagements, newest first."""
    return cases(viewer).filter(family=family).select_related("lead__user", "lead__team")


def duties(viewer: Viewer) -> Any:
    """Open duties the viewer can read, the nearest first."""
    return Duty.objects.all().visible_to(viewer).open().order_by("due_at", "pk")


def my_duties(viewer: Viewer) -> Any:
    """Open duties the viewer holds."""
    return duties(viewer).filter(holder=viewer.post).select_related("family", "child", "case")


def timeline(viewer: Viewer, family: Family) -> Any:
    """The family's chronology, newest first."""
    entries = TimelineEntry.objects.all().visible_to(viewer).filter(family=family)
    return entries.select_related("organisation").order_by("-at", "-pk")


def statuses_on(viewer: Viewer, case: Case, day: Day) -> list[Status]:
    """Legal statuses in force on that day."""
    rows = Status.objects.all().visible_to(viewer).standing().filter(case=case).select_related("person")
    return [row for row in rows.order_by("valid_from", "pk") if row.true_on(day)]


def levels(viewer: Viewer, case: Case) -> tuple[list[Involvement], list[Margin]]:
    """Involvement and margin over the life of the case, oldest first."""
    involvement = (
        Involvement.objects.all().visible_to(viewer).standing().filter(case=case).order_by("valid_from", "pk")
    )
    margin = Margin.objects.all().visible_to(viewer).standing().filter(case=case).order_by("valid_from", "pk")
    return list(involvement), list(margin)
