"""Living cases replayed through the product's actions, each event at its own moment."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import singledispatch
from heapq import heappop, heappush
from itertools import count

from tomoni.access.factual import end_fact
from tomoni.calendar import Day, frozen
from tomoni.cases.actions import (
    enter_phase,
    meet_duty,
    open_duty,
    record_birth,
    set_involvement,
    set_margin,
    set_reason,
    set_status,
)
from tomoni.cases.models import Duty as DutyRow
from tomoni.cases.models import Status as StatusRow
from tomoni.contacts.actions import Met, NewPassage, Note, Promise, correct, record
from tomoni.families.actions import join_partners
from tomoni.intake.actions import Call, accept, attach, confirm_safety, explain, hand_over, receive, settle
from tomoni.meetings.actions import chronicle, convene, decide_item, put_on_agenda
from tomoni.people.models import Person
from tomoni.sharing.actions import record_consent
from tomoni.town import timeline as told
from tomoni.town.actions.stage import Stage, raise_curtain
from tomoni.town.script import Case

HOW = {"talked_alone": "ひとりで話した", "talked_with_family": "家族と一緒に話した", "seen": "姿を見た"}
ACCEPTING = frozenset({"accepted", "consultation"})
INTAKE_MEETINGS = frozenset({"intake", "emergency_intake"})


@dataclass
class Player:
    """Plays the events of all cases in the order of time."""

    today: date
    until: datetime

    def play(self, stages: Iterable[Stage]) -> None:
        """Every event that has come, at its moment."""
        queue: list[tuple[datetime, int, Stage, told.Event]] = []
        order = count()
        for stage in stages:
            for event in stage.case.timeline:
                heappush(queue, (event.at.at(self.today), next(order), stage, event))
        while queue:
            moment, _, stage, event = heappop(queue)
            if moment > self.until:
                return
            with frozen(moment):
                if stage.family is None:
                    raise_curtain(stage, moment)
                happen(event, stage, moment)


@singledispatch
def happen(event: told.Event, stage: Stage, moment: datetime) -> None:
    """One event becomes what the product writes for it."""
    raise NotImplementedError(type(event).__name__)


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
    viewer = stage.worker(event.received_by)
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
def _first_interview(event: told.FirstInterview, stage: Stage, moment: datetime) -> None:
    _begin(stage, "assessment")
    passages = [
        *_said(stage, event.own_words, "own_words", moment),
        *_said(stage, event.matters, "matters", moment),
        *_said(stage, event.wishes, "wishes", moment),
    ]
    for strength in event.strengths:
        about = stage.people.get(strength.of)
        text = stage.says(strength.text, moment)
        passages.append(NewPassage(text, "opinion", "staff", about=about, topic="strengths"))
    for near in event.around:
        text = f"{stage.name_of(near.who)}：{stage.says(near.text, moment)}"
        passages.append(NewPassage(text, "fact", "family", topic="around"))
    passages += _passages(stage, event.passages, moment)
    note = _note(stage, event, passages, moment, title="初回面接", purpose="first_interview")
    stage.contacts[event.id] = record(
        stage.worker(*event.staff), family=stage.home, case=stage.row, note=note
    )


def _said(stage: Stage, rows: tuple[told.Said, ...], topic: str, moment: datetime) -> list[NewPassage]:
    return [
        NewPassage(
            stage.says(row.text, moment),
            "quotation",
            "family",
            speaker=stage.people.get(row.by),
            speaker_text="" if row.by in stage.people else stage.name_of(row.by),
            topic=topic,
        )
        for row in rows
    ]


def _passages(stage: Stage, rows: tuple[told.Passage, ...], moment: datetime) -> list[NewPassage]:
    return [
        NewPassage(
            stage.says(row.text, moment),
            row.kind,
            row.source,
            speaker=stage.people.get(row.by),
            speaker_text="" if row.by in stage.people or not row.by else stage.name_of(row.by),
            about=_one(stage.family_members(row.about)),
            protected=row.protected,
            good=row.good,
        )
        for row in rows
    ]


def _one(people: Sequence[Person]) -> Person | None:
    """Whom a passage is about when it is about one; what concerns several stands for all who were there."""
    return people[0] if len(people) == 1 else None


def _note(
    stage: Stage,
    event: told.Contact | told.FirstInterview,
    passages: list[NewPassage],
    moment: datetime,
    title: str = "",
    purpose: str = "",
) -> Note:
    alone = set(getattr(event, "alone", ()))
    present = dict.fromkeys((*event.met, *event.seen))
    method = getattr(event, "method", "visit")
    remote = method in {"phone", "message", "letter", "online", "agency_phone", "missed"}
    met = [
        Met(stage.people[key], seen=not remote, heard=key in event.met, alone=key in alone)
        for key in present
        if key in stage.people
    ]
    organisations = [stage.place.callers[key][1] for key in event.met if key in stage.place.callers]
    colleagues = [stage.place.staff[key].post for key in event.staff[1:] if key in stage.place.staff]
    due = event.next.at.at(stage.today) if event.next else None
    return Note(
        at=moment,
        method=method,
        place=event.place,
        purpose=purpose,
        title=title,
        passages=passages,
        met=met,
        organisation=organisations[0] if organisations else None,
        companion=colleagues[0] if colleagues else None,
        agreed=stage.says(getattr(event, "agreed", ""), moment),
        safety_concern=getattr(event, "safety_concern", False),
        promise=Promise(event.next.what, due) if event.next and due else None,
    )


@happen.register
def _contact(event: told.Contact, stage: Stage, moment: datetime) -> None:
    viewer = stage.worker(*event.staff)
    if stage.row and stage.row.phase != event.phase:
        enter_phase(viewer, case=stage.row, phase=event.phase)
    passages = _passages(stage, event.passages, moment)
    row = record(viewer, family=stage.home, case=stage.row, note=_note(stage, event, passages, moment))
    stage.contacts[event.id] = row
    kept = DutyRow.objects.for_system("town: promises kept").open().filter(family=stage.home, kind="promise")
    for duty in kept.filter(due_at__lte=moment + timedelta(days=1)):
        meet_duty(viewer, duty=duty, by=row)


@happen.register
def _correction(event: told.Correction, stage: Stage, moment: datetime) -> None:
    wrong = stage.contacts[event.of]
    rows = list(wrong.passages.for_system("town: the text to correct").order_by("order"))
    passages = [
        NewPassage(row.text, row.kind, row.source, row.speaker, row.speaker_text, row.about, row.topic)
        for row in rows
    ]
    right = passages[event.passage - 1]
    text = stage.says(event.text, moment)
    passages[event.passage - 1] = NewPassage(
        text, right.kind, right.source, right.speaker, right.speaker_text, right.about, right.topic
    )
    present = wrong.present.for_system("town: who was there").select_related("person")
    met = [Met(p.person, p.seen, p.heard, p.alone) for p in present]
    note = Note(
        wrong.at, wrong.method, passages, met, wrong.place, wrong.purpose, organisation=wrong.organisation
    )
    correct(stage.worker(event.by), contact=wrong, note=note, reason=stage.says(event.reason, moment))


@happen.register
def _meeting(event: told.Meeting, stage: Stage, moment: datetime) -> None:
    if event.result in ACCEPTING:
        _begin(stage, "assessment", event.main)
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


def _begin(stage: Stage, phase: str, main: str = "") -> None:
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


@happen.register
def _status(event: told.Status, stage: Stage, moment: datetime) -> None:
    _begin(stage, "intake")
    assert stage.row is not None
    viewer, person = stage.worker(), stage.people[event.person]
    if event.ends:
        standing = (
            StatusRow.objects.for_system("town: what ends")
            .standing()
            .filter(person=person, kind=event.status)
        )
        if (row := standing.get()).valid_until is None:  # a birth has ended the pregnancy's
            end_fact(viewer, fact=row, on=Day(moment.date()))
    else:
        reason = stage.says(event.reason, moment)
        set_status(viewer, case=stage.row, person=person, kind=event.status, reason=reason)


def _agreed(stage: Stage, keys: tuple[str, ...]) -> str:
    return "、".join(stage.name_of(key) for key in keys)


@happen.register
def _involvement(event: told.Involvement, stage: Stage, moment: datetime) -> None:
    _set_level(set_involvement, event, stage, moment)


@happen.register
def _margin(event: told.Margin, stage: Stage, moment: datetime) -> None:
    _set_level(set_margin, event, stage, moment)


def _set_level(
    setter: Callable[..., object], event: told.Involvement | told.Margin, stage: Stage, moment: datetime
) -> None:
    """A level belongs to a case; what was said of it before one began stands in the records."""
    if stage.row is None:
        return
    reason = stage.says(event.reason, moment)
    agreed = _agreed(stage, event.agreed_by)
    setter(stage.worker(), case=stage.row, level=event.level, reason=reason, agreed_with=agreed)


@happen.register
def _duty(event: told.Duty, stage: Stage, moment: datetime) -> None:
    viewer, due = stage.worker(event.who), event.due.at(stage.today)
    same = DutyRow.objects.for_system("town: promised already").open().filter(family=stage.home, due_at=due)
    if same.filter(kind=event.kind).exists():
        return
    duty = open_duty(
        viewer,
        kind=event.kind,
        text=stage.says(event.text, moment),
        due_at=due,
        family=stage.home,
        case=stage.row,
        holder=viewer.post,
    )
    if event.done:
        with frozen(event.done.at(stage.today)):
            meet_duty(viewer, duty=duty)


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


@happen.register
def _life_event(event: told.LifeEvent, stage: Stage, moment: datetime) -> None:
    viewer, person = stage.worker(), stage.people[event.person]
    script = next(p for p in stage.case.persons if p.key == event.person)
    if event.kind == "birth" and person.unborn:
        born = script.birth.day(stage.today)
        record_birth(viewer, person=person, birth=born, name=script.name, kana=script.kana, sex=script.sex)
    if event.kind == "marriage":
        for couple in stage.case.unions:
            if event.person in {couple.a, couple.b} and couple.since.day(stage.today).date == moment.date():
                one, two = stage.people[couple.a], stage.people[couple.b]
                join_partners(viewer, one=one, two=two, kind=couple.kind, since=Day(moment.date()))
    passage = NewPassage(stage.says(event.text, moment), "fact", "family", about=person)
    note = Note(
        moment,
        "phone",
        [passage],
        [Met(person, seen=False)] if not person.unborn else [],
        purpose="life_event",
    )
    record(viewer, family=stage.home, case=stage.row, note=note)


def stages(place: object, cases: Iterable[Case], today: date) -> list[Stage]:
    """A stage for each case."""
    return [Stage(place, case, today) for case in cases]  # type: ignore[arg-type]
