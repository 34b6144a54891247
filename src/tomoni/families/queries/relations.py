"""All dated relations of a family, as they are told today or as they were on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tomoni.access.choices import Level
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.families.models import Family, Household, Member, ParentLink, Stay, Union
from tomoni.families.rules import held_on
from tomoni.people.rules import Thread, threads, unsure_on

TOLD: dict[str, tuple[Any, tuple[str, ...]]] = {
    "member": (Member, ("person", "family")),
    "stay": (Stay, ("person", "household__family")),
    "union": (Union, ("one", "two")),
    "parent": (ParentLink, ("parent", "child")),
}


@dataclass(frozen=True)
class Home:
    """A household and who lives or lived there."""

    household: Household
    stays: list[Thread[Stay]]


@dataclass(frozen=True)
class Table:
    """What the table page shows; ``withdrawn`` are relations taken back. ``unsure``: keys by kind of what may or may not
    have been true on the day asked for.
    """

    members: list[Thread[Member]]
    homes: list[Home]
    unions: list[Thread[Union]]
    links: list[Thread[ParentLink]]
    withdrawn: list[Any]
    unsure: set[tuple[str, int]]


def table(viewer: Viewer, family: Family, on: Day | None = None) -> Table:
    """Every relation told of the family, ended ones too; with ``on``, those that held on that day."""
    found: dict[str, list[Thread[Any]]] = {}
    withdrawn: list[Any] = []
    unsure: set[tuple[str, int]] = set()
    for kind, (model, names) in TOLD.items():
        rows = model.objects.all().visible_to(viewer).filter(dossier=family.dossier_id)
        standing, back = threads(rows.select_related(*names, "recorded_by__user").order_by("pk"))
        if on is not None:
            standing = [thread for thread in standing if held_on(thread.fact, on)]
            unsure |= {(kind, thread.fact.pk) for thread in standing if unsure_on(thread.fact, on)}
        found[kind] = standing
        withdrawn += back
    found["member"].sort(key=lambda thread: (thread.fact.order, thread.fact.pk))
    homes = _homes(households(viewer, family), found["stay"], all_of_them=on is None)
    return Table(found["member"], homes, found["union"], found["parent"], withdrawn, unsure)


def _homes(rows: Iterable[Household], stays: list[Thread[Stay]], *, all_of_them: bool) -> list[Home]:
    homes = [Home(row, [t for t in stays if t.fact.household_id == row.pk]) for row in rows]
    return [home for home in homes if all_of_them or home.stays]


def households(viewer: Viewer, family: Family) -> Any:
    """The family's homes, in the order they were entered."""
    return all_households(viewer, Level.READ).filter(family=family)


def all_households(viewer: Viewer, level: Level) -> Any:
    """Homes of every family open to the viewer at this level."""
    return (
        Household.objects.all().visible_to(viewer, level).select_related("dossier", "family").order_by("pk")
    )


def fact(viewer: Viewer, kind: str) -> Any:
    """Relations of this kind that the viewer may change, with those they are about, corrected ones too: actions say when
    somebody was quicker.
    """
    model, names = TOLD[kind]
    return model.objects.all().visible_to(viewer, Level.WRITE).select_related("dossier", *names)
