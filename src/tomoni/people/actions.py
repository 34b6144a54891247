"""Every change to what we know of a person."""

from datetime import date, timedelta
from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.factual import correct_fact, end_fact, state_fact
from tomoni.access.models import Dossier
from tomoni.access.protected import plain_of
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, add_months, fiscal_year, now, today
from tomoni.people.choices import AddressKind, NameKind, PointKind, ProtectionKind, Sex
from tomoni.people.index import index_person
from tomoni.people.models import Address, ContactPoint, Enrolment, Person, PersonName, Protection, SamePerson
from tomoni.people.rules import clean_name
from tomoni.resources.models import Organisation

PROTECTION_MONTHS = 12


@action("people.add_person")
def add_person(
    viewer: Viewer,
    *,
    dossier: Dossier,
    name: str,
    kana: str = "",
    birth: Day | None = None,
    expected_on: Day | None = None,
    sex: str = Sex.UNKNOWN,
    note: str = "",
) -> Person:
    """A person enters a family's dossier. An unborn child has ``expected_on`` instead of ``birth``."""
    require(viewer, Need.WRITE, dossier)
    person = Person(municipality=viewer.tenant, dossier=dossier, name=clean_name(name), kana=clean_name(kana))
    person.birth, person.expected_on, person.sex, person.note = birth, expected_on, sex, note
    person.save()
    index_person(person)
    return person


@action("people.change_person")
def change_person(viewer: Viewer, *, person: Person, **changes: Any) -> Person:
    """Correct what stands in the person's own row: kana, birth, sex, note, death."""
    require(viewer, Need.WRITE, person)
    for name, value in changes.items():
        setattr(person, name, clean_name(value) if name in {"name", "kana"} else value)
    person.save(update_fields=list(changes))
    index_person(person)
    return person


@action("people.rename_person")
def rename_person(
    viewer: Viewer,
    *,
    person: Person,
    name: str,
    kana: str = "",
    kind: str = NameKind.FORMER,
    on: Day | None = None,
) -> Person:
    """A new name; the old one stays findable as a former (or other) name."""
    require(viewer, Need.WRITE, person)
    add_name(viewer, person=person, kind=kind, name=person.name, kana=person.kana, valid_until=on)
    return change_person(viewer, person=person, name=name, kana=kana)


@action("people.add_name")
def add_name(
    viewer: Viewer,
    *,
    person: Person,
    kind: str,
    name: str,
    kana: str = "",
    valid_until: Day | None = None,
) -> PersonName:
    """Another name of the person: former, common, in another script."""
    row = PersonName(
        person=person, dossier=person.dossier, kind=kind, name=clean_name(name), kana=clean_name(kana)
    )
    row.valid_until = valid_until
    state_fact(viewer, fact=row)
    index_person(person)
    return row


@action("people.add_contact_point")
def add_contact_point(
    viewer: Viewer,
    *,
    person: Person,
    value: str,
    kind: str = PointKind.MOBILE,
    note: str = "",
    hide: bool = False,
) -> ContactPoint:
    """A telephone number or the like; hidden when asked or when the person is protected."""
    row = ContactPoint(person=person, dossier=person.dossier, kind=kind, note=note)
    _fill(row, "value", value.strip(), hide or is_protected(person))
    state_fact(viewer, fact=row)
    index_person(person)
    return row


@action("people.add_address")
def add_address(
    viewer: Viewer,
    *,
    person: Person,
    text: str,
    kind: str = AddressKind.LIVES,
    valid_from: Day | None = None,
    hide: bool = False,
) -> Address:
    """Where the person lives, is registered or stays; hidden when asked or when the person is protected."""
    row = Address(person=person, dossier=person.dossier, kind=kind, valid_from=valid_from)
    _fill(row, "text", text.strip(), hide or is_protected(person))
    state_fact(viewer, fact=row)
    index_person(person)
    return row


def _fill(row: Address | ContactPoint, field: str, text: str, hide: bool) -> None:
    if not text:
        raise Refused("内容が空です。住所や番号を入力してください。")
    setattr(row, "hidden" if hide else field, text)


@action("people.protect")
def protect(
    viewer: Viewer,
    *,
    persons: list[Person],
    kind: str = ProtectionKind.SUPPORT_MEASURE,
    against: Person | None = None,
    against_text: str = "",
    ends_on: date | None = None,
) -> list[Protection]:
    """Hide address and telephone of these persons from now on, and what is already written, in the same transaction."""
    if against is None and not against_text.strip():
        raise Refused("だれに知られてはいけないか（相手方）を選ぶか書いてください。")
    ends_on = ends_on or add_months(today(), PROTECTION_MONTHS) - timedelta(days=1)
    rows = []
    for person in persons:
        require(viewer, Need.WRITE, person)
        row = Protection(person=person, dossier=person.dossier, kind=kind, against=against, ends_on=ends_on)
        row.against_text = against_text.strip()
        rows.append(state_fact(viewer, fact=row))
        _hide_written(person)
        index_person(person)
    return rows


def _hide_written(person: Person) -> None:
    """Rows already written are hidden in place: a replaced row would keep the open text."""
    for model, field in ((ContactPoint, "value"), (Address, "text")):
        for row in model.objects.for_system("hide what is written").filter(person=person, hidden=""):
            row.hidden = getattr(row, field)
            setattr(row, field, "")
            row.save(update_fields=["hidden", field])


@action("people.renew_protection")
def renew_protection(viewer: Viewer, *, protection: Protection, ends_on: date | None = None) -> Protection:
    """Another year; the earlier period stays on record."""
    again = add_months(protection.ends_on, PROTECTION_MONTHS)
    return correct_fact(viewer, fact=protection, ends_on=ends_on or again)


@action("people.end_protection")
def end_protection(viewer: Viewer, *, protection: Protection, on: Day) -> Protection:
    """End of protection. What is hidden stays hidden until somebody opens it on purpose (``show_again``)."""
    return end_fact(viewer, fact=protection, on=on)


@action("people.show_again")
def show_again(viewer: Viewer, *, row: Address | ContactPoint) -> Address | ContactPoint:
    """Open a hidden address or number again, once nobody needs it hidden. Re-reads the protection itself."""
    require(viewer, Need.WRITE, row)
    require(viewer, Need.REVEAL, row)
    if is_protected(row.person):
        raise Refused("秘匿の申し出が続いているため、表示に戻せません。先に申し出の終了を記録してください。")
    field = "text" if isinstance(row, Address) else "value"
    setattr(row, field, plain_of(row, "hidden"))
    row.hidden = ""
    row.save(update_fields=["hidden", field])
    index_person(row.person)
    return row


def is_protected(person: Person, on: date | None = None) -> bool:
    """Whether a protection of the person stands today, read live each time. A passed deadline alone lifts nothing."""
    day = Day(on or today())
    rows = Protection.objects.for_system("is this hidden").filter(person=person).standing()
    return any(row.valid_until is None or row.valid_until.latest >= day.earliest for row in rows)


@action("people.enrol")
def enrol(
    viewer: Viewer,
    *,
    person: Person,
    organisation: Organisation,
    class_name: str = "",
    since: Day | None = None,
) -> Enrolment:
    """The child attends this school or nursery. The grade follows from the birth; the class is this school year's."""
    require(viewer, Need.WRITE, person)
    row = Enrolment(person=person, dossier=person.dossier, organisation=organisation, valid_from=since)
    row.class_name, row.class_year = class_name.strip(), fiscal_year(today()) if class_name.strip() else None
    return state_fact(viewer, fact=row)


@action("people.record_birth")
def record_birth(
    viewer: Viewer, *, person: Person, birth: Day, name: str = "", kana: str = "", sex: str = ""
) -> Person:
    """The expected child is born: the same row goes on, so that the history is the child's."""
    if not person.unborn:
        raise Refused("この人はすでに生まれています。生年月日の訂正は「情報を直す」から行ってください。")
    changes: dict[str, Any] = {"birth": birth, **({"name": name, "kana": kana} if name.strip() else {})}
    return change_person(viewer, person=person, **changes, **({"sex": sex} if sex else {}))


@action("people.join_persons")
def join_persons(viewer: Viewer, *, kept: Person, other: Person, reason: str = "") -> SamePerson:
    """Two rows are one person. Needs the right to write to both; nothing moves, and it can be parted again."""
    require(viewer, Need.WRITE, kept)
    require(viewer, Need.WRITE, other)
    joined = SamePerson.objects.for_system("already joined?").filter(until=None)
    if (
        kept.pk == other.pk
        or joined.filter(other__in=[kept, other]).exists()
        or joined.filter(kept=other).exists()
    ):
        raise Refused("すでに同じ人としてまとめられています。先に解除してから選び直してください。")
    row = SamePerson(municipality=viewer.tenant, dossier=kept.dossier, kept=kept, other=other, since=now())
    row.reason = reason.strip()
    row.save()
    return row


@action("people.part_persons")
def part_persons(viewer: Viewer, *, same: SamePerson) -> SamePerson:
    """They are two persons after all."""
    require(viewer, Need.WRITE, same)
    same.until = now()
    same.save(update_fields=["until"])
    return same
