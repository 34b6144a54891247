"""Records of talks: the first interview, contacts, corrections, what happens in a life."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tomoni.access.factual import end_fact
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.cases.actions import enter_phase, meet_duty, record_birth
from tomoni.cases.models import Duty as DutyRow
from tomoni.contacts.actions import (
    Interpreting,
    Met,
    NewPassage,
    Note,
    Promise,
    Seen,
    attach,
    correct,
    mark_body,
    record,
)
from tomoni.contacts.models import Contact
from tomoni.families.actions import join_partners
from tomoni.people.actions import enrol
from tomoni.people.models import Enrolment, Person
from tomoni.town import timeline as told
from tomoni.town.actions.replay.following import observed
from tomoni.town.actions.replay.happening import happen
from tomoni.town.actions.replay.meetings import begin
from tomoni.town.actions.sheets import drawn
from tomoni.town.actions.stage import Stage


@happen.register
def _first_interview(event: told.FirstInterview, stage: Stage, moment: datetime) -> None:
    begin(stage, "assessment")
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
        coworkers=colleagues,
        interpreting=_interpreting(stage, event),
        agreed=stage.says(getattr(event, "agreed", ""), moment),
        gained=stage.says(getattr(event, "brought", ""), moment),
        safety_concern=getattr(event, "safety_concern", False),
        promise=Promise(event.next.what, due) if event.next and due else None,
    )


def _interpreting(stage: Stage, event: told.Contact | told.FirstInterview) -> Interpreting | None:
    caller = stage.place.callers.get(event.interpreter) if isinstance(event, told.Contact) else None
    if caller is None or isinstance(event, told.FirstInterview):
        return None
    who, organisation = caller
    return Interpreting(event.language, f"{who.name}（{who.title}）", organisation=organisation)


def _put_beside(stage: Stage, event: told.Contact, viewer: Viewer, row: Contact) -> None:
    for each in event.beside:
        attach(viewer, contact=row, kind=each.kind, label=each.label, file=drawn())
    for place in event.body:
        names = [stage.name_of(key) for key in place.seen_by]
        seen = Seen(place.region, place.size, place.colour, place.shape, place.words)
        mark_body(viewer, contact=row, person=stage.people[place.person], seen=seen, seen_by="、".join(names))


@happen.register
def _contact(event: told.Contact, stage: Stage, moment: datetime) -> None:
    viewer = stage.worker(*event.staff)
    if stage.row and stage.row.phase != event.phase:
        enter_phase(viewer, case=stage.row, phase=event.phase)
    passages = _passages(stage, event.passages, moment)
    row = record(viewer, family=stage.home, case=stage.row, note=_note(stage, event, passages, moment))
    stage.contacts[event.id] = row
    _put_beside(stage, event, viewer, row)
    if event.observed:
        observed(event.observed, stage, moment, by=event.staff[0], contact=row)
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
    if event.school:
        _change_school(event.school, person, stage, moment)
    passage = NewPassage(stage.says(event.text, moment), "fact", "family", about=person)
    note = Note(
        moment,
        "phone",
        [passage],
        [Met(person, seen=False)] if not person.unborn else [],
        purpose="life_event",
    )
    record(viewer, family=stage.home, case=stage.row, note=note)


def _change_school(key: str, person: Person, stage: Stage, moment: datetime) -> None:
    left = (
        Enrolment.objects.for_system("town: the school before")
        .standing()
        .filter(person=person, valid_until=None)
    )
    for row in left:
        end_fact(stage.worker(), fact=row, on=Day(moment.date()))
    enrol(
        stage.worker(), person=person, organisation=stage.place.organisations[key], since=Day(moment.date())
    )
