"""A look is when rows, or values other than keys and figures, of a dossier reach whoever asked for a viewer."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db.models import Count, F, Max

from tomoni.access.choices import Level
from tomoni.access.collect import looking
from tomoni.access.models import Dossier
from tomoni.access.viewer import Viewer
from tomoni.cases.actions import open_case
from tomoni.cases.models import CaseChild
from tomoni.families.actions import NewPerson, take_in
from tomoni.families.models import Family
from tomoni.journal.models import Entry
from tomoni.people.models import Person
from tomoni.tenancy.models import Municipality

Query = Any


async def _each(rows: Query) -> list[Any]:
    return [row async for row in rows.aiterator()]


LOOKS: dict[str, Callable[[Query], object]] = {
    "list": list,
    "len": len,
    "bool": bool,
    "index": lambda q: q[0],
    "slice": lambda q: list(q[:1]),
    "get": lambda q: q.get(),
    "first": lambda q: q.first(),
    "last": lambda q: q.last(),
    "earliest": lambda q: q.earliest("pk"),
    "latest": lambda q: q.latest("pk"),
    "in_bulk": lambda q: q.in_bulk(),
    "iterator": lambda q: list(q.iterator()),
    "aiterator": async_to_sync(_each),
    "only": lambda q: list(q.only("dossier")),
    "union": lambda q: list(q.union(q)),
    "values": lambda q: list(q.values()),
    "values of a column": lambda q: list(q.values("name")),
    "values_list": lambda q: list(q.values_list("pk", "name")),
    "values_list flat": lambda q: q.values_list("name", flat=True).first(),
    "values by another name": lambda q: list(q.values(another=F("name"))),
    "values iterator": lambda q: list(q.values_list("name", flat=True).iterator()),
    "values sliced": lambda q: list(q.order_by("pk").values("name")[:1]),
    "values grouped": lambda q: list(q.values("name").annotate(n=Count("pk"))),
    "a text of a group": lambda q: list(q.values("dossier").annotate(last=Max("name"))),
    "a text of all": lambda q: q.aggregate(last=Max("name")),
}
NO_LOOKS: dict[str, Callable[[Query], object]] = {
    "exists": lambda q: q.exists(),
    "count": lambda q: q.count(),
    "contains": lambda q: q.contains(Person(pk=1)),
    "figure": lambda q: q.aggregate(n=Count("pk")),
    "figures by group": lambda q: list(q.values("dossier").annotate(n=Count("pk"))),
    "keys": lambda q: list(q.values_list("pk", "ref", "dossier", "dossier_id")),
    "empty": lambda q: list(q.filter(name="だれでもない")),
    "empty values": lambda q: list(q.filter(name="だれでもない").values("name")),
    "unshown": lambda q: list(q.unshown("compared in a test").values_list("name", flat=True)),
}


@pytest.fixture
def family(sato: Viewer, in_muni: Municipality) -> Family:
    return take_in(sato, persons=[NewPerson("青木 海")])[0]


def looks(viewer: Viewer, act: Callable[[Query], object]) -> list[dict[str, Any]]:
    before = Entry.objects.count()
    with looking("test"):
        act(Person.objects.all().visible_to(viewer))
    return [
        json.loads(body) for body in Entry.objects.order_by("seq").values_list("body", flat=True)[before:]
    ]


@pytest.mark.parametrize("name", LOOKS)
def test_however_it_is_fetched_it_is_a_look(name: str, sato: Viewer, family: Family) -> None:
    person = Person.objects.for_system("test").get()
    [entry] = looks(sato, LOOKS[name])
    assert (entry["kind"], entry["by"]) == ("look", [sato.user.pk, sato.post.pk])
    assert entry["rows"] == {"people.person": [person.pk]}
    assert entry["dossiers"] == [family.dossier_id]


@pytest.mark.parametrize("name", NO_LOOKS)
def test_keys_and_figures_are_no_looks(name: str, sato: Viewer, family: Family) -> None:
    assert looks(sato, NO_LOOKS[name]) == []


def test_what_comes_along_from_another_dossier_is_seen_too(sato: Viewer, family: Family) -> None:
    person = Person.objects.for_system("test").get()
    case = open_case(sato, family=family, children=[person], phase="assessment")
    with looking("test") as seen:
        row = CaseChild.objects.all().visible_to(sato).select_related("person", "case").get()
    assert row.person.name == "青木 海"
    assert seen.dossiers == {case.dossier_id, family.dossier_id}
    assert seen.rows == {"cases.casechild": {row.pk}, "people.person": {person.pk}}


def test_unshown_wants_a_reason(sato: Viewer, family: Family) -> None:
    with pytest.raises(ValueError, match="reason"):
        Person.objects.all().visible_to(sato, Level.READ).unshown(" ")


def test_a_list_asks_for_the_grants_of_each_dossier_not_for_all_of_the_town(
    sato: Viewer, family: Family
) -> None:
    plan = Dossier.objects.all().visible_to(sato, Level.WRITE).explain()
    through_all = [line for line in plan.splitlines() if line.endswith("(municipality_id=?)")]
    assert [line for line in through_all if "access_dossier" not in line] == []
