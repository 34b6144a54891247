"""How to reach a person, where the person lives, where a child goes to school."""

from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.factual import state_fact
from tomoni.access.protected import plain_of
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, fiscal_year, today
from tomoni.people.actions.protection import OPEN_FIELDS, is_protected
from tomoni.people.actions.telling import correct
from tomoni.people.choices import AddressKind, PointKind
from tomoni.people.index import index_person
from tomoni.people.models import Address, ContactPoint, Enrolment, Person
from tomoni.people.rules import clean_name
from tomoni.resources.models import Organisation


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
    _fill(row, "value", value, hide or is_protected(person))
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
    _fill(row, "text", text, hide or is_protected(person))
    state_fact(viewer, fact=row)
    index_person(person)
    return row


def _fill(row: Address | ContactPoint, field: str, text: str, hide: bool) -> None:
    text = clean_name(text)
    if not text:
        raise Refused("内容が空です。住所や番号を入力してください。")
    setattr(row, "hidden" if hide else field, text)


@action("people.correct_reach")
def correct_reach(
    viewer: Viewer, *, row: Address | ContactPoint, text: str = "", **changes: Any
) -> Address | ContactPoint:
    """A corrected number or address; without ``text`` the words stay. What is hidden or must be stays hidden."""
    field = OPEN_FIELDS[type(row)]
    hidden = bool(row.hidden) or is_protected(row.person)
    words = clean_name(text) or (plain_of(row, "hidden") if row.hidden else getattr(row, field))
    kept = {"hidden": words, field: ""} if hidden else {"hidden": "", field: words}
    return correct(viewer, fact=row, **kept, **changes)


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


@action("people.set_class")
def set_class(viewer: Viewer, *, enrolment: Enrolment, class_name: str, **changes: Any) -> Enrolment:
    """This school year's class; without one, last year's stays on record as last year's."""
    name = class_name.strip()
    told = {"class_name": name, "class_year": fiscal_year(today())} if name else {}
    return correct(viewer, fact=enrolment, **told, **changes)
