"""Looking back, and deciding how it goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need as Right
from tomoni.access.decide import decide as authority
from tomoni.access.decide import require
from tomoni.access.viewer import Viewer
from tomoni.assessment.models import Fit
from tomoni.calendar import TOKYO, Day, now
from tomoni.cases.actions import (
    come_to,
    mark,
    meet_duty,
    of_family,
    pointer,
    retract_event,
    running,
    took_place,
)
from tomoni.cases.models import Duty
from tomoni.cases.rules import UNDONE
from tomoni.intake.queries.choosing import leaders
from tomoni.jobs.actions import notify
from tomoni.outcomes.models import Attainment, Helped, Reached, Review
from tomoni.people.models import Person
from tomoni.plans.actions import fall_back, look_as_before, set_review, set_status
from tomoni.plans.models import Goal, Levels, Plan, Step
from tomoni.plans.queries import ended, levels_of
from tomoni.practice import codes

TAKEN_BACK = "この見直しは取り消されています。「見直しと終結」の画面で、いまの記録を確かめてください。"
DECIDED = "センターとして決めたあとの見直しです。取り消すと決定もなくなるので、統括支援員に取り消してもらってください。"


@dataclass(frozen=True)
class Attained:
    """How far one goal came in one voice; without ``person`` it is the centre's."""

    goal: Goal
    way: str
    text: str = ""
    person: Person | None = None


@dataclass(frozen=True)
class Chosen:
    """Which of the levels agreed for a goal it has come to."""

    levels: Levels
    level: int


@dataclass(frozen=True)
class Helping:
    """A step, or a strength with its fit, that was a help for a goal in one voice; without ``person`` the centre's."""

    goal: Goal
    step: Step | None = None
    fit: Fit | None = None
    person: Person | None = None


@action("outcomes.look_back")
def look_back(
    viewer: Viewer,
    *,
    plan: Plan,
    with_whom: str,
    attained: Sequence[Attained],
    proposal: str,
    reason: str,
    family_wish: str = "",
    review_on: date | None = None,
    on: date | None = None,
    reached: Sequence[Chosen] = (),
    helped: Sequence[Helping] = (),
) -> Review:
    """The review of a plan with the family, today or on that day; its duty is met, and those who decide are told.
    ``review_on`` is when they look again; where nobody says, no day stands. ``reached`` are agreed levels, chosen together;
    ``helped`` is what was a help in whose eyes.
    """
    require(viewer, Right.WRITE, plan)
    if plan.pk in ended(viewer, plan.case):
        raise Refused("このプランは終えています。いまのプランを見直すか、プランの状態を確かめてください。")
    _check(plan, with_whom, attained, proposal, reason)
    _check_levels(viewer, plan, reached)
    _check_help(plan, helped)
    at = took_place(plan.case, on)
    row = Review(municipality=viewer.tenant, dossier=plan.dossier, plan=plan, at=at, proposal=proposal)
    row.with_whom, row.family_wish, row.reason = with_whom.strip(), family_wish.strip(), reason.strip()
    row.again_on, row.author = review_on, viewer.post
    row.save()
    _write_down(viewer, row, attained, reached, helped)
    for duty in Duty.objects.for_system("reviews of this plan").open().filter(source=pointer(plan)):
        meet_duty(viewer, duty=duty, by=row)
    come_to(viewer, case=plan.case, phase="evaluation")
    set_status(viewer, plan=plan, kind="reviewed", since=Day(on) if on else None)
    set_review(viewer, plan=plan, on=review_on)
    case = plan.case
    mark(
        viewer,
        source=row,
        kind="review",
        title=f"プランの見直し：{plan}",
        at=row.at,
        family=case.family,
        case=case,
    )
    _tell_deciders(viewer, row)
    return row


def _write_down(
    viewer: Viewer,
    review: Review,
    attained: Sequence[Attained],
    reached: Sequence[Chosen],
    helped: Sequence[Helping],
) -> None:
    """What each voice said of each goal, and which agreed levels they chose together."""
    place: dict[str, Any] = {"municipality": viewer.tenant, "dossier": review.dossier, "review": review}
    for each in attained:
        told = {"goal": each.goal, "person": each.person, "way": each.way, "text": each.text.strip()}
        Attainment(**place, **told).save()
    for chosen in reached:
        Reached(**place, levels=chosen.levels, level=chosen.level).save()
    for help_ in dict.fromkeys(helped):
        Helped(**place, goal=help_.goal, step=help_.step, fit=help_.fit, person=help_.person).save()


@action("outcomes.take_back")
def take_back(viewer: Viewer, *, review: Review, why: str) -> Review:
    """They did not look back so: what was said of each goal falls with it, and the decision where there is one, which only
    who decides may do. The plan stands where it stood before; unless somebody looked back since, it is to be looked at again
    by the day that stood before, or by the day that was set anew since.
    """
    plan, case = review.plan, review.plan.case
    require(viewer, Right.WRITE, review)
    running(case)
    held = Review.objects.for_system("decided meanwhile?").select_for_update(of=("self",))
    decided = held.get(pk=review.pk).decided_by_id is not None
    if decided and not authority(viewer, Right.DECIDE, review).allowed:
        raise Refused(DECIDED)
    retract_event(viewer, event=review, why=why)
    rows = list(Review.objects.for_system("of this plan").filter(plan=plan).order_by("pk"))
    stand = [row for row in rows if row.retracted_at is None]
    if all(_day(row) != _day(review) for row in stand):
        fall_back(viewer, plan=plan, kind="reviewed", day=_day(review))
    last = stand[-1].pk if stand else 0
    if last < review.pk and plan.review_on == review.again_on and plan.pk not in ended(viewer, case):
        since = [row for row in rows if row.pk > last]
        look_as_before(viewer, plan=plan, met_by=since, set_by={row.again_on for row in since})
    title = f"{UNDONE}プランの見直し：{plan}"
    mark(viewer, source=review, kind="review", title=title, at=now(), family=case.family, case=case)
    if decided and case.lead != viewer.post:
        text = f"決定のあった見直しが取り消されました（ケース {case.number}）。もう一度、家族と見直してください。"
        path = reverse("closing:sheet", args=[case.family.ref])
        notify([case.lead], about=case.dossier, kind="review", text=text, path=path)
    return review


def _day(review: Review) -> date:
    return review.at.astimezone(TOKYO).date()


def _tell_deciders(viewer: Viewer, review: Review) -> None:
    case = review.plan.case
    text = f"家族との見直しが、センターの決定を待っています（ケース {case.number}）。"
    path = reverse("outcomes:decide", args=[review.ref])
    notify(leaders(viewer), about=case.dossier, kind="review", text=text, path=path)


def _check(plan: Plan, with_whom: str, attained: Sequence[Attained], proposal: str, reason: str) -> None:
    running(plan.case)
    for each in attained:
        of_family(plan.case, each.person)
    if not with_whom.strip():
        raise Refused("だれと見直したかを書いてください。まだ会えていないときは、会ってから見直します。")
    if not attained:
        raise Refused("目標のどれか一つについて、どこまで近づいたかを書いてください。")
    if any(each.goal.plan_id != plan.pk for each in attained):
        raise Refused("このプランの目標から選んでください。")
    if proposal not in codes("review_outcomes") or not reason.strip():
        raise Refused("これからの案を選び、そう考えたわけを書いてください。")


def _check_levels(viewer: Viewer, plan: Plan, reached: Sequence[Chosen]) -> None:
    agreed = {row.pk for row in levels_of(viewer, plan).values()}
    wrong = any(each.levels.pk not in agreed or each.level not in Levels.STEPS for each in reached)
    if wrong or len({each.levels.pk for each in reached}) != len(reached):
        raise Refused("家族と決めた段が変わっています。画面を開き直して、もう一度選んでください。")


def _check_help(plan: Plan, helped: Sequence[Helping]) -> None:
    for each in helped:
        of_family(plan.case, each.person)
        ours = each.goal.plan_id == plan.pk and (each.step is None) != (each.fit is None)
        step = each.step is None or each.step.goal.plan_id == plan.pk
        if not (ours and step and (each.fit is None or each.fit.case == plan.case)):
            raise Refused("このプランの取組と、このケースの強み・資源から選んでください。")


@action("outcomes.decide")
def decide(viewer: Viewer, *, review: Review, outcome: str, reason: str) -> Review:
    """The organisation's decision on how it goes on: continue, closer, lighter, or close. Once; the lead is told."""
    require(viewer, Right.DECIDE, review)
    if not review.plan.case.is_open:
        raise Refused("終結したケースのことは、もう決められません。新しい連絡は受付から始めてください。")
    held = Review.objects.for_system("one decision").select_for_update(of=("self",))
    before = held.select_related("decided_by__user").get(pk=review.pk)
    if before.retracted_at:
        raise Refused(TAKEN_BACK)
    if before.decided_by:
        raise Refused(
            f"この見直しの決定はすでにあります（{before.decided_by.user.name}さん）。変えるときは、もう一度家族と見直してください。"
        )
    if outcome not in codes("review_outcomes") or not reason.strip():
        raise Refused("決定を選び、理由を書いてください。")
    review.outcome, review.outcome_reason = outcome, reason.strip()
    review.decided_at, review.decided_by = now(), viewer.post
    review.save(update_fields=["outcome", "outcome_reason", "decided_at", "decided_by"])
    case, title = review.plan.case, f"見直しの決定：{codes('review_outcomes').label(outcome)}"
    family = case.family
    mark(
        viewer,
        source=review,
        kind="decision",
        title=title,
        at=now(),
        family=family,
        case=case,
        need=Right.DECIDE,
    )
    text = f"見直しの決定がありました（ケース {case.number}）。決定にそって次へ進めてください。"
    path = reverse("closing:sheet", args=[case.family.ref])
    notify([case.lead], about=case.dossier, kind="decision", text=text, path=path)
    return review
