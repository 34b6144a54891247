"""Writing records of contact."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.protected import plain_of
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import now
from tomoni.cases.actions import mark, open_duty
from tomoni.cases.models import Case
from tomoni.contacts.models import Contact, Passage, Present
from tomoni.contacts.rules import headline, title_of
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.resources.models import Organisation

FUTURE = timedelta(minutes=10)


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
    companion: Post | None = None
    agreed: str = ""
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
    for name in (
        "at",
        "method",
        "place",
        "purpose",
        "minutes",
        "organisation",
        "companion",
        "agreed",
        "safety_concern",
    ):
        setattr(contact, name, getattr(note, name))
    for name, value in note.extra.items():
        setattr(contact, name, value)
    contact.title = note.title.strip() or title_of(passages)
    contact.save()
    _write_parts(viewer, contact, passages, note.met)
    persons = [m.person for m in note.met] + [p.about for p in passages if p.about]
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
    return contact


def _check(family: Family, note: Note, passages: list[NewPassage]) -> None:
    if not passages and not note.met and not note.agreed.strip():
        raise Refused("記録する内容がありません。見たこと・聞いたことばを一つ以上書いてください。")
    if note.at > now() + FUTURE:
        raise Refused("日時が未来になっています。これからの予定は「次の約束」に書いてください。")
    people = [m.person for m in note.met] + [p for x in passages for p in (x.speaker, x.about) if p]
    if any(person.dossier_id != family.dossier_id for person in people):
        raise Refused("この家庭の人を選んでください。")


def _write_parts(viewer: Viewer, contact: Contact, passages: list[NewPassage], met: Sequence[Met]) -> None:
    shared = {"municipality": viewer.tenant, "dossier": contact.dossier, "contact": contact}
    for order, new in enumerate(passages):
        row = Passage(**shared, order=order, kind=new.kind, source=new.source, topic=new.topic)
        row.speaker, row.speaker_text, row.about = new.speaker, new.speaker_text.strip(), new.about
        setattr(row, "hidden" if new.protected else "text", new.text.strip())
        row.save()
    for m in {m.person.pk: m for m in met}.values():
        Present(**shared, person=m.person, seen=m.seen, heard=m.heard, alone=m.alone).save()


@action("contacts.correct")
def correct(viewer: Viewer, *, contact: Contact, note: Note, reason: str) -> Contact:
    """A corrected record beside the old one, which stays readable. Who writes it is its author."""
    require(viewer, Need.WRITE, contact)
    if not reason.strip():
        raise Refused("訂正の理由を書いてください（例：日付のまちがい、ことばの聞きちがい）。")
    if Contact.objects.for_system("already corrected?").filter(corrects=contact).exists():
        raise Refused("この記録はすでに訂正されています。新しいほうの記録を開いて訂正してください。")
    extra = {"corrects": contact, "correction_reason": reason.strip()}
    return record(
        viewer, family=contact.family, case=contact.case, note=replace(note, extra=extra, promise=None)
    )


@action("contacts.protect_passage")
def protect_passage(viewer: Viewer, *, passage: Passage) -> Passage:
    """Hide a passage that turned out to name what must stay hidden, in place."""
    require(viewer, Need.WRITE, passage)
    passage.hidden, passage.text = plain_of(passage, "text"), ""
    passage.save(update_fields=["hidden", "text"])
    return passage
