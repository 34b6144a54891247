"""What the actions themselves refuse, whoever calls them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.people.conftest import Home
from tomoni.access.actions import Refused
from tomoni.access.decide import Denied
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.families.actions import NewPerson, join_partners, link_parent, move_in, rename_household, take_in
from tomoni.families.models import Household
from tomoni.journal.models import Entry
from tomoni.people.actions import (
    add_address,
    add_name,
    add_person,
    change_person,
    correct,
    join_persons,
    part_persons,
    protect,
    record_birth,
)
from tomoni.people.models import Person
from tomoni.resources.actions import add_organisation, change_organisation

Act = Callable[[Viewer, Home], Any]
FAR, LATER = Day.parse("R9.6.1"), Day.parse("R8.6.11")


def parted_twice(viewer: Viewer, home: Home) -> None:
    same = join_persons(viewer, kept=home.misaki, other=home.daiki)
    for _ in range(2):
        part_persons(viewer, same=same)


REFUSED: list[tuple[Act, str]] = [
    (lambda v, h: add_person(v, dossier=h.family.dossier, name=" \0"), "氏名を書いてください"),
    (
        lambda v, h: add_person(v, dossier=h.family.dossier, name="次", birth=LATER),
        "生年月日がまだ来ていない日",
    ),
    (
        lambda v, h: add_person(v, dossier=h.family.dossier, name="次", expected_on=FAR),
        "出産予定日が先すぎます",
    ),
    (lambda v, h: change_person(v, person=h.misaki, death=LATER), "死亡日がまだ来ていない日"),
    (lambda v, h: add_name(v, person=h.misaki, kind="common", name="\x1f"), "氏名を書いてください"),
    (lambda v, h: add_address(v, person=h.misaki, text="　"), "内容が空です"),
    (lambda v, h: record_birth(v, person=h.misaki, birth=Day.parse("H4")), "すでに生まれています"),
    (lambda v, h: protect(v, persons=[h.misaki]), "相手方）を選ぶか書いてください"),
    (parted_twice, "すでに解除されています"),
    (lambda v, h: link_parent(v, parent=h.misaki, child=h.misaki), "別の人を選んでください"),
    (lambda v, _: add_organisation(v, name=" ", kind="nursery"), "名称を入力してください"),
    (lambda v, _: add_organisation(v, name="園", kind="castle"), "種別を一覧から選んでください"),
    (lambda v, _: take_in(v, persons=[NewPerson("海", birth=LATER)]), "生年月日がまだ来ていない日"),
]


@pytest.mark.parametrize(("act", "said"), REFUSED)
def test_what_cannot_be_is_refused_in_words(act: Act, said: str, home: Home, sato: Viewer) -> None:
    before = Person.objects.for_system("test").count()
    with pytest.raises(Refused, match=said):
        act(sato, home)
    assert Person.objects.for_system("test").count() == before


DENIED: list[Act] = [
    lambda v, h: add_person(v, dossier=h.family.dossier, name="次の子"),
    lambda v, h: change_person(v, person=h.misaki, note="x"),
    lambda v, h: record_birth(v, person=h.expected, birth=Day.parse("R8.6.1")),
    lambda v, h: add_address(v, person=h.misaki, text="町"),
    lambda v, h: protect(v, persons=[h.misaki], against_text="父"),
    lambda v, h: join_persons(v, kept=h.misaki, other=h.daiki),
    lambda v, h: join_partners(v, one=h.misaki, two=h.daiki),
    lambda v, h: link_parent(v, parent=h.misaki, child=h.haruka),
    lambda v, h: move_in(v, household=h.family.households.for_system("test").get(), person=h.misaki),
    lambda v, h: rename_household(v, household=h.family.households.for_system("test").get(), label="x"),
]


@pytest.mark.parametrize("act", DENIED)
@pytest.mark.parametrize("name", ["ito", "kimura", "mori"])
def test_who_may_not_write_is_denied_before_anything_else(
    name: str, act: Act, home: Home, request: pytest.FixtureRequest
) -> None:
    viewer, before = request.getfixturevalue(name), Entry.objects.count()
    with pytest.raises(Denied):
        act(viewer, home)
    assert Entry.objects.count() == before


def test_a_protection_without_authority_hides_nothing(home: Home, sato: Viewer, ito: Viewer) -> None:
    row = add_address(sato, person=home.misaki, text="ともに町1")
    with pytest.raises(Denied):
        protect(ito, persons=[home.misaki], against_text="父")
    row.refresh_from_db()
    assert row.text == "ともに町1"


def test_a_correction_that_changes_nothing_but_the_words_keeps_both_times(home: Home, sato: Viewer) -> None:
    first = add_name(sato, person=home.misaki, kind="nickname", name="みさ", valid_until=Day.parse("R5"))
    second = correct(sato, fact=first, name="みさき")
    first.refresh_from_db()
    assert (first.name, second.name, second.replaces_id, second.valid_until) == (
        "みさ",
        "みさき",
        first.pk,
        Day.parse("R5"),
    )
    assert second.ref != first.ref


def test_an_organisation_of_another_municipality_is_not_changed(
    sato: Viewer, stranger: Viewer, home: Home
) -> None:
    row = add_organisation(sato, name="園", kind="nursery")
    with pytest.raises(Denied):
        change_organisation(stranger, organisation=row, name="よその園")
    assert Household.objects.for_system("test").count() == 1
    row.refresh_from_db()
    assert row.name == "園"
