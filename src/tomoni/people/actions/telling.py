"""Correcting, ending and taking back what was told of a person: rows are never edited, the earlier one stays."""

from typing import Any, TypeVar

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.facts import Fact
from tomoni.access.factual import correct_fact, retract_fact
from tomoni.access.protected import ProtectedField, plain_of
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.people.index import index_person
from tomoni.people.models import Address, ContactPoint, PersonName
from tomoni.people.rules import in_order

F = TypeVar("F", bound=Fact)

OVERTAKEN = "この記録は、ほかの人がすでに訂正したか取り消しています。ページを開き直して、いまの記録を確かめてください。"
DISORDER = "終わりの日が始まりの日より前になっています。どちらかを直してください。"


@action("people.correct")
def correct(viewer: Viewer, *, fact: F, **changes: Any) -> F:
    """A corrected copy takes the place of a fact that stands; protected values go along, encrypted for the new row."""
    _require_standing(viewer, fact)
    if not in_order(changes.get("valid_from", fact.valid_from), changes.get("valid_until", fact.valid_until)):
        raise Refused(DISORDER)
    hidden = [f.name for f in fact._meta.concrete_fields if isinstance(f, ProtectedField)]
    carried = {name: plain_of(fact, name) for name in hidden}
    row = correct_fact(viewer, fact=fact, **{**carried, **changes})
    _index(row)
    return row


@action("people.end")
def end(viewer: Viewer, *, fact: F, on: Day) -> F:
    """The fact was true until that day."""
    return correct(viewer, fact=fact, valid_until=on)


@action("people.retract")
def retract(viewer: Viewer, *, fact: F) -> F:
    """The fact was a mistake: it no longer stands, and stays findable."""
    _require_standing(viewer, fact)
    retract_fact(viewer, fact=fact)
    _index(fact)
    return fact


def _require_standing(viewer: Viewer, fact: Fact) -> None:
    require(viewer, Need.WRITE, fact)
    rows = type(fact).objects.for_system("does it still stand?").standing().select_for_update(of=("self",))
    if not list(rows.filter(pk=fact.pk)):
        raise Refused(OVERTAKEN)


def _index(fact: Fact) -> None:
    if isinstance(fact, PersonName | ContactPoint | Address):
        index_person(fact.person)
