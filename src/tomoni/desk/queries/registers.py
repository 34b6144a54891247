"""こども台帳 and 妊婦台帳 (K2): live views of the records, nothing typed twice."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, today
from tomoni.cases.models import Case, CaseChild, Duty, Status
from tomoni.desk.queries.met import last_met
from tomoni.people.models import Enrolment, Person

PER_PAGE = 50


@dataclass
class Entry:
    """One child or woman in the register."""

    person: Person
    case: Case
    age: str
    grade: str
    school: str = ""
    status: str = ""
    last_seen: datetime | None = None
    next_duty: Duty | None = None


def children(viewer: Viewer, asked: QueryDict) -> Page[Any]:
    """Children of running cases, by kana."""
    rows = _subjects(viewer).filter(person__expected_on=None)
    if asked.get("status"):
        having = (
            Status.objects.all().visible_to(viewer).standing().filter(kind=asked["status"], valid_until=None)
        )
        rows = rows.filter(person__in=having.values("person"))
    return _paged(viewer, rows.order_by("person__kana", "pk"), asked)


def pregnancies(viewer: Viewer, asked: QueryDict) -> Page[Any]:
    """Pregnancies of running cases, the nearest birth first."""
    return _paged(
        viewer,
        _subjects(viewer)
        .filter(person__birth=None)
        .exclude(person__expected_on=None)
        .order_by("person__expected_on"),
        asked,
    )


def _subjects(viewer: Viewer) -> Any:
    running = CaseChild.objects.all().visible_to(viewer).standing().filter(case__closed_on=None)
    return running.select_related("person", "case__family", "case__lead__user", "case__lead__team")


def _paged(viewer: Viewer, rows: Any, asked: QueryDict) -> Page[Any]:
    page = Paginator(rows, PER_PAGE).get_page(asked.get("page"))
    page.object_list = _entries(viewer, list(page.object_list))
    return page


def _grade(person: Person, day: date) -> str:
    found = person.birth.school_year_on(day) if person.birth else None
    return found.name if found else ""


def _entries(viewer: Viewer, rows: list[CaseChild]) -> list[Entry]:
    day = today()
    entries = {
        row.person_id: Entry(row.person, row.case, row.person.age_text(day), _grade(row.person, day))
        for row in rows
    }
    attending = (
        Enrolment.objects.all()
        .visible_to(viewer)
        .standing()
        .filter(person__in=list(entries), valid_until=None)
    )
    for enrolment in attending.select_related("organisation"):
        entries[enrolment.person_id].school = enrolment.organisation.name
    for status in (
        Status.objects.all()
        .visible_to(viewer)
        .standing()
        .filter(person__in=list(entries))
        .order_by("valid_from")
    ):
        if status.true_on(Day(day)):
            entries[status.person_id].status = status.kind
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
