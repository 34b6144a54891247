"""Keeping address and telephone of a person hidden, at once and everywhere, until somebody ends it on purpose."""

from datetime import date, timedelta
from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.factual import state_fact
from tomoni.access.protected import plain_of
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, add_months, today
from tomoni.people.actions.telling import correct, end
from tomoni.people.choices import ProtectionKind
from tomoni.people.index import index_person
from tomoni.people.models import Address, ContactPoint, Person, Protection, SamePerson

PROTECTION_MONTHS = 12
OPEN_FIELDS = {ContactPoint: "value", Address: "text"}


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
    ends_on = ends_on or add_months(today(), PROTECTION_MONTHS) - timedelta(days=1)
    _check(persons, against, against_text, ends_on)
    rows = []
    for person in persons:
        require(viewer, Need.WRITE, person)
        row = Protection(person=person, dossier=person.dossier, kind=kind, against=against, ends_on=ends_on)
        row.against_text = against_text.strip()
        rows.append(state_fact(viewer, fact=row))
        hide_written(person)
    return rows


def _check(persons: list[Person], against: Person | None, against_text: str, ends_on: date) -> None:
    if against is None and not against_text.strip():
        raise Refused("だれに知られてはいけないか（相手方）を選ぶか書いてください。")
    if against and {row.pk for row in rows_of(against)} & {person.pk for person in persons}:
        raise Refused("相手方を、守られる人に含めることはできません。選び直してください。")
    if ends_on < today():
        raise Refused("期限が今日より前になっています。今日以降の日を入力してください。")


def hide_written(person: Person) -> None:
    """All rows already written about the person, under each record that is the same person, are hidden in place: a
    replaced row would keep the open text.
    """
    for row in rows_of(person):
        for model, field in OPEN_FIELDS.items():
            for written in model.objects.for_system("hide what is written").filter(person=row, hidden=""):
                _hide(written, field)
        index_person(row)


def _hide(row: Any, field: str) -> None:
    row.hidden = getattr(row, field)
    setattr(row, field, "")
    row.save(update_fields=["hidden", field])


@action("people.renew_protection")
def renew_protection(viewer: Viewer, *, protection: Protection, ends_on: date | None = None) -> Protection:
    """Another year; the earlier period stays on record."""
    ends_on = ends_on or add_months(protection.ends_on, PROTECTION_MONTHS)
    if ends_on <= protection.ends_on:
        raise Refused("新しい期限は、いまの期限より後の日にしてください。")
    return correct(viewer, fact=protection, ends_on=ends_on)


@action("people.end_protection")
def end_protection(viewer: Viewer, *, protection: Protection, on: Day) -> Protection:
    """End of protection. What is hidden stays hidden until somebody opens it on purpose (``show_again``)."""
    return end(viewer, fact=protection, on=on)


@action("people.hide")
def hide(viewer: Viewer, *, row: Address | ContactPoint) -> Address | ContactPoint:
    """Hide one address or number, and what it was before it was corrected."""
    require(viewer, Need.WRITE, row)
    told: Any = row
    while told is not None:
        if not told.hidden:
            _hide(told, OPEN_FIELDS[type(row)])
        told = told.replaces
    index_person(row.person)
    return row


@action("people.show_again")
def show_again(viewer: Viewer, *, row: Address | ContactPoint) -> Address | ContactPoint:
    """Open a hidden address or number again, once nobody needs it hidden. Re-reads the protection itself."""
    require(viewer, Need.WRITE, row)
    require(viewer, Need.REVEAL, row)
    if is_protected(row.person):
        raise Refused("秘匿の申し出が続いているため、表示に戻せません。先に申し出の終了を記録してください。")
    field = OPEN_FIELDS[type(row)]
    setattr(row, field, plain_of(row, "hidden"))
    row.hidden = ""
    row.save(update_fields=["hidden", field])
    index_person(row.person)
    return row


def is_protected(person: Person, on: date | None = None) -> bool:
    """Whether a protection of the person stands today, read live each time. A passed deadline alone lifts nothing."""
    day = Day(on or today())
    rows = Protection.objects.for_system("is this hidden").filter(person__in=rows_of(person)).standing()
    return any(row.valid_until is None or row.valid_until.latest >= day.earliest for row in rows)


def rows_of(person: Person) -> list[Person]:
    """All records of this one person, as far as they were joined."""
    joined = SamePerson.objects.for_system("records of one person").filter(until=None)
    kept = joined.filter(other=person).values_list("kept_id", flat=True).first() or person.pk
    others = joined.filter(kept=kept).values_list("other_id", flat=True)
    found = Person.objects.for_system("records of one person").filter(pk__in={kept, person.pk, *others})
    return list(found.select_related("dossier"))
