"""こども台帳 and 妊婦台帳: exactly who stands in them, with what."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from tests.assessment.conftest import _noon
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, frozen, now
from tomoni.cases.actions import close_case, open_case, record_birth, set_status
from tomoni.cases.models import Case
from tomoni.families.actions import NewPerson, take_in
from tomoni.people.models import Person
from tomoni.tenancy.models import Municipality

__all__ = ["_noon"]
ClientFor = Callable[[Viewer], Client]


def case_of(keeper: Viewer, *lines: NewPerson, about: int = 0) -> tuple[Case, list[Person]]:
    family, people = take_in(keeper, persons=lines)
    return open_case(keeper, family=family, children=[people[about]], phase="assessment"), people


def read(client: Client, page: str) -> list[list[str]]:
    """Of each row the name, the second and third column and the status."""
    rows = html.fromstring(client.get(page).content.decode()).xpath("//main//tbody/tr")
    for ruby in (rt for row in rows for rt in row.xpath(".//rt|.//rp")):
        ruby.drop_tree()
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("./*")[:4]] for row in rows]


def born(year: int, month: int = 5, day: int = 1) -> Day:
    return Day(date(year, month, day))


def unborn(month: int, relation: str = "self") -> NewPerson:
    return NewPerson("（おなかの赤ちゃん）", expected_on=born(2026, month, 3), relation=relation)


@pytest.fixture
def expecting(sato: Viewer, in_muni: Municipality) -> dict[str, Case]:
    """One woman by her status, one by the unborn child of her case, one by both, one unknown, one whose case is closed."""
    own, people = case_of(sato, NewPerson("相沢 葵", "あいざわ あおい", born(1999)), unborn(8, "child"))
    set_status(sato, case=own, person=people[0], kind="expectant", since=born(2026, 4))
    case_of(sato, unborn(7), NewPerson("井上 泉", "いのうえ いずみ", born(2000), "mother"),
            NewPerson("井上 樹", "いのうえ いつき", born(1998), "father"))  # fmt: skip
    both, people = case_of(sato, unborn(9), NewPerson("上田 詩", "うえだ うた", born(2009), "mother"))
    set_status(sato, case=both, person=people[1], kind="expectant", since=born(2026, 4))
    case_of(sato, unborn(10))
    ended, people = case_of(sato, NewPerson("遠藤 恵美", "えんどう えみ", born(1995)))
    set_status(sato, case=ended, person=people[0], kind="expectant", since=born(2026, 4))
    close_case(sato, case=ended)
    return {"own": own, "both": both}


def test_the_pregnancies_are_women_by_the_nearest_birth(
    expecting: dict[str, Case], sato: Viewer, client_for: ClientFor
) -> None:
    assert read(client_for(sato), "/pregnancies") == [
        ["井上 泉", "26歳", "令和8年7月3日", ""],
        ["相沢 葵", "27歳", "令和8年8月3日", "特定妊婦"],
        ["上田 詩", "17歳", "令和8年9月3日", "特定妊婦"],
        ["（おなかの赤ちゃん）母はまだ登録されていません", "出生前", "令和8年10月3日", ""],
    ]
    assert read(client_for(sato), "/children") == []


def test_a_born_child_leaves_one_register_and_stands_in_the_other(
    expecting: dict[str, Case], sato: Viewer, client_for: ClientFor
) -> None:
    child = Person.objects.for_system("test").get(dossier=expecting["own"].family.dossier, birth=None)
    record_birth(sato, person=child, birth=born(2026, 6, 9), name="相沢 碧", kana="あいざわ みどり")
    with frozen(now() + timedelta(days=1)):
        client = client_for(sato)
        assert [row[0] for row in read(client, "/pregnancies")][:2] == ["井上 泉", "上田 詩"]
        assert len(read(client, "/pregnancies")) == 3
        assert [row[:2] for row in read(client, "/children")] == [["相沢 碧", "生後2日"]]


def test_the_children_are_those_under_18_and_until_20_by_status(
    sato: Viewer, in_muni: Municipality, client_for: ClientFor
) -> None:
    """On 10 June 2026: 18 today is grown; 19 with a status is still in the council's eyes a child (児福法25条の2)."""
    cases = {}
    for name, birth in (
        ("大野 一", born(2008, 6, 11)), ("大野 二", born(2008, 6, 10)), ("大野 三", born(2006, 6, 11)),
        ("大野 四", born(2018)), ("大野 五", Day.parse("2008")), ("大野 六", born(1990)), ("大野 七", None),
    ):  # fmt: skip
        cases[name], people = case_of(sato, NewPerson(name, "", birth))
        if name in {"大野 三", "大野 四"}:
            kind = "protection" if name == "大野 三" else "needs_support"
            set_status(sato, case=cases[name], person=people[0], kind=kind)
    client = client_for(sato)
    names = sorted(row[0] for row in read(client, "/children"))
    assert names == ["大野 一", "大野 七", "大野 三", "大野 五", "大野 四"]
    assert [(row[0], row[3]) for row in read(client, "/children?status=protection")] == [
        ("大野 三", "要保護児童")
    ]
    assert read(client, "/children?status=expectant") == []
    page = html.fromstring(client.get("/children?status=needs_support").content.decode())
    assert page.xpath("//main//select[@name='status']/option/@value") == [
        "", "protection", "needs_support", "expectant",
    ]  # fmt: skip
    assert page.xpath("//main//select[@name='status']/option[@selected]/@value") == ["needs_support"]


def test_a_status_that_ended_no_longer_finds_the_child(
    sato: Viewer, in_muni: Municipality, client_for: ClientFor
) -> None:
    case, people = case_of(sato, NewPerson("加藤 翼", "かとう つばさ", born(2016)))
    set_status(sato, case=case, person=people[0], kind="protection", since=born(2026, 4))
    set_status(sato, case=case, person=people[0], kind="needs_support", since=born(2026, 6))
    client = client_for(sato)
    assert read(client, "/children?status=protection") == []
    assert [row[3] for row in read(client, "/children?status=needs_support")] == ["要支援児童"]


def test_the_pregnancies_take_the_same_queries_for_one_and_for_thirty(
    tanaka: Viewer,
    in_muni: Municipality,
    client_for: ClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    def one_more() -> None:
        case, people = case_of(
            tanaka, NewPerson("相沢 葵", "あいざわ あおい", born(1999)), unborn(8, "child")
        )
        set_status(tanaka, case=case, person=people[0], kind="expectant", since=born(2026, 4))

    client = client_for(tanaka)
    one_more()
    client.get("/pregnancies")
    queries = 21 if connection.vendor == "postgresql" else 19  # the tenant is named and taken back
    with django_assert_num_queries(queries):
        assert len(read(client, "/pregnancies")) == 1
    for _ in range(29):
        one_more()
    with django_assert_num_queries(queries):
        assert len(read(client, "/pregnancies")) == 30
