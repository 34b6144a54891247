"""Meetings and what they decide; the case begins with the first acceptance."""

from datetime import datetime

from tomoni.cases.actions import set_reason
from tomoni.intake.actions import accept, attach, settle
from tomoni.meetings.actions import chronicle, convene, decide_item, put_on_agenda
from tomoni.town import timeline as told
from tomoni.town.actions.replay.happening import happen
from tomoni.town.actions.stage import Stage

ACCEPTING = frozenset({"accepted", "consultation"})
INTAKE_MEETINGS = frozenset({"intake", "emergency_intake"})


@happen.register
def _meeting(event: told.Meeting, stage: Stage, moment: datetime) -> None:
    if event.result in ACCEPTING:
        begin(stage, "assessment", event.main)
    viewer = stage.worker(*event.attended)
    posts = [stage.place.staff[key].post for key in event.attended if key in stage.place.staff]
    meeting = convene(viewer, kind=event.kind, at=moment, place="こども家庭センター 会議室", attendees=posts)
    chair = next(stage.place.staff[key] for key in event.attended if _decides(stage, key))
    for number, item in enumerate(event.agenda):
        row = put_on_agenda(
            viewer,
            meeting=meeting,
            family=stage.home,
            case=stage.row,
            topic=stage.says(item.title, moment),
            proposal=stage.says(item.talk, moment),
            subject=stage.last_referral,
        )
        reason = "\n".join(stage.says(text, moment) for text in (item.decision, item.reason))
        last = number == len(event.agenda) - 1
        learned = stage.says(event.borderline, moment) if last else ""
        decision = decide_item(
            chair, item=row, outcome=event.result, reason=reason, borderline=bool(learned), learned=learned
        )
        if last:
            chronicle(viewer, decision)
    if event.result not in ACCEPTING and event.kind in INTAKE_MEETINGS and stage.last_referral:
        settle(viewer, referral=stage.last_referral, outcome=event.result)


def _decides(stage: Stage, key: str) -> bool:
    return key in stage.place.staff and stage.place.staff[key].role in {"head", "coordinator"}


def begin(stage: Stage, phase: str, main: str = "") -> None:
    """The first acceptance opens the case; a later referral joins it."""
    referral = stage.last_referral
    if stage.row is not None or referral is None:
        if stage.row and referral and not referral.case_id:
            attach(stage.worker(), referral=referral, case=stage.row)
        return
    lead = stage.place.worker((main,), stage.case.workers[0])
    viewer = stage.worker(stage.case.workers[0])
    stage.row = accept(viewer, referral=referral, lead=lead.post, phase=phase)
    set_reason(stage.worker(main), case=stage.row, kind=stage.case.kind, attitude=stage.case.attitude)
