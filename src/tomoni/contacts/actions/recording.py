"""Writing records of contact."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.protected import MASK, plain_of
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import TOKYO, now
from tomoni.cases.actions import keep_in_touch, mark, open_duty, pointer
from tomoni.cases.models import Case, TimelineEntry
from tomoni.contacts.models import Contact, CoWorker, Passage, Present
from tomoni.contacts.queries import versions
from tomoni.contacts.rules import headline, title_of
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.practice import codes
from tomoni.resources.models import Organisation
from tomoni.sharing.rules import is_minor

NO_CHILD = (
    "こどもには通訳を頼みません。親のことを親の代わりに言わせてしまうからです。大人の通訳（電話通訳でもかまいません）を選んでください。"
    "その場でこどもが通訳せざるをえなかったときは、事実として本文に書き、次は通訳を手配してください。"
)
FUTURE = timedelta(minutes=10)
COLUMNS = (
    *("at", "method", "place", "purpose", "minutes", "organisation"),
    *("agreed", "gained", "safety_concern"),
)


@dataclass(frozen=True)
class NewPassage:
    """One paragraph: ``kind`` fact, quotation or opinion; ``source`` says where it comes from; whose words if quoted."""

    text: str
    kind: str = "fact"
    source: str = "staff"
    speaker: Person | None = None
    speaker_text: str = ""
    about: Person | None = None
    topic: str = ""
    protected: bool = False
    good: bool = False


@dataclass(frozen=True)
class Met:
    """A person of the family who was there: seen, heard, alone with us."""

    person: Person
    seen: bool = True
    heard: bool = False
    alone: bool = False


@dataclass(frozen=True)
class Promise:
    """What we promised next, and by when."""

    text: str
    due_at: datetime


@dataclass(frozen=True)
class Interpreting:
    """In which language one talked, and who interpreted: a grown-up of the family, an organisation, or somebody by name."""

    language: str
    name: str = ""
    person: Person | None = None
    organisation: Organisation | None = None


@dataclass(frozen=True)
class Note:
    """All of one record of contact, before it is written."""

    at: datetime
    method: str
    passages: Sequence[NewPassage]
    met: Sequence[Met] = ()
    place: str = ""
    purpose: str = ""
    title: str = ""
    minutes: int | None = None
    organisation: Organisation | None = None
    coworkers: Sequence[Post] = ()
    interpreting: Interpreting | None = None
    agreed: str = ""
    gained: str = ""
    safety_concern: bool = False
    promise: Promise | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@action("contacts.record")
def record(viewer: Viewer, *, family: Family, note: Note, case: Case | None = None) -> Contact:
    """Write a contact once for everybody it concerned, and its line in the chronology. The promise becomes a duty."""
    owner = case or family
    require(viewer, Need.WRITE, owner)
    passages = [p for p in note.passages if p.text.strip()]
    _check(family, note, passages)
    contact = Contact(
        municipality=viewer.tenant, dossier=owner.dossier, family=family, case=case, author=viewer.post
    )
    for name in COLUMNS:
        setattr(contact, name, getattr(note, name))
    if spoken := note.interpreting:
        contact.language, contact.interpreter = spoken.language, spoken.name.strip()
        contact.interpreter_person, contact.interpreter_organisation = spoken.person, spoken.organisation
    for name, value in note.extra.items():
        setattr(contact, name, value)
    contact.title = note.title.strip() or title_of(passages)
    contact.save()
    _write_parts(viewer, contact, passages, note)
    persons = [m.person for m in note.met] + _named(passages)
    kind = "correction" if contact.corrects_id else "contact"
    mark(
        viewer,
        source=contact,
        kind=kind,
        title=headline(contact.title, hidden=any(p.protected for p in passages)),
        at=contact.at,
        family=family,
        case=case,
        persons=persons,
        organisation=note.organisation,
    )
    if note.promise:
        promise = note.promise
        open_duty(
            viewer,
            kind="promise",
            text=promise.text,
            due_at=promise.due_at,
            family=family,
            case=case,
            source=contact,
        )
    if case and not contact.corrects_id:
        _stay_in_touch(viewer, contact, case, met=bool(note.met))
    return contact


def _stay_in_touch(viewer: Viewer, contact: Contact, case: Case, *, met: bool) -> None:
    """Whom it was with is asked again in the rhythm: the family, the agency, or both."""
    on = contact.at.astimezone(TOKYO).date()
    if contact.organisation:
        keep_in_touch(viewer, case=case, by=contact, on=on, organisation=contact.organisation)
    if met or not contact.organisation:
        keep_in_touch(viewer, case=case, by=contact, on=on)


def _check(family: Family, note: Note, passages: list[NewPassage]) -> None:
    if not passages and not note.met and not note.agreed.strip():
        raise Refused("記録する内容がありません。見たこと・聞いたことばを一つ以上書いてください。")
    if note.at > now() + FUTURE:
        raise Refused("日時が未来になっています。これからの予定は「次の約束」に書いてください。")
    if any(p.protected and MASK in p.text for p in passages):
        raise Refused("伏せ字のままでは保存できません。秘匿の段落の内容を書き直してください。")
    people = [m.person for m in note.met] + _named(passages)
    if note.interpreting:
        _check_interpreting(note.interpreting, note.at)
        people += [note.interpreting.person] if note.interpreting.person else []
    if any(person.dossier_id != family.dossier_id for person in people):
        raise Refused("この家庭の人を選んでください。")


def _check_interpreting(spoken: Interpreting, at: datetime) -> None:
    """A child is asked for nothing that a grown-up should carry: not to interpret for its parents."""
    if spoken.language and spoken.language not in codes("languages"):
        raise Refused("話したことばを一覧から選んでください。")
    if not spoken.language and (spoken.name.strip() or spoken.person or spoken.organisation):
        raise Refused("何語の通訳だったかを選んでください。")
    if spoken.person and is_minor(spoken.person.birth, at.astimezone(TOKYO).date()):
        raise Refused(NO_CHILD)


def _named(passages: Sequence[NewPassage]) -> list[Person]:
    return [person for p in passages for person in (p.speaker, p.about) if person]


def _write_parts(viewer: Viewer, contact: Contact, passages: list[NewPassage], note: Note) -> None:
    shared = {"municipality": viewer.tenant, "dossier": contact.dossier, "contact": contact}
    for order, new in enumerate(passages):
        row = Passage(**shared, order=order, kind=new.kind, source=new.source, topic=new.topic, good=new.good)
        row.speaker, row.speaker_text, row.about = new.speaker, new.speaker_text.strip(), new.about
        setattr(row, "hidden" if new.protected else "text", new.text.strip())
        row.save()
    for m in {m.person.pk: m for m in note.met}.values():
        Present(**shared, person=m.person, seen=m.seen, heard=m.heard, alone=m.alone).save()
    for post in {post.pk: post for post in note.coworkers}.values():
        CoWorker(**shared, post=post).save()


@action("contacts.correct")
def correct(
    viewer: Viewer, *, contact: Contact, note: Note, reason: str, keep: Collection[Passage] = ()
) -> Contact:
    """A corrected record beside the old one, which stays readable. Who writes it is its author.

    ``keep``: protected passages of the old record that go on unread, after those of the note.
    """
    require(viewer, Need.WRITE, contact)
    if not reason.strip():
        raise Refused("訂正の理由を書いてください（例：日付のまちがい、ことばの聞きちがい）。")
    held = Contact.objects.for_system("one correction at a time").select_for_update().get(pk=contact.pk)
    if Contact.objects.for_system("already corrected?").filter(corrects=held).exists():
        raise Refused("この記録はすでに訂正されています。新しいほうの記録を開いて訂正してください。")
    passages = [*note.passages, *(_carried(row) for row in keep if row.contact_id == contact.pk)]
    extra = {"corrects": contact, "correction_reason": reason.strip()}
    note = replace(note, passages=passages, extra=extra, promise=None)
    return record(viewer, family=contact.family, case=contact.case, note=note)


def _carried(row: Passage) -> NewPassage:
    """A protected passage as it goes into the correction: its text passes from row to row, nobody reads it."""
    named = (row.kind, row.source, row.speaker, row.speaker_text, row.about, row.topic)
    return NewPassage(plain_of(row, "hidden"), *named, protected=True, good=row.good)


@action("contacts.protect_passage")
def protect_passage(viewer: Viewer, *, passage: Passage) -> Passage:
    """Hide a passage that turned out to name what must stay hidden, in place: also where the same words stand in another
    version of the record, its beginning wherever it is shown, and the observations made of it.
    """
    require(viewer, Need.WRITE, passage)
    if passage.hidden:
        return passage
    text = passage.text
    same = Passage.objects.for_system("the same words in its versions").filter(
        contact__in=versions(passage.contact), text=text
    )
    for row in [passage, *same.exclude(pk=passage.pk).select_related("contact")]:
        _hide(row)
    return passage


def _hide(passage: Passage) -> None:
    title = title_of(_open_and_hidden(passage.contact))
    passage.hidden, passage.text = passage.text, ""
    passage.save(update_fields=["hidden", "text"])
    if passage.contact.title == title:
        _retitle(passage.contact)
    for seen in passage.observations.for_system("made of it").filter(hidden=""):
        seen.hidden, seen.text = seen.text, MASK
        seen.save(update_fields=["hidden", "text"])


def _open_and_hidden(contact: Contact) -> list[NewPassage]:
    rows = Passage.objects.for_system("the title of a record").filter(contact=contact).order_by("order")
    return [NewPassage(row.text, protected=bool(row.hidden)) for row in rows]


def _retitle(contact: Contact) -> None:
    """The title was the beginning of the passage: record and chronology get the next open one."""
    contact.title = title_of(_open_and_hidden(contact))
    contact.save(update_fields=["title"])
    entries = TimelineEntry.objects.for_system("the line of this record").filter(source=pointer(contact))
    for entry in entries:
        entry.title = headline(contact.title, hidden=True)
        entry.save(update_fields=["title"])
