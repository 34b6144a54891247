"""Phase 3, every change to a plan."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need as Right
from tomoni.access.decide import require
from tomoni.access.models import DossierModel
from tomoni.access.viewer import Viewer
from tomoni.assessment.models import Fit, Need
from tomoni.calendar import TOKYO, Day, now, today
from tomoni.calendar.hours import close_of
from tomoni.cases.actions import (
    come_to,
    due_again,
    mark,
    meet_duty,
    of_family,
    open_duty,
    pointer,
    restate,
    retract_event,
    running,
    state,
    took_place,
)
from tomoni.cases.models import Case, Duty
from tomoni.cases.queries import newest
from tomoni.cases.rules import UNDONE
from tomoni.people.actions import retract
from tomoni.people.models import Person
from tomoni.people.rules import threads
from tomoni.plans.models import Aim, Given, Goal, Levels, Plan, PlanStatus, Step, Voice
from tomoni.plans.queries import aims_of, levels_of
from tomoni.plans.rules import in_order, latest
from tomoni.resources.models import Organisation
from tomoni.sharing.actions import record_consent, retract_consent
from tomoni.sharing.models import Consent

ANYBODY = "ほかの機関や人"
LEVELS_STAND = (
    "この目標の五つの段は、もう決まっています。変えるときは、いまの段を「書き直す」で書き直してください。"
)
TOMORROW = "次に見直す日は明日以降の日にしてください。"


@action("plans.begin")
def begin(viewer: Viewer, *, case: Case, concern: str = "") -> Plan:
    """A plan is talked about for the first time; nothing is agreed by that."""
    require(viewer, Right.WRITE, case)
    running(case)
    numbers = Plan.objects.for_system("next number").filter(case=case).values_list("number", flat=True)
    row = Plan(
        municipality=viewer.tenant, dossier=case.dossier, case=case, number=max(numbers, default=0) + 1
    )
    row.concern, row.author = concern.strip(), viewer.post
    row.save()
    come_to(viewer, case=case, phase="planning")
    set_status(viewer, plan=row, kind="proposed")
    return row


@action("plans.set_status")
def set_status(
    viewer: Viewer, *, plan: Plan, kind: str, reason: str = "", since: Day | None = None
) -> PlanStatus:
    """How far the plan has come from today or that day on. A pause, a refusal and an end are told with their reason; a plan
    that has ended is not looked at again.
    """
    row = state(viewer, row=PlanStatus(plan=plan, kind=kind, reason=reason.strip(), valid_from=since))
    if kind == "ended" and _state_now(plan) == "ended":
        set_review(viewer, plan=plan, on=None)
    return row


@action("plans.speak")
def speak(
    viewer: Viewer,
    *,
    plan: Plan,
    kind: str,
    text: str,
    person: Person | None = None,
    since: Day | None = None,
) -> Voice:
    """A hope, a worry, what matters: in one person's words."""
    row = Voice(plan=plan, kind=kind, person=person, text=text.strip(), valid_from=since)
    return state(viewer, row=row)


@action("plans.set_goal")
def set_goal(
    viewer: Viewer,
    *,
    plan: Plan,
    horizon: str,
    text: str,
    person: Person | None = None,
    look_at: str = "",
    sign: str = "",
    closes: bool = False,
    needs: Any = (),
    since: Day | None = None,
) -> Goal:
    """A long picture or a small step, and the needs it answers. A small step says what we will look at next time."""
    row = Goal(plan=plan, horizon=horizon, person=person, text=text.strip(), closes=closes)
    row.look_at, row.sign, row.valid_from = look_at.strip(), sign.strip(), since
    goal = state(viewer, row=row)
    for need in needs:
        answer(viewer, goal=goal, need=need)
    return goal


@action("plans.correct_goal")
def correct_goal(viewer: Viewer, *, fact: Goal, needs: Any = None, **changes: Any) -> Goal:
    """A corrected goal beside the old one. With ``needs`` it answers these from now on: ties that are missing are written,
    the others taken back.
    """
    require(viewer, Right.WRITE, fact)
    changed = any(getattr(fact, name) != value for name, value in changes.items())
    row = restate(viewer, fact=fact, **changes) if changed else fact
    if needs is not None:
        _tie(viewer, row, {need.pk: need for need in needs})
    return row


def _tie(viewer: Viewer, goal: Goal, needs: dict[int, Need]) -> None:
    tied = aims_of(viewer, goal)
    for aim in (aim for aim, need in tied if need.pk not in needs):
        retract(viewer, fact=aim)
    for new in needs.keys() - {need.pk for _, need in tied}:
        answer(viewer, goal=goal, need=needs[new])


@action("plans.answer")
def answer(viewer: Viewer, *, goal: Goal, need: Need) -> Aim:
    """The goal answers this need too."""
    return state(viewer, row=Aim(goal=goal, need=need))


@action("plans.agree_levels")
def agree_levels(
    viewer: Viewer,
    *,
    goal: Goal,
    far: str,
    nearly: str,
    hoped: str,
    more: str,
    beyond: str,
    agreed_with: str,
    since: Day | None = None,
) -> Levels:
    """Five sentences for how far the goal may come, agreed with the family; one set for a goal at a time."""
    require(viewer, Right.WRITE, goal)
    if newest(viewer, goal).pk in levels_of(viewer, goal.plan):
        raise Refused(LEVELS_STAND)
    row = Levels(goal=goal, agreed_with=agreed_with.strip(), valid_from=since)
    row.far, row.nearly, row.hoped = far.strip(), nearly.strip(), hoped.strip()
    row.more, row.beyond = more.strip(), beyond.strip()
    return state(viewer, row=row)


@action("plans.take_step")
def take_step(
    viewer: Viewer,
    *,
    goal: Goal,
    by: str,
    text: str,
    person: Person | None = None,
    organisation: Organisation | None = None,
    name: str = "",
    care: str = "",
    fit: Fit | None = None,
    since: Day | None = None,
) -> Step:
    """Who does what for the goal, with which care, putting which strength or resource to use."""
    row = Step(goal=goal, by=by, person=person, organisation=organisation, name=name.strip(), fit=fit)
    row.text, row.care, row.valid_from = text.strip(), care.strip(), since
    return state(viewer, row=row)


@action("plans.agree")
def agree(
    viewer: Viewer,
    *,
    plan: Plan,
    agreed_by: str,
    review_on: date,
    starts_on: date | None = None,
    until: date | None = None,
    on: date | None = None,
) -> Plan:
    """The plan is made, with the family's yes today or on that day; where it was before, its period is set anew, and what was
    handed over stays so. To look at it together by ``review_on`` becomes the lead's duty.
    """
    require(viewer, Right.WRITE, plan)
    running(plan.case)
    anew = on is None or on == plan.agreed_on
    at = took_place(plan.case, None if anew else on)
    agreed_on = on or plan.agreed_on or today()
    starts_on = starts_on or agreed_on
    if not agreed_by.strip():
        raise Refused(
            "だれと合意したかを書いてください。合意できていないときは、状態を「考え中」などにします。"
        )
    if review_on <= today():
        raise Refused(TOMORROW)
    if not in_order(starts_on, until, review_on):
        raise Refused("期間のはじめより前の日があります。日付を確かめてください。")
    plan.agreed_on, plan.agreed_by = agreed_on, agreed_by.strip()
    plan.starts_on, plan.until, plan.review_on = starts_on, until, review_on
    plan.save(update_fields=["agreed_on", "agreed_by", "starts_on", "until", "review_on"])
    come_to(viewer, case=plan.case, phase="support")
    if not (anew and _state_now(plan) == "given"):
        set_status(viewer, plan=plan, kind="agreed", since=Day(at.date()))
    _look_together(viewer, plan, review_on)
    title = f"サポートプラン：{plan}"
    mark(viewer, source=plan, kind="plan", title=title, at=at, family=plan.case.family, case=plan.case)
    return plan


def _state_now(plan: Plan) -> str:
    state = latest(threads(PlanStatus.objects.for_system("how far it has come").filter(plan=plan))[0])
    return state.kind if state else ""


@action("plans.set_review")
def set_review(viewer: Viewer, *, plan: Plan, on: date | None) -> Plan:
    """When family and centre look at the plan next, or that no day is set; the duty moves there, or is met."""
    require(viewer, Right.WRITE, plan)
    if on and on <= today():
        raise Refused(TOMORROW)
    plan.review_on = on
    plan.save(update_fields=["review_on"])
    _look_together(viewer, plan, on)
    return plan


@action("plans.give")
def give(
    viewer: Viewer,
    *,
    plan: Plan,
    person: Person,
    signed: bool | None = None,
    organisation: Organisation | None = None,
    recipient: str = "",
    until: date | None = None,
    words: str = "",
    answer: str = "",
    on: date | None = None,
) -> Given:
    """The plan goes into somebody's hands today, or went on that day. Without an agreed plan there is nothing to hand over.
    Who signed (or did not) said that it may be shared with these (or not), until then, in these words: a consent of its own.
    """
    require(viewer, Right.WRITE, plan)
    of_family(plan.case, person)
    if plan.agreed_on is None:
        raise Refused("プランができてから手渡します。先に「できた」にして、次に見直す日を決めてください。")
    if _state_now(plan) == "ended":
        raise Refused("このプランは終えています。いまのプランを手渡すか、プランの状態を確かめてください。")
    at = took_place(plan.case, on)
    if _day(at) < plan.agreed_on:
        made = Day(plan.agreed_on).japanese()
        raise Refused(f"プランができた日（{made}）より前の日です。手渡した日を確かめてください。")
    row = Given(municipality=viewer.tenant, dossier=plan.dossier, plan=plan, person=person, at=at)
    row.signed, row.answer, row.author = signed, answer.strip(), viewer.post
    if signed is not None:
        whom = {"organisation": organisation, "recipient": recipient, "until": until, "words": words}
        row.consent = _shared(viewer, plan, person, signed, at, whom)
    row.save()
    set_status(viewer, plan=plan, kind="given", since=Day(at.date()))
    title = f"プランを手渡す：{person.name}さん"
    case = plan.case
    mark(
        viewer,
        source=row,
        kind="plan",
        title=title,
        at=row.at,
        family=case.family,
        case=case,
        persons=[person],
    )
    return row


@action("plans.take_back")
def take_back(viewer: Viewer, *, given: Given, why: str) -> Given:
    """The plan was not handed over so. The answer on sharing falls with it, and unless it was handed to somebody else that
    day, the plan stands where it stood before.
    """
    plan, case = given.plan, given.plan.case
    require(viewer, Right.WRITE, given)
    running(case)
    retract_event(viewer, event=given, why=why)
    if given.consent and given.consent.retracted_at is None:
        retract_consent(viewer, consent=given.consent, why=why)
    others, day = Given.objects.for_system("of that day").standing().filter(plan=plan), _day(given.at)
    if all(_day(other.at) != day for other in others):
        fall_back(viewer, plan=plan, kind="given", day=day)
    title = f"{UNDONE}プランを手渡す：{given.person.name}さん"
    mark(viewer, source=given, kind="plan", title=title, at=now(), family=case.family, case=case)
    return given


@action("plans.fall_back")
def fall_back(viewer: Viewer, *, plan: Plan, kind: str, day: date) -> None:
    """What brought the plan to this state that day was a mistake: the state is taken back, the one before stands again."""
    require(viewer, Right.WRITE, plan)
    rows = PlanStatus.objects.for_system("states of this plan").standing().filter(plan=plan, kind=kind)
    for row in (row for row in rows if row.valid_from == Day(day)):
        retract(viewer, fact=row)


@action("plans.look_as_before")
def look_as_before(
    viewer: Viewer, *, plan: Plan, met_by: Iterable[DossierModel], set_by: Collection[date | None]
) -> Plan:
    """The days to look again that were set by these records fall with them; what stood before they met it is due again."""
    require(viewer, Right.WRITE, plan)
    duties = Duty.objects.for_system("reviews of this plan").filter(kind="plan_review", source=pointer(plan))
    met = duties.filter(done_by__in=[pointer(row) for row in met_by]).order_by("pk")
    before = [duty for duty in met if _day(duty.put_off_from or duty.due_at) not in set_by]
    for duty in duties.open():
        meet_duty(viewer, duty=duty, by=plan)
    plan.review_on = _day(due_again(viewer, duty=before[-1]).due_at) if before else None
    plan.save(update_fields=["review_on"])
    return plan


def _day(moment: datetime) -> date:
    return moment.astimezone(TOKYO).date()


def _shared(
    viewer: Viewer, plan: Plan, person: Person, given: bool, at: datetime, whom: dict[str, Any]
) -> Consent:
    """The answer on sharing this plan. A no that names nobody is a no to all."""
    if not (given or whom["organisation"]):
        whom = {**whom, "recipient": whom["recipient"].strip() or ANYBODY}
    what = f"手渡したサポートプラン{f'『{plan.concern}』' if plan.concern else ''}に書いてあること"
    return record_consent(
        viewer, family=plan.case.family, person=person, given=given, what=what, at=at, **whom
    )


def _look_together(viewer: Viewer, plan: Plan, on: date | None) -> None:
    """The duty to review, where there is a day for it; an earlier one of the same plan is met by it."""
    earlier = (
        Duty.objects.for_system("reviews of this plan")
        .open()
        .filter(kind="plan_review", source=pointer(plan))
    )
    for duty in earlier:
        meet_duty(viewer, duty=duty, by=plan)
    if on is None:
        return
    text, case = f"プランを家族と見直す（{plan}）", plan.case
    open_duty(
        viewer,
        kind="plan_review",
        text=text[:300],
        due_at=close_of(on),
        family=case.family,
        case=case,
        source=plan,
    )
