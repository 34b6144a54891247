"""Staying in touch: how often, with whom, and the duty that each contact moves on (御用聞き; guideline 視点5-5)."""

from datetime import date
from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.decide import require_role
from tomoni.access.factual import end_fact
from tomoni.access.matrix import DECIDERS
from tomoni.access.models import DossierModel
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, now, today
from tomoni.calendar.hours import close_of
from tomoni.cases.actions.duties import meet_duty, open_duty
from tomoni.cases.actions.stating import restate, state
from tomoni.cases.models import Case, Duty, Rhythm, UsualRhythm
from tomoni.cases.queries import rhythm_of, usual_kinds
from tomoni.cases.rules import SPANS, next_on, pointer
from tomoni.people.actions import end, retract
from tomoni.resources.models import Organisation

KIND = "contact_rhythm"
ASK_FAMILY = "変わりないかを聞く（用事がなくても、短くてもかまいません）"
ASK_OTHERS = "{}に、変わりないかを聞く（困りごとがなくてもかまいません）"


@action("cases.set_usual")
def set_usual(viewer: Viewer, *, kind: str, every: str, reason: str) -> UsualRhythm:
    """The municipality's own rhythm from now on. Days already set stay."""
    require_role(viewer, DECIDERS)
    if kind not in {each.id for each in usual_kinds()}:
        raise Refused("何のリズムかを選んでください。")
    if every not in SPANS or not reason.strip():
        raise Refused("どのくらいごとにするかを選び、そうするわけを書いてください。")
    row = UsualRhythm(municipality=viewer.tenant, kind=kind, every=every, by=viewer.post, at=now())
    row.reason = reason.strip()
    row.save()
    return row


@action("cases.set_rhythm")
def set_rhythm(
    viewer: Viewer, *, case: Case, every: str, reason: str, organisation: Organisation | None = None
) -> Rhythm:
    """How often we are in touch with this family, or with one of its resources, from today on, and why."""
    rows = Rhythm.objects.for_system("what it was until now").standing()
    earlier = list(rows.filter(case=case, organisation=organisation, valid_until=None))
    row = state(viewer, row=Rhythm(case=case, every=every, reason=reason.strip(), organisation=organisation))
    for fact in earlier:
        end_fact(viewer, fact=fact, on=Day(today()))
    _begin_anew(viewer, row)
    return row


@action("cases.correct_rhythm")
def correct_rhythm(viewer: Viewer, *, fact: Rhythm, **changes: Any) -> Rhythm:
    """A corrected rhythm beside the old one; its duty moves."""
    for duty in _due(fact.case, fact.organisation):
        meet_duty(viewer, duty=duty, by=fact)
    row = restate(viewer, fact=fact, **changes)
    _begin_anew(viewer, row)
    return row


@action("cases.end_rhythm")
def end_rhythm(viewer: Viewer, *, fact: Rhythm, on: Day) -> Rhythm:
    """It held until that day: the family is asked in the usual rhythm again, a resource no longer."""
    row = end(viewer, fact=fact, on=on)
    _begin_anew(viewer, row)
    return row


@action("cases.retract_rhythm")
def retract_rhythm(viewer: Viewer, *, fact: Rhythm) -> Rhythm:
    """It was a mistake: the family is asked in the usual rhythm, a resource not at all."""
    row = retract(viewer, fact=fact)
    _begin_anew(viewer, row)
    return row


def _begin_anew(viewer: Viewer, row: Rhythm) -> None:
    for duty in _due(row.case, row.organisation):
        meet_duty(viewer, duty=duty, by=row)
    every = rhythm_of(row.case, row.organisation)
    if every and row.case.is_open:
        _ask_by(viewer, row.case, row.organisation, next_on(today(), every))


@action("cases.begin_to_ask")
def begin_to_ask(viewer: Viewer, *, case: Case) -> None:
    """The first time to be in touch with the family falls due in the usual rhythm, unless a day is set already."""
    if not _due(case, None).exists():
        _ask_by(viewer, case, None, next_on(today(), rhythm_of(case, None)))


@action("cases.keep_in_touch")
def keep_in_touch(
    viewer: Viewer, *, case: Case, by: DossierModel, on: date, organisation: Organisation | None = None
) -> None:
    """There was a contact on that day (``by`` records it): what was due is met, and the next one falls due in the rhythm.
    One that is told late moves nothing back.
    """
    every, waiting = rhythm_of(case, organisation), list(_due(case, organisation))
    due = close_of(next_on(on, every)) if every else None
    if due and any((duty.put_off_from or duty.due_at) >= due for duty in waiting):
        return
    for duty in waiting:
        meet_duty(viewer, duty=duty, by=by)
    if due and case.is_open:
        _ask_by(viewer, case, organisation, due.date())


def _due(case: Case, organisation: Organisation | None) -> Any:
    rows = Duty.objects.for_system("when to be in touch again").open()
    return rows.filter(case=case, kind=KIND, source=pointer(organisation or case))


def _ask_by(viewer: Viewer, case: Case, organisation: Organisation | None, day: date) -> None:
    text = ASK_OTHERS.format(organisation.name) if organisation else ASK_FAMILY
    family, source = case.family, organisation or case
    open_duty(
        viewer, kind=KIND, text=text[:300], due_at=close_of(day), family=family, case=case, source=source
    )
