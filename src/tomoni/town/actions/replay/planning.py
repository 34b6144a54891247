"""Phase 3: a plan is begun, added to, agreed, handed over, laid aside."""

from datetime import datetime
from typing import Any

from tomoni.plans import actions
from tomoni.plans.models import Levels, Plan
from tomoni.town import timeline as told
from tomoni.town.actions.replay.happening import happen
from tomoni.town.actions.stage import Stage
from tomoni.town.timeline import circle


@happen.register
def _plan(event: told.Plan, stage: Stage, moment: datetime) -> None:
    viewer = stage.worker(event.by)
    if event.id not in stage.circle.plans:
        concern = stage.says(event.concern, moment)
        stage.circle.plans[event.id] = actions.begin(viewer, case=stage.running, concern=concern)
    plan = stage.circle.plans[event.id]
    for voice in event.voices:
        text, person = stage.says(voice.text, moment), stage.people.get(voice.by)
        actions.speak(viewer, plan=plan, kind=voice.kind, text=text, person=person)
    for goal in event.goals:
        _goal(goal, plan, event, stage, moment)
    if event.status:
        actions.set_status(viewer, plan=plan, kind=event.status, reason=stage.says(event.reason, moment))
    if event.agreed:
        _agree(event.agreed, plan, event, stage)
    for given in event.given:
        answer, person = stage.says(given.answer, moment), stage.people[given.to]
        shared = _shared(given.share, stage, moment) if given.share else {}
        actions.give(viewer, plan=plan, person=person, answer=answer, **shared)


def _shared(share: circle.Share, stage: Stage, moment: datetime) -> dict[str, Any]:
    outside = stage.outside(share.to)
    whom = outside if "organisation" in outside else {"recipient": stage.name_of(share.to)}
    return {"signed": share.given, "words": stage.says(share.words, moment), **whom}


def _agree(agreed: circle.Agreed, plan: Plan, event: told.Plan, stage: Stage) -> None:
    actions.agree(
        stage.worker(event.by), plan=plan, agreed_by=stage.names(agreed.by), review_on=agreed.review.on(stage.today),
        until=agreed.until.on(stage.today) if agreed.until else None,
    )  # fmt: skip


def _goal(goal: circle.Goal, plan: Plan, event: told.Plan, stage: Stage, moment: datetime) -> None:
    viewer = stage.worker(event.by)
    row = stage.circle.goals[goal.key] = actions.set_goal(
        viewer, plan=plan, horizon=goal.horizon, text=stage.says(goal.text, moment), person=stage.people.get(goal.of),
        look_at=stage.says(goal.look_at, moment), sign=stage.says(goal.sign, moment), closes=goal.closes,
        needs=[stage.circle.needs[key] for key in goal.needs],
    )  # fmt: skip
    if goal.levels:
        told: dict[str, Any] = {
            name: stage.says(getattr(goal.levels, name), moment) for name in Levels.STEPS.values()
        }
        agreed = stage.names(goal.levels.agreed)
        stage.circle.levels[goal.key] = actions.agree_levels(viewer, goal=row, agreed_with=agreed, **told)
    for step in goal.steps:
        fit = stage.circle.fits[step.fit] if step.fit else None
        text, care = stage.says(step.text, moment), stage.says(step.care, moment)
        actions.take_step(viewer, goal=row, text=text, care=care, fit=fit, **_actor(step.who, stage, moment))


def _actor(key: str, stage: Stage, moment: datetime) -> dict[str, Any]:
    """Who takes a step: the centre, a child, the family's grown-ups, or others."""
    if key in stage.place.staff:
        return {"by": "centre"}
    return {"by": stage.side(key, moment.date()), **stage.named(key)}
