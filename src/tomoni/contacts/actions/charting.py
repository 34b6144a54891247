"""The body chart of a record: what was seen, place by place."""

from dataclasses import dataclass

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.viewer import Viewer
from tomoni.calendar import now
from tomoni.cases.actions import mark, retract_event
from tomoni.cases.rules import UNDONE
from tomoni.contacts.actions.attaching import CORRECTED
from tomoni.contacts.models import BodyMark, Contact
from tomoni.people.models import Person
from tomoni.practice import codes

NO_CONCERN = "けがの図は、けがや性的な被害の心配を記した記録にだけ書けます。先に記録を訂正して、その印を付けてください。"
NOTHING_SAID = "大きさ・色・形のうち分かることか、本人のことばを書いてください。"
UNSEEN = "下着で隠れるところは見ません。本人が話したときだけ、そのことばを書いてください（大きさ・色・形は空にします）。"
HIDDEN = ("front_hips", "back_hips")


@dataclass(frozen=True)
class Seen:
    """What was seen in one place, and what the person said of it in their own words."""

    region: str
    size: str = ""
    colour: str = ""
    shape: str = ""
    words: str = ""


@action("contacts.mark_body")
def mark_body(viewer: Viewer, *, contact: Contact, person: Person, seen: Seen, seen_by: str) -> BodyMark:
    """One place on the body chart. Of what underwear hides only the person's own words are kept: nobody looks there."""
    require(viewer, Need.WRITE, contact)
    _check(contact, person, seen, seen_by)
    row = BodyMark(municipality=viewer.tenant, dossier=contact.dossier, contact=contact, person=person)
    row.region, row.seen_by, row.author = seen.region, seen_by.strip(), viewer.post
    for name in ("size", "colour", "shape", "words"):
        setattr(row, name, getattr(seen, name).strip())
    row.save()
    _tell(viewer, row, f"けがの図に書いた：{row}")
    return row


def _check(contact: Contact, person: Person, seen: Seen, seen_by: str) -> None:
    if not contact.safety_concern:
        raise Refused(NO_CONCERN)
    if Contact.objects.for_system("already corrected?").filter(corrects=contact).exists():
        raise Refused(CORRECTED)
    if person.dossier_id != contact.family.dossier_id:
        raise Refused("この家庭の人を選んでください。")
    if seen.region not in codes("body_regions"):
        raise Refused("場所を選んでください。")
    looked_at = any(each.strip() for each in (seen.size, seen.colour, seen.shape))
    if seen.region in HIDDEN and (looked_at or not seen.words.strip()):
        raise Refused(UNSEEN)
    if not looked_at and not seen.words.strip():
        raise Refused(NOTHING_SAID)
    if not seen_by.strip():
        raise Refused("だれが見たか（聞いたか）を書いてください。")


def _tell(viewer: Viewer, row: BodyMark, title: str) -> None:
    family, case = row.contact.family, row.contact.case
    mark(
        viewer, source=row, kind="body", title=title, at=now(), family=family, case=case, persons=[row.person]
    )


@action("contacts.take_back_mark")
def take_back_mark(viewer: Viewer, *, body_mark: BodyMark, why: str) -> BodyMark:
    """It was not so: the number goes from the chart, and stays findable with the reason."""
    require(viewer, Need.WRITE, body_mark)
    retract_event(viewer, event=body_mark, why=why)
    _tell(viewer, body_mark, f"{UNDONE}けがの図に書いた：{body_mark}")
    return body_mark
