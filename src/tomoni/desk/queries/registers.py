"""こども台帳 and 妊婦台帳 (K2): live views of the records, nothing typed twice."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import QueryDict

from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, Precision, add_months, today
from tomoni.cases.models import Case, CaseChild, Duty
from tomoni.cases.rules import EXPECTANT, LONGEST, OF_CHILDREN
from tomoni.desk.queries.expecting import expecting, standing_today
from tomoni.desk.queries.met import last_met
from tomoni.people.models import Enrolment, Person
from tomoni.practice import codes

PER_PAGE = 50
ADULT = 18


@dataclass
class Entry:
    """One child or woman in the register; ``expected_on`` is told of women."""

    person: Person
    case: Case
    age: str
    grade: str
    expected_on: Day | None = None
    school: str = ""
    statuses: list[str] = field(default_factory=list)
    last_seen: datetime | None = None
    next_duty: Duty | None = None


def children(viewer: Viewer, asked: QueryDict) -> Page[Any]:
    """Children of running cases, by kana: who is under 18, and until 20 who has a child's status (児福法25条の2第1項)."""
    protected = standing_today(viewer, OF_CHILDREN).values("person")
    rows = _subjects(viewer).exclude(person__birth=None, person__expected_on__isnull=False)
    rows = rows.filter(
        Q(person__birth=None) | _younger(ADULT) | Q(_younger(LONGEST), person__in=protected)
    ).exclude(person__birth=None, person__in=standing_today(viewer, [EXPECTANT]).values("person"))
    if asked.get("status"):
        rows = rows.filter(person__in=standing_today(viewer, [asked["status"]]).values("person"))
    page = Paginator(rows.order_by("person__kana", "pk"), PER_PAGE).get_page(asked.get("page"))
    page.object_list = _entries(viewer, [_entry(row.person, row.case) for row in page.object_list])
    return page


def pregnancies(viewer: Viewer, asked: QueryDict) -> Page[Any]:
    """Women who expect a child, in running cases, the nearest birth first."""
    page: Page[Any] = Paginator(expecting(viewer), PER_PAGE).get_page(asked.get("page"))
    entries = [_entry(row.person, row.case, row.expected_on) for row in page.object_list]
    page.object_list = _entries(viewer, entries)
    return page


def _subjects(viewer: Viewer) -> Any:
    running = CaseChild.objects.all().visible_to(viewer).standing().filter(case__closed_on=None)
    rows = running.exclude(valid_until__lt=Day(today()))
    return rows.select_related("person", "case__family", "case__lead__user", "case__lead__team")


def _younger(age: int) -> Q:
    """Not yet of this age; whoever may not be of it yet, the birth being known by half, is counted in."""
    cut = add_months(today(), -12 * age)
    half = [Day(cut, precision) for precision in (Precision.YEAR, Precision.MONTH, Precision.ABOUT)]
    return Q(person__birth__gt=Day(cut)) | Q(person__birth__in=half)


def _entry(person: Person, case: Case, expected_on: Day | None = None) -> Entry:
    found = person.birth.school_year_on(today()) if person.birth else None
    return Entry(person, case, person.age_text(today()), found.name if found else "", expected_on)


def _entries(viewer: Viewer, rows: list[Entry]) -> list[Entry]:
    entries = {row.person.pk: row for row in rows}
    attending = (
        Enrolment.objects.all()
        .visible_to(viewer)
        .standing()
        .filter(person__in=list(entries), valid_until=None)
    )
    for enrolment in attending.select_related("organisation"):
        entries[enrolment.person_id].school = enrolment.organisation.name
    kinds = [code.id for code in codes("statuses")]
    told = standing_today(viewer, kinds).filter(person__in=list(entries))
    for status in told.order_by("valid_from", "pk"):
        entries[status.person_id].statuses.append(status.kind)
    for last in last_met(viewer, [entry.person for entry in entries.values()]):
        entries[last.person.pk].last_seen = last.seen
    _add_duties(viewer, list(entries.values()))
    return list(entries.values())


def _add_duties(viewer: Viewer, entries: list[Entry]) -> None:
    nearest: dict[int, Duty] = {}
    open_duties = (
        Duty.objects.all().visible_to(viewer).open().filter(family__in={e.case.family_id for e in entries})
    )
    for duty in open_duties.order_by("-due_at"):
        nearest[duty.family_id] = duty
    for entry in entries:
        entry.next_duty = nearest.get(entry.case.family_id)
