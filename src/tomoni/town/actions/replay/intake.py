"""Phase 1: calls, what was explained, children seen, what others take over."""

from datetime import datetime

from tomoni.intake.actions import Call, confirm_safety, explain, hand_over, receive
from tomoni.sharing.actions import record_consent
from tomoni.town import timeline as told
from tomoni.town.actions.replay.happening import happen
from tomoni.town.actions.stage import Stage

HOW = {"talked_alone": "家族を交えずに話した", "talked_with_family": "家族と一緒に話した", "seen": "姿を見た"}


@happen.register
def _referral(event: told.Referral, stage: Stage, moment: datetime) -> None:
    caller = stage.place.callers.get(event.by)
    relation = "家族" if event.by in stage.people else (caller[0].title if caller else "")
    other = next((o for o in stage.case.others if o.key == event.by), None)
    more = [event.told, f"以前のかかわり：{event.earlier}", f"望んでいること：{event.asks}"]
    call = Call(
        door=event.door,
        route=event.route,
        method=event.method,
        is_notice=event.notice,
        anonymous=bool(other and event.hidden),
        caller_name=stage.name_of(event.by),
        caller_contact=other.phone if other else "",
        caller_relation=other.relation if other else relation,
        organisation=caller[1] if caller and not event.hidden else None,
        consultation_kind=event.topic,
        harm_kind=event.harm,
        whereabouts=stage.says(event.whereabouts, moment),
        complaint=stage.says("\n".join(text for text in more if not text.endswith("：")), moment),
    )
    viewer = stage.receiver(event.received_by)
    children = stage.family_members(event.about)
    row = receive(viewer, family=stage.home, children=children, call=call)
    stage.referrals[event.id] = stage.last_referral = row


@happen.register
def _explained(event: told.Explained, stage: Stage, moment: datetime) -> None:
    viewer = stage.worker(event.by)
    response = "\n".join(stage.says(text, moment) for text in (event.words, event.response) if text)
    for person in stage.family_members(event.to):
        explain(viewer, family=stage.home, person=person, items=event.items, response=response, at=moment)


@happen.register
def _safety_check(event: told.SafetyCheck, stage: Stage, moment: datetime) -> None:
    for sight in event.children:
        viewer = stage.worker(*sight.seen_by)
        confirm_safety(
            viewer,
            referral=stage.referrals[event.of],
            children=stage.family_members((sight.child,)),
            seen_at=moment,
            place=sight.place,
            how=HOW.get(sight.how, sight.how),
            result=stage.says(sight.note, moment),
        )


@happen.register
def _handover(event: told.HandoverOut, stage: Stage, moment: datetime) -> None:
    viewer = stage.worker()
    organisation = stage.place.organisations[event.to]
    what = "\n".join(
        stage.says(text, moment) for text in (*event.what, f"知らせてほしいとき：{event.call_us_when}")
    )
    consents = [
        record_consent(
            viewer,
            family=stage.home,
            person=stage.people[yes.by],
            given=True,
            what=event.what[0][:300],
            organisation=organisation,
            words=stage.says(yes.words, moment),
        )
        for yes in event.consent
    ]
    hand_over(
        viewer,
        referral=stage.referrals[event.of],
        organisation=organisation,
        what=what,
        consent=consents[0] if consents else None,
        look_back_on=event.look_back.on(stage.today),
    )
