"""A child is born: the mother's 特定妊婦 ends that day, and the case goes on about the child."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.assessment.conftest import _noon
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.cases.actions import open_case, record_birth, set_status
from tomoni.cases.models import Case, CaseChild, Status
from tomoni.families.actions import NewPerson, take_in
from tomoni.jobs.models import Notice
from tomoni.people.models import Person
from tomoni.tenancy.models import Municipality

__all__ = ["_noon"]
BORN, SINCE = Day(date(2026, 6, 8)), Day(date(2026, 4, 1))
LINES = [
    NewPerson("（おなかの赤ちゃん）", expected_on=Day.parse("R8.6.20")),
    NewPerson("小野寺 千夏", "おのでら ちなつ", Day.parse("H16.3.3"), "mother"),
    NewPerson("小野寺 豊", "おのでら ゆたか", Day.parse("S45.3.3"), "grandfather"),
]


def expecting(keeper: Viewer, about: int) -> tuple[Case, Person, Person]:
    """A case about the unborn child (0) or the woman (1), who is 特定妊婦 since April."""
    family, people = take_in(keeper, persons=LINES)
    case = open_case(keeper, family=family, children=[people[about]], phase="assessment")
    set_status(keeper, case=case, person=people[1], kind="expectant", since=SINCE)
    return case, people[0], people[1]


def subjects(case: Case) -> list[tuple[str, Day | None]]:
    rows = CaseChild.objects.for_system("test").standing().filter(case=case).select_related("person")
    return [(row.person.name, row.valid_from) for row in rows.order_by("pk")]


def status(case: Case) -> list[tuple[str, str, Day | None]]:
    rows = Status.objects.for_system("test").standing().filter(case=case).select_related("person")
    return [(row.person.name, row.kind, row.valid_until) for row in rows]


@pytest.mark.parametrize(
    ("about", "then"), [(0, [("小野寺 湊", None)]), (1, [("小野寺 千夏", None), ("小野寺 湊", BORN)])]
)
def test_the_birth_page_ends_the_pregnancys_status_and_the_case_is_about_the_child(
    about: int, then: list[tuple[str, Day | None]], sato: Viewer, in_muni: Municipality,
    client_for: Callable[[Viewer], Client],
) -> None:  # fmt: skip
    case, unborn, mother = expecting(sato, about)
    sent = {"submission": str(uuid4()), "birth": "R8.6.8", "name": "小野寺 湊", "sex": "male"}
    answer = client_for(sato).post(reverse("cases:born", args=[unborn.ref]), sent)
    assert answer.headers["Location"] == reverse("people:person", args=[unborn.ref])
    assert status(case) == [(mother.name, "expectant", BORN)]
    assert subjects(case) == then


def test_a_birth_before_the_status_changes_nothing_and_the_lead_is_told(
    sato: Viewer, in_muni: Municipality
) -> None:
    case, unborn, mother = expecting(sato, 1)
    with pytest.raises(Refused, match="すでに生まれています"):
        record_birth(sato, person=mother, birth=BORN)
    assert status(case) == [(mother.name, "expectant", None)]
    record_birth(sato, person=unborn, birth=Day(date(2026, 3, 30)))
    assert status(case) == [(mother.name, "expectant", None)]
    [notice] = Notice.objects.for_system("test")
    assert (notice.post, notice.kind, notice.path) == (
        sato.post, "birth", reverse("desk:course", args=[case.family.ref]),
    )  # fmt: skip


def test_a_grown_child_of_the_same_family_keeps_her_own_pregnancy(
    sato: Viewer, in_muni: Municipality
) -> None:
    """Two women of one family expect: only the mother's status ends."""
    lines = [*LINES, NewPerson("小野寺 美緒", "おのでら みお", Day.parse("H21.3.3"), "aunt_uncle")]
    family, people = take_in(sato, persons=lines)
    case = open_case(sato, family=family, children=people[:1], phase="assessment")
    for woman in (people[1], people[3]):
        set_status(sato, case=case, person=woman, kind="expectant", since=SINCE)
    record_birth(sato, person=people[0], birth=BORN)
    assert sorted(status(case)) == [("小野寺 千夏", "expectant", BORN), ("小野寺 美緒", "expectant", None)]
