"""家族と関係: every relation with its days, stated, ended, corrected and taken back; as it was on any day."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.people.conftest import Home, Screen, queries
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, Precision
from tomoni.families.actions import (
    NewPerson,
    end_union,
    join_partners,
    link_parent,
    link_parents,
    move_in,
    move_out,
    take_in,
)
from tomoni.families.choices import UnionEnd
from tomoni.families.models import Family, Household, Member, ParentLink, Stay, Union
from tomoni.families.queries import relatives, table
from tomoni.families.rules import held_on
from tomoni.people.actions import change_person, record_birth
from tomoni.people.models import Person

ScreenOf = Callable[[Viewer], Screen]
MODELS = (Member, Household, Stay, Union, ParentLink)


def day(text: str) -> Day:
    found = Day.parse(text)
    assert found is not None
    return found


def rows() -> list[int]:
    return [model.objects.for_system("test").count() for model in MODELS]


def standing(model: Any, **same: Any) -> Any:
    return model.objects.for_system("test").standing().filter(**same)


def shown(viewer: Viewer, home: Home, on: str = "") -> dict[str, int]:
    """How many rows each part of the table has."""
    found = table(viewer, home.family, Day.parse(on))
    stays = sum(len(each.stays) for each in found.homes)
    return {
        "members": len(found.members),
        "stays": stays,
        "unions": len(found.unions),
        "links": len(found.links),
    }


def test_the_page_shows_what_intake_stated_and_who_wrote_it(
    home: Home, sato: Viewer, screen: ScreenOf
) -> None:
    page = screen(sato).text("families:table", home.family.ref)
    assert shown(sato, home) == {"members": 5, "stays": 5, "unions": 0, "links": 6}
    assert (page.count("実の親"), page.count("佐藤　"), "いまの家" in page) == (6, 16, True)
    assert reverse("people:person", args=[home.misaki.ref]) in page


def test_a_member_with_a_home_is_added(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    at, house = screen(sato), Household.objects.for_system("test").get()
    page = at.save(
        "families:add", home.family.ref, "member",
        name="水沢 節子", kana="みずさわ せつこ", birth="昭和34年ごろ", relation="grandmother", home=str(house.ref),
    )  # fmt: skip
    assert ("祖母" in page, shown(sato, home)["stays"]) == (True, 6)
    page = at.save(
        "families:add",
        home.family.ref,
        "member",
        name="次の子",
        birth="R9.1",
        unborn="on",
        relation="sibling",
    )
    assert standing(Member).count() == 7
    assert [r.person.unborn for r in relatives(sato, home.family)][-1]


def test_moving_between_two_homes(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    at = screen(sato)
    at.save("families:add_household", home.family.ref, label="父の家")
    other = Household.objects.for_system("test").get(label="父の家")
    at.save("families:rename_household", other.ref, label="お父さんの家")
    stay = standing(Stay, person=home.daiki).get()
    at.save("families:end", "stay", stay.ref, on="R8.3.20")
    sent = {"person": str(home.daiki.ref), "household": str(other.ref), "valid_from": "R8.3.21"}
    at.save("families:add", home.family.ref, "stay", **sent)
    assert "すでにこの世帯で暮らしています" in at.refused("families:add", home.family.ref, "stay", **sent)
    at.save(
        "families:add",
        home.family.ref,
        "stay",
        person=str(home.haruka.ref),
        household=str(other.ref),
        part_time="on",
    )
    page = at.text("families:table", home.family.ref)
    assert ("お父さんの家" in page, "ときどき" in page, "令和8年3月20日" in page) == (True, True, True)
    before, after = (at.text("families:table", home.family.ref, on=text) for text in ("R8.3.20", "R8.3.21"))
    homes = [
        [len(each.stays) for each in table(sato, home.family, day(text)).homes]
        for text in ("R8.3.20", "R8.3.21")
    ]
    assert homes == [[5, 1], [4, 2]]
    assert ("令和8年3月20日</time>の姿です" in before, "令和8年3月21日</time>の姿です" in after) == (
        True,
        True,
    )


def test_partners_begin_and_end(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    at = screen(sato)
    sent = {"one": str(home.misaki.ref), "two": str(home.daiki.ref), "kind": "married", "valid_from": "H28.5"}
    at.save("families:add", home.family.ref, "union", **sent)
    for pair in ((home.misaki, home.daiki), (home.daiki, home.misaki)):
        again = {**sent, "one": str(pair[0].ref), "two": str(pair[1].ref)}
        assert "同じ関係がすでにあります" in at.refused("families:add", home.family.ref, "union", **again)
    assert "別の人を選んでください" in at.refused(
        "families:add", home.family.ref, "union", **{**sent, "two": str(home.misaki.ref)}
    )
    union = standing(Union).get()
    assert "終わりの日が始まりの日より前" in at.refused(
        "families:end", "union", union.ref, on="H28.4", end="divorced"
    )
    page = at.save("families:end", "union", union.ref, on="R8.3.20", end="divorced")
    assert ("婚姻（離婚）" in page, "訂正前" in page) == (True, True)
    ended = standing(Union).get()
    page = at.save(
        "families:correct",
        "union",
        ended.ref,
        kind="married",
        valid_from="H28.6.1",
        end="separated",
        valid_until="R8.3",
    )
    assert "婚姻（別居）" in page
    ended = standing(Union).get()
    wrong = {"kind": "married", "end": "divorced"}
    assert "いつまでかを書いてください" in at.refused("families:correct", "union", ended.ref, **wrong)
    wrong = {"kind": "married", "valid_until": "R8"}
    assert "終わり方を選んでください" in at.refused("families:correct", "union", ended.ref, **wrong)


def test_somebody_can_be_a_parent_in_several_ways_at_once(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    at = screen(sato)
    _ = at.save("families:add", home.family.ref, "member", name="里親 恵子", relation="other")
    keiko = Person.objects.for_system("test").get(name="里親 恵子")
    sent = {
        "parent": str(keiko.ref),
        "child": str(home.haruka.ref),
        "kinds": ["foster", "adoptive"],
        "valid_from": "R8.4",
    }
    page = at.save("families:add", home.family.ref, "parent", **sent)
    assert ("里親</td>" in page, "普通養子縁組の親" in page) == (True, True)
    start = rows()
    assert "同じ親子関係がすでにあります" in at.refused(
        "families:add", home.family.ref, "parent", **{**sent, "kinds": ["step", "foster"]}
    )
    upside = {"parent": str(home.haruka.ref), "child": str(home.misaki.ref), "kinds": ["birth"]}
    assert "親として登録されています" in at.refused("families:add", home.family.ref, "parent", **upside)
    assert "選んでください。" in at.refused(
        "families:add", home.family.ref, "parent", **{**sent, "kinds": []}
    )
    assert rows() == start


def test_a_relation_is_corrected_and_the_earlier_one_stays(
    home: Home, sato: Viewer, tanaka: Viewer, screen: ScreenOf
) -> None:
    member = standing(Member, person=home.daiki).get()
    page = screen(tanaka).save(
        "families:correct", "member", member.ref, relation="partner", valid_from="R6.4", valid_until=""
    )
    assert ("親のパートナー" in page, "訂正前" in page, "田中　" in page) == (True, True, True)
    assert [
        row.relation for row in Member.objects.for_system("test").filter(person=home.daiki).order_by("pk")
    ] == ["father", "partner"]
    late = screen(sato).refused("families:correct", "member", member.ref, relation="other", valid_from="R5")
    assert ("ほかの人がすでに訂正したか取り消しています" in late, 'value="R5"' in late) == (True, True)


def test_a_mistake_is_taken_back_and_stays_findable(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    link = standing(ParentLink, parent=home.daiki, child=home.minato).get()
    page = screen(sato).save("families:retract", "parent", link.ref)
    assert ("取り消した記録" in page, shown(sato, home)["links"]) == (True, 5)
    assert ParentLink.objects.for_system("test").count() == 6
    assert "すでに訂正したか取り消しています" in screen(sato).refused("families:retract", "parent", link.ref)


def test_on_a_day_only_those_born_by_then_are_there(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    join_partners(sato, one=home.misaki, two=home.daiki, since=day("H28.5"))
    assert shown(sato, home, "H28.4.30") == {"members": 2, "stays": 2, "unions": 0, "links": 0}
    assert shown(sato, home, "H28.5.1") == {"members": 2, "stays": 2, "unions": 1, "links": 0}
    assert shown(sato, home, "H30.2.11") == {"members": 3, "stays": 3, "unions": 1, "links": 2}
    assert shown(sato, home, "R7.7.1")["members"] == 4
    assert shown(sato, home, "今日" if not Day.parse("今日", date(2026, 6, 10)) else "R8.6.10") == {
        "members": 5, "stays": 5, "unions": 1, "links": 6,
    }  # fmt: skip
    change_person(sato, person=home.daiki, death=day("R8.5.1"))
    assert shown(sato, home, "R8.6.10")["stays"] == 4
    record_birth(sato, person=home.expected, birth=day("R8.6.9"))
    assert shown(sato, home, "R8.6.8")["members"] == 4


def test_what_is_half_known_is_marked_on_the_days_in_doubt(
    home: Home, sato: Viewer, screen: ScreenOf
) -> None:
    union = join_partners(sato, one=home.misaki, two=home.daiki, since=day("H28.5"))
    end_union(sato, union=union, end=UnionEnd.DIVORCED, on=day("R8"))
    at = screen(sato)
    marks = {
        text: at.text("families:table", home.family.ref, on=text).count("この日は不確か</span>")
        for text in ("H28.5.9", "H29", "R8.2.1", "R9.1.1")
    }
    assert marks == {"H28.5.9": 1, "H29": 0, "R8.2.1": 1, "R9.1.1": 0}
    move_out(sato, stay=standing(Stay, person=home.daiki).get(), on=Day.unknown())
    assert at.text("families:table", home.family.ref, on="R8.6.10").count("この日は不確か</span>") == 2


@pytest.mark.parametrize("asked", ["R8.2.30", "x", "0" * 300, "H32", "<script>"])
def test_a_day_that_cannot_be_read_is_said_and_all_is_shown(
    asked: str, home: Home, sato: Viewer, screen: ScreenOf
) -> None:
    answer = screen(sato).get("families:table", home.family.ref, on=asked)
    page = answer.content.decode()
    assert (answer.status_code, 'role="alert"' in page, "<script>alert" in page, "みなと" in page) == (
        422,
        True,
        False,
        True,
    )


DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
HALF = (
    st.builds(Day, DAYS, st.sampled_from([Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.ABOUT]))
    | st.just(Day.unknown())
    | st.none()
)


@given(since=HALF, until=HALF, on=DAYS)
def test_a_relation_holds_on_a_day_exactly_when_some_reading_of_its_days_allows(
    since: Day | None, until: Day | None, on: date
) -> None:
    fact = Stay(person=Person(), valid_from=since, valid_until=until)
    begun = since is None or since.earliest <= on
    lasting = until is None or until.latest >= on
    assert held_on(fact, Day(on)) == (begun and lasting)


def test_the_family_is_called_otherwise(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    at = screen(sato)
    assert "森川さんの家庭" in at.save("families:relabel", home.family.ref, label="森川さんの家庭")
    assert Family.objects.for_system("test").get().label == "森川さんの家庭"
    for wrong in ("", "　", "山" * 101):
        at.refused("families:relabel", home.family.ref, label=wrong)


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("member", {"name": "", "relation": "other"}, "氏名：書いてください。"),
    ("member", {"name": "次の子", "relation": "king"}, "候補にありません"),
    ("member", {"name": "次の子", "relation": "other", "birth": "R8.6.11"}, "まだ来ていない日付です"),
    ("member", {"name": "次の子", "relation": "other", "unborn": "on"}, "出産予定日を書いてください"),
    ("member", {"name": "次の\0子", "relation": "other"}, "保存できない文字"),
    ("stay", {"person": "", "household": ""}, "だれが：選んでください。"),
    ("union", {"one": "x", "two": "y", "kind": "married"}, "候補にありません"),
    (
        "parent",
        {"parent": "5f0c0000-0000-4000-8000-000000000000", "child": "", "kinds": ["birth"]},
        "候補にありません",
    ),
]


@pytest.mark.parametrize(("kind", "fields", "said"), WRONG)
def test_what_cannot_be_says_why_and_nothing_is_written(
    kind: str, fields: dict[str, Any], said: str, home: Home, sato: Viewer, screen: ScreenOf
) -> None:
    start = rows()
    assert said in screen(sato).refused("families:add", home.family.ref, kind, **fields)
    assert rows() == start


def test_people_of_another_family_are_no_choice_for_form_or_action(
    home: Home, sato: Viewer, screen: ScreenOf
) -> None:
    other, (stranger,) = take_in(sato, persons=[NewPerson("大野 蓮")])
    house = Household.objects.for_system("test").get(family=other)
    start, at, here = rows(), screen(sato), home.family.ref
    mine, theirs = str(home.misaki.ref), str(stranger.ref)
    sent = [
        ("stay", {"person": theirs, "household": str(Household.objects.for_system("test").first().ref)}),
        ("stay", {"person": mine, "household": str(house.ref)}),
        ("union", {"one": mine, "two": theirs, "kind": "married"}),
        ("parent", {"parent": theirs, "child": str(home.haruka.ref), "kinds": ["birth"]}),
    ]
    for kind, fields in sent:
        assert "候補にありません" in at.refused("families:add", here, kind, **fields)
    for act in (
        lambda: join_partners(sato, one=home.misaki, two=stranger),
        lambda: link_parent(sato, parent=stranger, child=home.haruka),
        lambda: link_parents(sato, parent=stranger, child=home.haruka, kinds=["birth"]),
        lambda: move_in(sato, household=house, person=home.misaki),
    ):
        with pytest.raises(Refused, match="別の家庭の人は選べません"):
            act()
    assert rows() == start


def test_the_pages_of_others_are_not_found(
    home: Home, sato: Viewer, ito: Viewer, kimura: Viewer, stranger: Viewer, screen: ScreenOf
) -> None:
    member, house = standing(Member).first(), Household.objects.for_system("test").get()
    forms = [(f"families:{verb}", ["member", member.ref]) for verb in ("correct", "end", "retract")]
    forms += [("families:add", [home.family.ref, kind]) for kind in ("member", "stay", "union", "parent")]
    forms += [
        ("families:add_household", [home.family.ref]),
        ("families:rename_household", [house.ref]),
        ("families:relabel", [home.family.ref]),
    ]
    start = rows()
    for viewer, table_status in ((ito, 404), (stranger, 404), (kimura, 200)):
        at = screen(viewer)
        assert at.get("families:table", home.family.ref).status_code == table_status
        for page, args in forms:
            assert at.get(page, *args).status_code in {403, 404}, page
            assert at.post(page, *args, label="x", name="x", relation="other").status_code in {403, 404}, page
    assert "直す" not in re.sub(
        "<a[^>]*accounts.*?</a>", "", screen(kimura).text("families:table", home.family.ref)
    )
    at = screen(sato)
    for page, args in (
        ("families:add", [home.family.ref, "soul"]),
        ("families:correct", ["soul", member.ref]),
        ("families:correct", ["stay", member.ref]),
    ):
        assert at.get(page, *args).status_code == 404
    assert rows() == start


def test_a_large_family_asks_as_often_as_a_small_one(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    at = screen(sato)
    join_partners(sato, one=home.misaki, two=home.daiki)
    assert queries(at, "families:table", home.family.ref) == 23
    people = [NewPerson(f"子 {number}", relation="sibling") for number in range(10)]
    for new in people:
        at.save("families:add", home.family.ref, "member", name=new.name, relation="sibling")
    for child in Person.objects.for_system("test").filter(name__startswith="子 "):
        link_parent(sato, parent=home.misaki, child=child)
        move_in(sato, household=Household.objects.for_system("test").get(), person=child)
    assert queries(at, "families:table", home.family.ref) == 23
