"""Phase 2: wishes, strengths, needs in several views, what fits which, who stays, and rounds held."""

from datetime import datetime

from tomoni.access.viewer import Viewer
from tomoni.assessment import actions
from tomoni.town import timeline as told
from tomoni.town.actions.replay.happening import happen
from tomoni.town.actions.stage import Stage
from tomoni.town.timeline import circle


@happen.register
def _assessment(event: told.Assessment, stage: Stage, moment: datetime) -> None:
    viewer = stage.worker(event.by)
    for wish in event.wishes:
        text, person = stage.says(wish.text, moment), stage.people.get(wish.by)
        actions.wish(viewer, case=stage.running, text=text, person=person)
    for strength in event.strengths:
        stage.circle.strengths[strength.key] = actions.note_strength(
            viewer, case=stage.running, kind=strength.kind, text=stage.says(strength.text, moment), time=strength.time,
            told_by=stage.people.get(strength.told_by), **stage.named(strength.who),
        )  # fmt: skip
    for need in event.needs:
        _need(viewer, need, stage, moment)
    for view in event.views:
        _view(viewer, view, view.need, stage, moment)
    for fit in event.fits:
        _fit(viewer, fit, fit.need, stage, moment)
    for who in event.supporters:
        actions.name_supporter(
            viewer, case=stage.running, kind=who.kind, text=stage.says(who.text, moment), child=stage.people.get(who.child),
            told_by=stage.people.get(who.told_by), **stage.named(who.who),
        )  # fmt: skip
    if event.summary:
        _hold(event, stage, moment)


def _need(viewer: Viewer, need: circle.Need, stage: Stage, moment: datetime) -> None:
    stage.circle.needs[need.key] = actions.add_need(
        viewer, case=stage.running, kind=need.kind, wished=stage.says(need.wished, moment),
        now_is=stage.says(need.now, moment), person=stage.people.get(need.of), picture=need.picture, doing=need.doing,
    )  # fmt: skip
    for view in need.views:
        _view(viewer, view, need.key, stage, moment)
    for fit in need.fits:
        _fit(viewer, fit, need.key, stage, moment)


def _view(viewer: Viewer, view: circle.View, need: str, stage: Stage, moment: datetime) -> None:
    actions.give_view(
        viewer, need=stage.circle.needs[need], text=stage.says(view.text, moment), scale=view.scale,
        person=stage.people.get(view.by),
    )  # fmt: skip


def _fit(viewer: Viewer, fit: circle.Fit, need: str, stage: Stage, moment: datetime) -> None:
    stage.circle.fits[fit.key] = actions.fit(
        viewer, need=stage.circle.needs[need], strength=stage.circle.strengths[fit.strength],
        adjustment=fit.adjust, text=stage.says(fit.text, moment),
    )  # fmt: skip


def _hold(event: told.Assessment, stage: Stage, moment: datetime) -> None:
    actions.hold(
        stage.worker(event.by), case=stage.running, reason=event.why, summary=stage.says(event.summary, moment),
        checked_with=stage.people.get(event.checked_with), answer=stage.says(event.answer, moment),
        again_on=event.again.on(stage.today) if event.again else None,
    )  # fmt: skip
