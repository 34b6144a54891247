"""The person's own row and names."""

from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.factual import state_fact
from tomoni.access.models import Dossier
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, today
from tomoni.people.choices import NameKind, Sex
from tomoni.people.index import index_person
from tomoni.people.models import Person, PersonName
from tomoni.people.rules import clean_name, expected_too_far, in_order

NAMELESS = "氏名を書いてください。分からないときは「不明（小2男児）」のように書けます。"


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
    _check(person)
    person.save()
    index_person(person)
    return person


@action("people.change_person")
def change_person(viewer: Viewer, *, person: Person, **changes: Any) -> Person:
    """Correct what stands in the person's own row: name, kana, birth, expected day, sex, note, death."""
    require(viewer, Need.WRITE, person)
    for name, value in changes.items():
        setattr(person, name, clean_name(value) if name in {"name", "kana"} else value)
    _check(person)
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
    if clean_name(name) == person.name and clean_name(kana) == person.kana:
        raise Refused("いまと同じ氏名です。新しい氏名を書いてください。")
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
    if not row.name:
        raise Refused(NAMELESS)
    row.valid_until = valid_until
    state_fact(viewer, fact=row)
    index_person(person)
    return row


@action("people.record_birth")
def record_birth(
    viewer: Viewer, *, person: Person, birth: Day, name: str = "", kana: str = "", sex: str = ""
) -> Person:
    """The expected child is born: the same row goes on, so that the history is the child's."""
    if not person.unborn:
        raise Refused("この人はすでに生まれています。生年月日の訂正は「情報を直す」から行ってください。")
    changes: dict[str, Any] = {"birth": birth, **({"name": name, "kana": kana} if name.strip() else {})}
    return change_person(viewer, person=person, **changes, **({"sex": sex} if sex else {}))


def _check(person: Person) -> None:
    on = today()
    if not person.name:
        raise Refused(NAMELESS)
    for day, label in ((person.birth, "生年月日"), (person.death, "死亡日")):
        if day is not None and day.date is not None and day.date > on:
            raise Refused(f"{label}がまだ来ていない日です。年と月日を確かめてください。")
    if not in_order(person.birth, person.death):
        raise Refused("死亡日が生年月日より前になっています。どちらかを直してください。")
    if person.unborn and expected_too_far(person.expected_on, on):
        raise Refused("出産予定日が先すぎます。年と月日を確かめてください。")
