"""How a case stands, as dated facts: legal status, reason, involvement, margin."""

from collections.abc import Iterable
from typing import Any, TypeVar, cast

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import decide, require
from tomoni.access.facts import Fact
from tomoni.access.factual import end_fact, retract_fact, state_fact
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, Precision, today
from tomoni.cases.models import Case, FamilyReason, Involvement, Margin, Status
from tomoni.cases.rules import at_once, day_before, rivals, unfit
from tomoni.people.actions import correct
from tomoni.people.models import Person
from tomoni.people.rules import in_order

F = TypeVar("F", bound=Fact)

WHOLE = "いつからかを、年月日まで入力してください（例：R8.12.1）。"
ELSEWHERE = "この人には、ほかのケースの区分があります。先にその担当者と話し、分からないときは統括支援員に確かめてください。"
SAME_DAY = "同じ日に始まる記録がほかにあります。先にそちらを取り消すか、日を確かめてください。"


@action("cases.set_status")
def set_status(
    viewer: Viewer, *, case: Case, person: Person, kind: str, reason: str = "", since: Day | None = None
) -> Status:
    """A legal status of a child or woman from that day on. 要保護 and 要支援 leave no room for each other, 特定妊婦 stands
    beside, in whichever running case: what stood until then ends the day before, what began on that day is replaced.
    """
    status = Status(case=case, dossier=case.dossier, person=person, kind=kind, reason=reason)
    status.valid_from = since or Day(today())
    _check(status)
    return _state_in_line(viewer, status, _others(viewer, status))


@action("cases.correct_status")
def correct_status(viewer: Viewer, *, fact: Status, **changes: Any) -> Status:
    """A corrected status takes its place in the line of the person's others, as a new one does."""
    told = Status(case=fact.case, person=fact.person, kind=fact.kind, valid_from=fact.valid_from)
    for name, value in changes.items():
        setattr(told, name, value)
    told.valid_from = changes["valid_from"] = told.valid_from or Day(today())
    _check(told)
    return _correct_in_line(viewer, fact, changes, _others(viewer, told, besides=fact))


def _check(status: Status) -> None:
    person, begun = status.person, status.valid_from
    if person.dossier_id != status.case.family.dossier_id:
        raise Refused("この家庭の人を選んでください。")
    if wrong := unfit(status.kind, person.birth, unborn=person.unborn, on=begun):
        raise Refused(wrong)


@action("cases.end_statuses")
def end_statuses(viewer: Viewer, *, case: Case, on: Day) -> None:
    """What legal statuses the case holds end with that day; one that was to begin later never began."""
    require(viewer, Need.WRITE, case)
    for row in Status.objects.for_system("what ends with the case").standing().filter(case=case):
        if not in_order(row.valid_from, on):
            retract_fact(viewer, fact=row)
        elif row.valid_until is None or row.valid_until.latest > on.latest:
            end_fact(viewer, fact=row, on=on)


def _others(viewer: Viewer, status: Status, besides: Status | None = None) -> list[Status]:
    """What leaves no room for it, in the running cases; refused where the viewer could not end what another case says."""
    rows = Status.objects.for_system("what leaves no room").standing()
    rows = rows.filter(person=status.person, kind__in=rivals(status.kind), case__closed_on=None)
    found = [row for row in rows.select_related("case", "dossier") if besides is None or row.pk != besides.pk]
    for other in (row for row in found if row.case_id != status.case.pk):
        if at_once(status, other) and not decide(viewer, Need.WRITE, other):
            raise Refused(ELSEWHERE)
        if other.valid_from == status.valid_from:
            raise Refused(SAME_DAY)
    return found


@action("cases.set_reason")
def set_reason(
    viewer: Viewer, *, case: Case, kind: str, attitude: str = "", text: str = "", since: Day | None = None
) -> FamilyReason:
    """Why the centre is engaged although no legal status applies, and how the family stands to it, from that day on.
    Several reasons can stand side by side; the same one told anew ends as it was told before.
    """
    row = FamilyReason(case=case, dossier=case.dossier, kind=kind, attitude=attitude, text=text)
    row.valid_from = since or Day(today())
    return _state_in_line(viewer, row, _same_reason(row))


@action("cases.correct_reason")
def correct_reason(viewer: Viewer, *, fact: FamilyReason, **changes: Any) -> FamilyReason:
    """A corrected reason takes its place in the line of what was told of the same reason."""
    told = FamilyReason(case=fact.case, kind=changes.get("kind", fact.kind))
    changes["valid_from"] = changes.get("valid_from", fact.valid_from) or Day(today())
    return _correct_in_line(viewer, fact, changes, _same_reason(told))


def _same_reason(row: FamilyReason) -> list[FamilyReason]:
    rows = FamilyReason.objects.for_system("what was told before").standing()
    return list(rows.filter(case=row.case, kind=row.kind))


def _state_in_line(viewer: Viewer, fact: F, others: Iterable[F]) -> F:
    begun = cast(Day, fact.valid_from)
    _check_whole(begun)
    for other in others:
        if other.valid_from == begun:
            fact.replaces = other
    fact.valid_until = _end_of(begun, None, others)
    _end_earlier(viewer, begun, others)
    return state_fact(viewer, fact=fact)


def _correct_in_line(viewer: Viewer, fact: F, changes: dict[str, Any], others: Iterable[F]) -> F:
    begun: Day = changes["valid_from"]
    _check_whole(begun)
    others = [other for other in others if other.pk != fact.pk]
    if any(other.valid_from == begun for other in others):
        raise Refused(SAME_DAY)
    row = correct(viewer, fact=fact, valid_until=_end_of(begun, fact.valid_until, others), **changes)
    _end_earlier(viewer, begun, others)
    return row


def _check_whole(begun: Day) -> None:
    if begun.precision is not Precision.DAY:
        raise Refused(WHOLE)


def _end_of(begun: Day, until: Day | None, others: Iterable[Any]) -> Day | None:
    """The day before the next one begins, unless it ended before that."""
    later = [day_before(other.valid_from) for other in others if other.valid_from > begun]
    return min([*later, *([until] if until else [])], default=None)


def _end_earlier(viewer: Viewer, begun: Day, others: Iterable[Any]) -> None:
    for other in others:
        lasting = other.valid_until is None or other.valid_until.latest >= begun.earliest
        if other.valid_from < begun and lasting:
            end_fact(viewer, fact=other, on=day_before(begun))


@action("cases.set_involvement")
def set_involvement(
    viewer: Viewer, *, case: Case, level: str, reason: str, agreed_with: str = "", since: Day | None = None
) -> Involvement:
    """The involvement level from that day on, why, and who agreed."""
    row = Involvement(case=case, dossier=case.dossier, level=level, reason=reason, agreed_with=agreed_with)
    row.valid_from = since or Day(today())
    _check_whole(row.valid_from)
    return state_fact(viewer, fact=row)


@action("cases.set_margin")
def set_margin(
    viewer: Viewer, *, case: Case, level: str, reason: str, agreed_with: str = "", since: Day | None = None
) -> Margin:
    """The family's own margin from that day on, why, and in whose view."""
    row = Margin(case=case, dossier=case.dossier, level=level, reason=reason, agreed_with=agreed_with)
    row.valid_from = since or Day(today())
    _check_whole(row.valid_from)
    return state_fact(viewer, fact=row)
