"""Phase 4, every change: talking with others and asking them, what was used and how it was."""

from datetime import date
from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.assessment.models import Fit
from tomoni.calendar import Day, now, today
from tomoni.calendar.hours import close_of, noon_of
from tomoni.cases.actions import mark, meet_duty, open_duty, pointer, restate, state
from tomoni.cases.models import Case, Duty
from tomoni.cases.rules import next_on
from tomoni.people import actions as people
from tomoni.people.models import Person
from tomoni.plans.models import Goal, Step
from tomoni.resources.models import Organisation
from tomoni.sharing.models import Consent
from tomoni.support.models import Feedback, Request, Talk, Use
from tomoni.support.queries import is_relative, of_service

UNAGREED = (
    "まわりの人にお願いするときは、先に家族にたずね、どの同意によるかを選んでください。"
    "まだなら「共有と同意」で、たずねた結果を書いてから戻ります。"
)
FEEDBACK = "{}を三度使ったので、合っているかを一人ずつ聞く"
THIRD = 3


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
    _family_agrees(row)
    where: dict[str, Any] = {"family": case.family, "case": case, "source": row}
    mark(viewer, kind="request", title=f"依頼：{row.asked}", at=now(), organisation=organisation, **where)
    open_duty(viewer, kind="request", text=f"依頼を見直す（{row.asked}）", due_at=close_of(until), **where)
    return row


@action("support.correct")
def correct(viewer: Viewer, *, fact: Request, **changes: Any) -> Request:
    """A corrected request beside the old one; its duty moves with its end, and one that is prolonged falls due again."""
    waiting = list(_due(fact))
    if {"name", "person", "consent"} & changes.keys():
        _family_agrees(fact, **changes)
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


def _family_agrees(row: Request, **changes: Any) -> None:
    """Neighbours and relatives are asked with the family's consent, named; what was asked so before stays as it was."""
    name, person, consent = (changes.get(n, getattr(row, n)) for n in ("name", "person", "consent"))
    if consent is None and (name or (person and is_relative(row.case.family, person))):
        raise Refused(UNAGREED)


def _let_go(viewer: Viewer, fact: Request, row: Request) -> Request:
    for duty in _due(fact):
        meet_duty(viewer, duty=duty, by=row)
    return row


def _due(fact: Request) -> Any:
    return Duty.objects.for_system("the request's own").open().filter(kind="request", source=pointer(fact))


@action("support.talk")
def talk(
    viewer: Viewer,
    *,
    case: Case,
    there: str,
    wished: str,
    can_do: str,
    difference: str = "",
    agreed: str = "",
    organisation: Organisation | None = None,
    name: str = "",
    fit: Fit | None = None,
    step: Step | None = None,
    since: Day | None = None,
) -> Talk:
    """A talk with somebody who can help, together with the family."""
    row = Talk(case=case, organisation=organisation, name=name.strip(), fit=fit, step=step, valid_from=since)
    row.there, row.wished, row.can_do = there.strip(), wished.strip(), can_do.strip()
    row.difference, row.agreed = difference.strip(), agreed.strip()
    state(viewer, row=row)
    title, at = f"家族と一緒に話し合い：{row.who}", noon_of(row.told_on)
    where: dict[str, Any] = {"family": case.family, "case": case, "organisation": organisation}
    mark(viewer, source=row, kind="talk", title=title, at=at, **where)
    return row


@action("support.use")
def use(
    viewer: Viewer,
    *,
    case: Case,
    organisation: Organisation | None = None,
    name: str = "",
    text: str = "",
    since: Day | None = None,
) -> Use:
    """A service was used once. The third time it falls due to ask child and parents how it is for them."""
    row = Use(case=case, organisation=organisation, name=name.strip(), text=text.strip(), valid_from=since)
    state(viewer, row=row)
    _ask_how_it_is(viewer, row)
    return row


@action("support.correct_use")
def correct_use(viewer: Viewer, *, fact: Use, **changes: Any) -> Use:
    """A corrected use beside the old one; it may have been another service."""
    row = restate(viewer, fact=fact, **changes)
    for each in (fact, row):
        _ask_how_it_is(viewer, each)
    return row


@action("support.retract_use")
def retract_use(viewer: Viewer, *, fact: Use) -> Use:
    """It was not used; the third time may not have come yet."""
    row = people.retract(viewer, fact=fact)
    _ask_how_it_is(viewer, row)
    return row


@action("support.hear")
def hear(
    viewer: Viewer,
    *,
    use: Use,
    person: Person,
    good: str = "",
    other: str = "",
    go_on: str = "",
    unheard: str = "",
    since: Day | None = None,
) -> Feedback:
    """How what was used is for one person. When all who can be asked were, nothing is left to ask."""
    row = Feedback(use=use, person=person, go_on=go_on, valid_from=since)
    row.good, row.other, row.unheard = good.strip(), other.strip(), unheard.strip()
    state(viewer, row=row)
    _ask_how_it_is(viewer, use)
    return row


@action("support.retract_feedback")
def retract_feedback(viewer: Viewer, *, fact: Feedback) -> Feedback:
    """It was not said so: that person is to be asked after all."""
    row = people.retract(viewer, fact=fact)
    _ask_how_it_is(viewer, row.use)
    return row


def _ask_how_it_is(viewer: Viewer, row: Use) -> None:
    """It is due to ask from the third use on, until everybody who can be asked was."""
    case, text = row.case, FEEDBACK.format(row.who)[:300]
    open_now = (
        Duty.objects.for_system("the service's own").open().filter(case=case, kind="feedback", text=text)
    )
    service = of_service(viewer, case, row)
    due = len(service.uses) >= THIRD and bool(service.unheard) and case.is_open
    if due and not open_now.exists():
        by = close_of(next_on(today(), "14 days"))
        open_duty(viewer, kind="feedback", text=text, due_at=by, family=case.family, case=case, source=row)
    for duty in open_now if not due else ():
        meet_duty(viewer, duty=duty, by=row)
