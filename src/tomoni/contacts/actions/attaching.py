"""Putting photographs, scans and recordings beside a record."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.protected import MASK
from tomoni.access.viewer import Viewer
from tomoni.calendar import now
from tomoni.cases.actions import mark, pointer, retract_event
from tomoni.cases.models import TimelineEntry
from tomoni.cases.rules import UNDONE
from tomoni.contacts.models import Attachment, Contact
from tomoni.contacts.queries import versions
from tomoni.contacts.rules import kinds_beside, unsuited
from tomoni.documents.actions import digest, store
from tomoni.documents.files import Clean
from tomoni.people.models import Person
from tomoni.practice import codes

CORRECTED = "この記録は訂正されています。新しいほうの記録を開いて、そちらに添えてください。"
NOT_OFFERED = {
    "injury": "けがの写真は、けがや性的な被害の心配を記した記録にだけ添えられます。先に記録を訂正して、その印を付けてください。",
    "photo": "けがの心配がある記録には、本人が「よい」と言ったけがの写真と、書類・録音だけを添えられます。",
}
NO_YES = (
    "本人が「よい」と言っていない写真は残せません。だれのけがか、本人が言ったことば、その場にいた人を書いてください。"
    "ことばがないときは写真を撮らず、見えたことを文と「けがの図」に書きます。"
)
UNDRESSED = "服を脱がせて撮った写真は残せません。見えるところだけを写したことを確かめて、印をつけてください。"
LABELLED = (
    "秘匿にするものに見出しは付けられません。見出しを空にしてください。内容は、表示したときに分かります。"
)


@dataclass(frozen=True)
class Consented:
    """Whose injury a photograph shows, their yes in their own words, who was there, and that nobody was undressed for it."""

    person: Person | None = None
    yes: str = ""
    with_whom: str = ""
    nobody_undressed: bool = False


@action("contacts.attach")
def attach(
    viewer: Viewer,
    *,
    contact: Contact,
    kind: str,
    file: Clean,
    label: str = "",
    protected: bool = False,
    consented: Consented | None = None,
) -> Attachment:
    """Keep a cleaned file beside a record, with a line in the chronology. Row and bytes are written together or not at all."""
    require(viewer, Need.WRITE, contact)
    consented = consented or Consented()
    _check(contact, kind, file, label.strip(), protected)
    if kind == "injury":
        _check_yes(contact, consented)
    _check_room(contact, len(file.content))
    row = Attachment(municipality=viewer.tenant, dossier=contact.dossier, contact=contact, kind=kind)
    row.label, row.protected, row.author = label.strip(), protected, viewer.post
    row.media_type, row.size, row.digest = file.kind.media_type, len(file.content), digest(file.content)
    if kind == "injury":
        row.person, row.yes, row.with_whom = (
            consented.person,
            consented.yes.strip(),
            consented.with_whom.strip(),
        )
    row.file = store(viewer.tenant, file.content)
    row.save()
    _tell(viewer, row, _line(row))
    return row


def _check(contact: Contact, kind: str, file: Clean, label: str, protected: bool) -> None:
    if Contact.objects.for_system("already corrected?").filter(corrects=contact).exists():
        raise Refused(CORRECTED)
    if kind not in kinds_beside(contact.safety_concern):
        raise Refused(NOT_OFFERED.get(kind, "添えるものの種類を選んでください。"))
    if wrong := unsuited(kind, file.kind.family):
        raise Refused(wrong)
    if protected and label:
        raise Refused(LABELLED)
    if MASK in label:
        raise Refused("伏せ字は見出しにできません。見出しを書き直してください。")


def _check_yes(contact: Contact, consented: Consented) -> None:
    person = consented.person
    if person is None or not consented.yes.strip() or not consented.with_whom.strip():
        raise Refused(NO_YES)
    if person.dossier_id != contact.family.dossier_id:
        raise Refused("この家庭の人を選んでください。")
    if not consented.nobody_undressed:
        raise Refused(UNDRESSED)


def _check_room(contact: Contact, size: int) -> None:
    kept = Attachment.objects.for_system("room for one more?")
    here = kept.filter(contact__in=versions(contact)).aggregate(all=Sum("size"))["all"] or 0
    if here + size > settings.TOMONI_RECORD_FILES_MB * 1_000_000:
        raise Refused(
            f"一つの記録に添えられるのは合わせて {settings.TOMONI_RECORD_FILES_MB}MB までです。別の記録に分けて添えてください。"
        )
    everywhere = kept.aggregate(all=Sum("size"))["all"] or 0
    if everywhere + size > settings.TOMONI_ALL_FILES_MB * 1_000_000:
        raise Refused(
            "預かれるファイルの量がいっぱいです。システム管理者に伝えてください。文の記録はこれまでどおり書けます。"
        )


def _line(row: Attachment) -> str:
    """How the chronology calls it: nothing of what is protected."""
    named = codes("attachment_kinds").label(row.kind)
    return (
        f"{named}（秘匿）を添えた"
        if row.protected
        else f"{named}を添えた{f'：{row.label}' if row.label else ''}"
    )


def _tell(viewer: Viewer, row: Attachment, title: str) -> None:
    contact = row.contact
    persons = [row.person] if row.person else []
    mark(
        viewer, source=row, kind="attachment", title=title, at=now(), family=contact.family, case=contact.case, persons=persons
    )  # fmt: skip


@action("contacts.take_back_attachment")
def take_back_attachment(viewer: Viewer, *, attachment: Attachment, why: str) -> Attachment:
    """It should not have been put there: nobody opens it any more; that it was there stays, with the reason."""
    require(viewer, Need.WRITE, attachment)
    retract_event(viewer, event=attachment, why=why)
    _tell(viewer, attachment, f"{UNDONE}{_line(attachment)}")
    return attachment


@action("contacts.protect_attachment")
def protect_attachment(viewer: Viewer, *, attachment: Attachment) -> Attachment:
    """Hide it from now on: its label goes from the record and from the chronology."""
    require(viewer, Need.WRITE, attachment)
    attachment.protected, attachment.label = True, ""
    attachment.save(update_fields=["protected", "label"])
    for line in TimelineEntry.objects.for_system("the lines of it").filter(source=pointer(attachment)):
        line.title = f"{UNDONE if line.title.startswith(UNDONE) else ''}{_line(attachment)}"
        line.save(update_fields=["title"])
    return attachment
