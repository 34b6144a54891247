"""Phase 4, every change: asking others."""

from datetime import date
from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import Day, now, today
from tomoni.calendar.hours import close_of
from tomoni.cases.actions import mark, meet_duty, open_duty, pointer, restate, state
from tomoni.cases.models import Case, Duty
from tomoni.people import actions as people
from tomoni.people.models import Person
from tomoni.plans.models import Goal
from tomoni.resources.models import Organisation
from tomoni.sharing.models import Consent
from tomoni.support.models import Request


@action("support.ask")
def ask(
    viewer: Viewer,
    *,
    case: Case,
    look_at: str,
    call_when: str,
    until: date,
    call_whom: Post | None = None,
    organisation: Organisation | None = None,
    person: Person | None = None,
    name: str = "",
    text: str = "",
    goal: Goal | None = None,
    told: str = "",
    consent: Consent | None = None,
    since: Day | None = None,
) -> Request:
    """Ask somebody: what to look at, when to call, whom (the lead unless said), until when. By then it is the lead's to look
    whether it still fits.
    """
    row = Request(case=case, organisation=organisation, person=person, name=name.strip(), goal=goal)
    row.valid_from = since
    row.text, row.look_at, row.call_when = text.strip(), look_at.strip(), call_when.strip()
    row.call_whom, row.until, row.told, row.consent = call_whom or case.lead, until, told.strip(), consent
    state(viewer, row=row)
    if until < today():
        raise Refused("いつまでの依頼かは、今日以降の日にしてください。")
    where: dict[str, Any] = {"family": case.family, "case": case, "source": row}
    mark(viewer, kind="request", title=f"依頼：{row.asked}", at=now(), organisation=organisation, **where)
    open_duty(viewer, kind="request", text=f"依頼を見直す（{row.asked}）", due_at=close_of(until), **where)
    return row


@action("support.correct")
def correct(viewer: Viewer, *, fact: Request, **changes: Any) -> Request:
    """A corrected request beside the old one; its duty moves with its end, and one that is prolonged falls due again."""
    waiting = list(_due(fact))
    row = restate(viewer, fact=fact, **changes)
    for duty in waiting:
        meet_duty(viewer, duty=duty, by=row)
    case, text, due = row.case, f"依頼を見直す（{row.asked}）", close_of(row.until)
    if waiting or (row.until > fact.until and row.valid_until is None and case.is_open):
        open_duty(viewer, kind="request", text=text, due_at=due, family=case.family, case=case, source=row)
    return row


@action("support.end")
def end(viewer: Viewer, *, fact: Request, on: Day) -> Request:
    """The request was open until that day: nothing is left of it to look at again."""
    return _let_go(viewer, fact, people.end(viewer, fact=fact, on=on))


@action("support.retract")
def retract(viewer: Viewer, *, fact: Request) -> Request:
    """The request was a mistake, and so is looking at it again."""
    return _let_go(viewer, fact, people.retract(viewer, fact=fact))


def _let_go(viewer: Viewer, fact: Request, row: Request) -> Request:
    for duty in _due(fact):
        meet_duty(viewer, duty=duty, by=row)
    return row


def _due(fact: Request) -> Any:
    return Duty.objects.for_system("the request's own").open().filter(kind="request", source=pointer(fact))
