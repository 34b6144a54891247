"""Phases 6 and 7: looking back, the decision, signs of return, the end; a later referral opens the family again."""

from datetime import datetime

from tomoni.cases.actions import enter_phase, meet_duty
from tomoni.cases.models import Duty
from tomoni.closing import actions
from tomoni.outcomes.actions import Answered, Attained, Chosen, Helping, decide, hear, look_back
from tomoni.outcomes.models import Review
from tomoni.town import timeline as told
from tomoni.town.actions.replay.happening import happen
from tomoni.town.actions.stage import Stage
from tomoni.town.timeline import circle


@happen.register
def _review(event: told.Review, stage: Stage, moment: datetime) -> None:
    attained = [
        Attained(
            stage.circle.goals[row.goal], row.way, stage.says(row.text, moment), stage.people.get(row.by)
        )
        for row in event.attained
    ]
    helped = [
        Helping(stage.circle.goals[row.goal], fit=stage.circle.fits[key], person=stage.people.get(row.by))
        for row in event.attained
        for key in row.helped
    ]
    reached = [Chosen(stage.circle.levels[row.goal], row.level) for row in event.reached]
    stage.circle.reviews[event.id] = look_back(
        stage.worker(event.by), plan=stage.circle.plans[event.of], with_whom=stage.names(event.whom), attained=attained,
        proposal=event.proposal, reason=stage.says(event.reason, moment), family_wish=stage.says(event.wish, moment),
        review_on=event.again.on(stage.today) if event.again else None, helped=helped, reached=reached,
    )  # fmt: skip
    _look_at_requests(stage, moment, stage.circle.reviews[event.id])


def _look_at_requests(stage: Stage, moment: datetime, review: Review) -> None:
    """Whether what others were asked still fits is looked at together."""
    asked = (
        Duty.objects.for_system("town: requests that end").open().filter(case=stage.running, kind="request")
    )
    for duty in asked.filter(due_at__lte=moment):
        meet_duty(stage.worker(), duty=duty, by=review)


@happen.register
def _voiced(event: told.Voiced, stage: Stage, moment: datetime) -> None:
    answers = [
        Answered(
            row.question, row.way, stage.says(row.text, moment), **(stage.named(row.to) if row.to else {})
        )
        for row in event.answers
    ]
    review, person = stage.circle.reviews[event.of], stage.people.get(event.who)
    hear(stage.worker(event.by), review=review, person=person, answers=answers)


@happen.register
def _decided(event: told.Decided, stage: Stage, moment: datetime) -> None:
    viewer, reason = stage.place.staff[event.by], stage.says(event.reason, moment)
    decide(viewer, review=stage.circle.reviews[event.of], outcome=event.outcome, reason=reason)


@happen.register
def _closing(event: told.Closing, stage: Stage, moment: datetime) -> None:
    viewer, case = stage.worker(event.by), stage.running
    enter_phase(viewer, case=case, phase="closing")
    for sign in event.signs:
        _agree_sign(sign, event, stage, moment)
    for left in event.remaining:
        text, said = stage.says(left.text, moment), stage.says(left.told, moment)
        along, who = stage.says(left.alongside, moment), stage.outside(left.who)
        actions.leave(viewer, case=case, text=text, told=said, alongside=along, **who)
    actions.close(
        viewer, case=case, achieved=stage.says(event.achieved, moment),
        told_to=stage.names(event.told_to), can_ask=stage.says(event.can_ask, moment),
        answer=stage.says(event.answer, moment),
    )  # fmt: skip
    stage.rest()


def _agree_sign(sign: circle.Sign, event: told.Closing, stage: Stage, moment: datetime) -> None:
    actions.agree_sign(
        stage.worker(event.by), case=stage.running, text=stage.says(sign.text, moment), watcher=sign.watcher,
        child=stage.people.get(sign.child), how=stage.says(sign.how, moment),
        until=sign.until.on(stage.today) if sign.until else None, **stage.outside(sign.who),
    )  # fmt: skip
