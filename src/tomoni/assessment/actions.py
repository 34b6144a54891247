"""Phase 2, every change. What is written is a fact: corrected, ended and taken back as facts of people are."""

from datetime import date

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need as Right
from tomoni.access.decide import require
from tomoni.access.viewer import Viewer
from tomoni.assessment.models import Assessment, Fit, Need, Strength, Supporter, View, Wish
from tomoni.calendar import Day, now, today
from tomoni.calendar.hours import close_of
from tomoni.cases.actions import (
    come_to,
    due_again,
    mark,
    meet_duty,
    of_family,
    open_duty,
    pointer,
    retract_event,
    running,
    state,
    took_place,
)
from tomoni.cases.models import Case, Duty
from tomoni.cases.rules import UNDONE
from tomoni.people.models import Person
from tomoni.practice import codes
from tomoni.resources.models import Organisation


@action("assessment.wish")
def wish(
    viewer: Viewer, *, case: Case, text: str, person: Person | None = None, since: Day | None = None
) -> Wish:
    """Where somebody of the family wants to go, in their own words."""
    row = state(viewer, row=Wish(case=case, person=person, text=text.strip(), valid_from=since))
    title, persons = f"願い：{row.text}", [person] if person else []
    mark(
        viewer, source=row, kind="wish", title=title, at=now(), family=case.family, case=case, persons=persons
    )
    return row


@action("assessment.add_need")
def add_need(
    viewer: Viewer,
    *,
    case: Case,
    kind: str,
    wished: str,
    now_is: str = "",
    person: Person | None = None,
    picture: str = "",
    doing: str = "",
    since: Day | None = None,
) -> Need:
    """A need as the gap between the wished state and now; a child's need names the child, a household's need not."""
    row = Need(case=case, kind=kind, person=person, picture=picture, doing=doing, valid_from=since)
    row.wished, row.now = wished.strip(), now_is.strip()
    return state(viewer, row=row)


@action("assessment.give_view")
def give_view(
    viewer: Viewer,
    *,
    need: Need,
    text: str = "",
    scale: int | None = None,
    person: Person | None = None,
    since: Day | None = None,
) -> View:
    """How one person (or, without ``person``, the practitioner who writes) sees a need, now or that day: words, a number 0–10, or both."""
    return state(viewer, row=View(need=need, person=person, text=text.strip(), scale=scale, valid_from=since))


@action("assessment.note_strength")
def note_strength(
    viewer: Viewer,
    *,
    case: Case,
    kind: str,
    text: str,
    time: str = "now",
    person: Person | None = None,
    organisation: Organisation | None = None,
    name: str = "",
    told_by: Person | None = None,
    since: Day | None = None,
) -> Strength:
    """A strength of the family or of somebody around it; who it is where that can be said."""
    row = Strength(case=case, kind=kind, time=time, person=person, organisation=organisation)
    row.name, row.told_by, row.text, row.valid_from = name.strip(), told_by, text.strip(), since
    return state(viewer, row=row)


@action("assessment.fit")
def fit(
    viewer: Viewer, *, need: Need, strength: Strength, adjustment: str, text: str, since: Day | None = None
) -> Fit:
    """This strength or resource serves this need once that is adjusted."""
    row = Fit(need=need, strength=strength, adjustment=adjustment, text=text.strip(), valid_from=since)
    return state(viewer, row=row)


@action("assessment.name_supporter")
def name_supporter(
    viewer: Viewer,
    *,
    case: Case,
    kind: str,
    person: Person | None = None,
    organisation: Organisation | None = None,
    name: str = "",
    child: Person | None = None,
    told_by: Person | None = None,
    text: str = "",
    since: Day | None = None,
) -> Supporter:
    """Somebody who stays, or whom the family believes is helping: a member, an organisation, or a name."""
    row = Supporter(case=case, kind=kind, person=person, organisation=organisation, name=name.strip())
    row.child, row.told_by, row.text, row.valid_from = child, told_by, text.strip(), since
    return state(viewer, row=row)


@action("assessment.hold")
def hold(
    viewer: Viewer,
    *,
    case: Case,
    reason: str,
    summary: str,
    checked_with: Person | None = None,
    answer: str = "",
    again_on: date | None = None,
    on: date | None = None,
) -> Assessment:
    """A round of assessment, held today or on that day, is written down: what asked for it is met; with ``again_on``,
    looking again by then becomes the lead's duty.
    """
    require(viewer, Right.WRITE, case)
    running(case)
    of_family(case, checked_with)
    if not summary.strip():
        raise Refused("いま分かっていることを、短くまとめて書いてください。")
    if again_on and again_on <= today():
        raise Refused("次に見直す日は明日以降の日にしてください。")
    at = took_place(case, on)
    row = Assessment(municipality=viewer.tenant, case=case, dossier=case.dossier, at=at, reason=reason)
    row.summary, row.checked_with, row.answer = summary.strip(), checked_with, answer.strip()
    row.author = viewer.post
    row.save()
    title = f"アセスメント：{codes('assessment_reasons').label(reason)}"
    family = case.family
    mark(viewer, source=row, kind="assessment", title=title, at=row.at, family=family, case=case)
    come_to(viewer, case=case, phase="assessment")
    for duty in Duty.objects.for_system("asked for this round").open().filter(case=case, kind="reassessment"):
        meet_duty(viewer, duty=duty, by=row)
    if again_on:
        due, text = close_of(again_on), "アセスメントを見直す"
        open_duty(viewer, kind="reassessment", text=text, due_at=due, family=family, case=case, source=row)
    return row


@action("assessment.take_back")
def take_back(viewer: Viewer, *, held: Assessment, why: str) -> Assessment:
    """The round was not held so. Looking again by the day it set falls with it; what it met is to be done after all, unless
    a round was held since.
    """
    case = held.case
    require(viewer, Right.WRITE, held)
    running(case)
    retract_event(viewer, event=held, why=why)
    rows = Assessment.objects.for_system("rounds of the case").filter(case=case)
    last = rows.standing().order_by("pk").last()
    for duty in Duty.objects.for_system("what it asked for").open().filter(source=pointer(held)):
        meet_duty(viewer, duty=duty, by=held)
    if last is None or last.pk < held.pk:
        since = [pointer(row) for row in rows if last is None or row.pk > last.pk]
        met = Duty.objects.for_system("what they met").filter(kind="reassessment", done_by__in=since)
        if duty := met.exclude(source__in=since).order_by("pk").last():
            due_again(viewer, duty=duty)
    title = f"{UNDONE}アセスメント：{codes('assessment_reasons').label(held.reason)}"
    mark(viewer, source=held, kind="assessment", title=title, at=now(), family=case.family, case=case)
    return held
