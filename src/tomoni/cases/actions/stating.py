"""What is stated about a case: written while it runs, held to what its kind must say, corrected beside the old words."""

from datetime import date, datetime
from typing import Any, TypeVar

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.events import Event
from tomoni.access.factual import state_fact
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, now, today
from tomoni.calendar.hours import noon_of
from tomoni.cases.models import Case, Statement
from tomoni.people.actions import correct
from tomoni.people.models import Person
from tomoni.people.rules import too_early
from tomoni.practice import codes

S = TypeVar("S", bound=Statement)
E = TypeVar("E", bound=Event)
OVERTAKEN = "この記録は、ほかの人がすでに取り消しています。ページを開き直して確かめてください。"


def running(case: Case) -> None:
    """Refused once the case has ended."""
    if not case.is_open:
        raise Refused("終結したケースには書き足せません。新しい連絡は受付から始めてください。")


def of_family(case: Case, person: Person | None) -> None:
    """Refused for a person of another family."""
    if person and person.dossier_id != case.family.dossier_id:
        raise Refused("この家庭の人を選んでください。")


def took_place(case: Case, on: date | None) -> datetime:
    """When something happened in a case: now, or at noon of an earlier day. Refused for a day that has not come, and for one
    before the case began.
    """
    if on is None or on == today():
        return now()
    if on > today():
        raise Refused("まだ来ていない日付です。実際に行った日を書いてください。")
    if on < case.opened_on:
        raise Refused(_too_early(case))
    return noon_of(on)


@action("cases.state")
def state(viewer: Viewer, *, row: S) -> S:
    """A new statement (unsaved instance), true from its ``valid_from`` or from today, in the dossier of its case."""
    row.dossier, row.valid_from = row.case.dossier, row.valid_from or Day(today())
    require(viewer, Need.WRITE, row)
    running(row.case)
    _check(row)
    return state_fact(viewer, fact=row)


@action("cases.restate")
def restate(viewer: Viewer, *, fact: S, **changes: Any) -> S:
    """A corrected statement beside the old one, held to the same rules."""
    require(viewer, Need.WRITE, fact)
    kept = {f.name: getattr(fact, f.name) for f in fact._meta.concrete_fields if f.name not in {"id", "ref"}}
    _check(type(fact)(**{**kept, **changes}))
    return correct(viewer, fact=fact, **changes)


@action("cases.retract_event")
def retract_event(viewer: Viewer, *, event: E, why: str) -> E:
    """What is told there did not take place so: it no longer stands, and stays findable with the reason. Once."""
    require(viewer, Need.WRITE, event)
    if not why.strip():
        raise Refused(
            "取り消すわけを書いてください。あとで見た人にも、何がちがっていたかが分かるように残します。"
        )
    rows = type(event).objects.for_system("does it still stand?").standing().select_for_update(of=("self",))
    if not list(rows.filter(pk=event.pk)):
        raise Refused(OVERTAKEN)
    event.retracted_at, event.retracted_by, event.retracted_why = now(), viewer.post, why.strip()
    event.save(update_fields=["retracted_at", "retracted_by", "retracted_why"])
    return event


def _check(row: Statement) -> None:
    """It names people of the family and statements about the same case only, and says what its kind must say."""
    _check_day(row)
    for field in row._meta.concrete_fields:
        named = getattr(row, field.name, None) if field.is_relation else None
        if isinstance(named, Person):
            of_family(row.case, named)
        if isinstance(named, Statement) and named.case != row.case:
            raise Refused("このケースに書かれていることから選んでください。")
    if wrong := row.lacks():
        raise Refused(wrong)
    for name, listing in row.coded.items():
        if (code := getattr(row, name)) and code not in codes(listing):
            label = row._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            raise Refused(f"「{label}」を選んでください。")


def _too_early(case: Case) -> str:
    return f"ケースの始まり（{Day(case.opened_on).japanese()}）より前の日です。日を確かめてください。"


def _check_day(row: Statement) -> None:
    """It was so on a day on which it can have been so."""
    if row.within_case and row.valid_from and row.valid_from.latest < row.case.opened_on:
        raise Refused(_too_early(row.case))
    named = (getattr(row, field.name, None) for field in row._meta.concrete_fields if field.is_relation)
    for person in (each for each in named if isinstance(each, Person)):
        if too_early(person.birth, row.valid_from):
            raise Refused(f"{person.name}さんが生まれるよりずっと前の日です。日を確かめてください。")
