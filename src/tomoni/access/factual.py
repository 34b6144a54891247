"""Correcting and retracting facts: rows are never edited, what was written stays findable."""

from typing import Any, TypeVar

from tomoni.access.acting import action
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.facts import Fact
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, now

F = TypeVar("F", bound=Fact)


@action("access.state_fact")
def state_fact(viewer: Viewer, *, fact: F) -> F:
    """Write a new fact (unsaved instance with its dossier): tenant, author and moment are filled in here."""
    require(viewer, Need.WRITE, fact)
    fact.municipality, fact.recorded_by, fact.recorded_at = viewer.tenant, viewer.post, now()
    fact.save(force_insert=True)
    return fact


@action("access.correct_fact")
def correct_fact(viewer: Viewer, *, fact: F, **changes: Any) -> F:
    """A corrected copy that replaces the fact; the earlier one stays, marked by it."""
    require(viewer, Need.WRITE, fact)
    values = {
        f.name: getattr(fact, f.name) for f in fact._meta.concrete_fields if f.name not in {"id", "ref"}
    }
    return state_fact(viewer, fact=type(fact)(**{**values, **changes, "replaces": fact}))


@action("access.retract_fact")
def retract_fact(viewer: Viewer, *, fact: F) -> F:
    """The fact was a mistake: it no longer stands, and stays findable."""
    require(viewer, Need.WRITE, fact)
    fact.retracted_at = now()
    fact.save(update_fields=["retracted_at"])
    return fact


@action("access.end_fact")
def end_fact(viewer: Viewer, *, fact: F, on: Day) -> F:
    """The fact was true until that day: a copy with its end replaces it."""
    return correct_fact(viewer, fact=fact, valid_until=on)
