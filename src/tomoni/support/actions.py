"""Phase 4, every change: asking others."""

from datetime import date
from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import now, today
from tomoni.calendar.hours import close_of
from tomoni.cases.actions import mark, meet_duty, open_duty, pointer, restate, state
from tomoni.cases.models import Case, Duty
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
) -> Request:
    """Ask somebody: what to look at, when to call, whom, until when. By then it is the lead's to look whether it still fits."""
    row = Request(case=case, organisation=organisation, person=person, name=name.strip(), goal=goal)
    row.text, row.look_at, row.call_when = text.strip(), look_at.strip(), call_when.strip()
    row.call_whom, row.until, row.told, row.consent = call_whom or viewer.post, until, told.strip(), consent
    state(viewer, row=row)
    if until < today():
        raise Refused("いつまでの依頼かは、今日以降の日にしてください。")
    where: dict[str, Any] = {"family": case.family, "case": case, "source": row}
    mark(viewer, kind="request", title=f"依頼：{row.asked}", at=now(), organisation=organisation, **where)
    open_duty(viewer, kind="request", text=f"依頼を見直す（{row.asked}）", due_at=close_of(until), **where)
    return row


@action("support.correct")
def correct(viewer: Viewer, *, fact: Request, **changes: Any) -> Request:
    """A corrected request beside the old one; its duty moves with its end."""
    row = restate(viewer, fact=fact, **changes)
    case = row.case
    for duty in (
        Duty.objects.for_system("the request's own").open().filter(kind="request", source=pointer(fact))
    ):
        meet_duty(viewer, duty=duty, by=row)
        text, due = f"依頼を見直す（{row.asked}）", close_of(row.until)
        open_duty(viewer, kind="request", text=text, due_at=due, family=case.family, case=case, source=row)
    return row
