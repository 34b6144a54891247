"""Reading meetings: their agenda as far as the viewer may read it, and the local casebook."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, Q

from tomoni.access.choices import Level, Need
from tomoni.access.decide import may_ever
from tomoni.access.reach import unsealed
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import STAFF, Role
from tomoni.accounts.models import Post
from tomoni.calendar import TOKYO, Day, now, today
from tomoni.cases.models import Case, Involvement
from tomoni.cases.queries import usual, usual_now
from tomoni.cases.rules import next_on, span_of
from tomoni.families.models import Family
from tomoni.meetings.models import AgendaItem, Attendance, Decision, Meeting
from tomoni.meetings.rules import book_group, near
from tomoni.practice import codes
from tomoni.practice.kinds import Code, Span

ATTENDING = sorted(STAFF | {Role.ADVISER})


def meetings(viewer: Viewer) -> Any:
    """Meetings of the centre with how many matters they have; what these are about hangs on each item. Whom a seal shuts
    out is not even told that there is one more.
    """
    found = Meeting.objects.all().visible_to(viewer).select_related("convened_by__user")
    known = unsealed(viewer, "items__dossier__")
    return found.annotate(
        matters=Count("items", filter=known), decided=Count("items__decision", filter=known)
    )


def coming(viewer: Viewer, since: datetime, kinds: Iterable[str] = ()) -> Any:
    """Meetings from that moment on, the next one first; of some kinds only, if given."""
    found = meetings(viewer).filter(at__gte=since).order_by("at", "pk")
    return found.filter(kind__in=list(kinds)) if kinds else found


def past(viewer: Viewer, until: datetime) -> Any:
    """Meetings before that moment, the newest first."""
    return meetings(viewer).filter(at__lt=until).order_by("-at", "-pk")


@dataclass(frozen=True)
class Again:
    """A meeting that is held again and again: how often, when it was ``last``, the next one that is ``called``, or ``by`` when
    it is time for it (``near``: late, soon, or not yet). One that was never held has no day.
    """

    kind: Code
    every: Span
    last: datetime | None = None
    called: datetime | None = None
    by: date | None = None
    near: str = ""


def held_again(viewer: Viewer) -> list[Again]:
    """Meetings with a usual rhythm (K6), in the order of the list of kinds."""
    kinds, moment, own = [code for code in codes("meeting_kinds") if code.rhythm], now(), usual_now()
    rows = Meeting.objects.all().visible_to(viewer).filter(kind__in=[code.id for code in kinds]).order_by()
    times = rows.values("kind").annotate(
        last=Max("at", filter=Q(at__lt=moment)), called=Min("at", filter=Q(at__gte=moment))
    )
    found = {row["kind"]: (row["last"], row["called"]) for row in times}
    return [_again(code, usual(code.rhythm, own), *found.get(code.id, (None, None))) for code in kinds]


def _again(kind: Code, every: str, last: datetime | None, called: datetime | None) -> Again:
    by = next_on(last.astimezone(TOKYO).date(), every) if last and not called else None
    return Again(kind, span_of(every), last, called, by, near(by, today()))


def to_call(viewer: Viewer) -> list[Again]:
    """Meetings for which it is time, before whoever coordinates: reads all and calls them."""
    coordinates = may_ever(viewer, Need.DECIDE) and may_ever(viewer, Need.WRITE)
    return [each for each in held_again(viewer) if each.near] if coordinates else []


def items(viewer: Viewer, level: Level = Level.READ) -> Any:
    """Agenda items open to the viewer, with meeting, family, case and decision."""
    found = AgendaItem.objects.all().visible_to(viewer, level).order_by("order", "pk")
    return found.select_related("meeting", "family", "case", "dossier", "decision__decided_by__user")


def decidable(viewer: Viewer) -> Any:
    """Agenda items on which the viewer, whose post decides, may decide: what is closed is only read."""
    return items(viewer).filter(dossier__closed_at=None)


def of_family(viewer: Viewer, family: Family) -> Any:
    """The family's matters, the newest meeting first."""
    return items(viewer).filter(family=family).order_by("-meeting__at", "-pk")


@dataclass(frozen=True)
class Agenda:
    """What a viewer sees of a meeting: who takes part, the matters that are open, how many are not. A sealed one is not counted."""

    meeting: Meeting
    attendees: list[Post]
    items: list[AgendaItem]
    hidden: int


def agenda(viewer: Viewer, meeting: Meeting) -> Agenda:
    """The meeting's agenda in order."""
    shown = list(items(viewer).filter(meeting=meeting))
    there = Attendance.objects.for_system("meetings are known to all staff").filter(meeting=meeting)
    attendees = [row.post for row in there.select_related("post__user").order_by("pk")]
    known = AgendaItem.objects.for_system("only how many").filter(unsealed(viewer, "dossier__"))
    return Agenda(meeting, attendees, shown, known.filter(meeting=meeting).count() - len(shown))


def staff(viewer: Viewer) -> Any:
    """Posts of the centre that can take part."""
    held = Post.objects.on(today()).filter(municipality=viewer.tenant, role__in=ATTENDING)
    return held.select_related("user", "team").order_by("team", "user", "pk")


def open_cases(viewer: Viewer) -> Any:
    """Open cases that the viewer may put on an agenda, by family."""
    found = Case.objects.all().visible_to(viewer, Level.WRITE).filter(closed_on=None)
    return found.select_related("family").order_by("family__number", "pk")


@dataclass(frozen=True)
class Precedent:
    """A borderline decision with the involvement on that day."""

    decision: Decision
    level: str
    group: str


def casebook(viewer: Viewer, group: str = "") -> list[Precedent]:
    """Borderline decisions that the viewer may read, the newest first; one group only, if asked."""
    found = Decision.objects.all().visible_to(viewer).filter(borderline=True).order_by("-decided_at", "-pk")
    decisions = list(found.select_related("item__meeting", "item__family", "item__case", "decided_by__user"))
    levels = _levels(viewer, decisions)
    precedents = [
        Precedent(each, levels.get(each.pk, ""), book_group(each.outcome, levels.get(each.pk, "")))
        for each in decisions
    ]
    return [each for each in precedents if not group or each.group == group]


def _levels(viewer: Viewer, decisions: list[Decision]) -> dict[int, str]:
    """The involvement that held on the day of each decision."""
    of_case: dict[int, list[Involvement]] = {}
    cases = [each.item.case_id for each in decisions if each.item.case_id]
    facts = Involvement.objects.all().visible_to(viewer).standing().filter(case__in=cases)
    for fact in facts.order_by("valid_from", "pk"):
        of_case.setdefault(fact.case_id, []).append(fact)
    levels: dict[int, str] = {}
    for each in decisions:
        day = Day(each.decided_at.astimezone().date())
        for fact in of_case.get(each.item.case_id or 0, []):
            if fact.true_on(day):
                levels[each.pk] = fact.level
    return levels
