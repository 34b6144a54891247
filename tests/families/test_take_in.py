"""A family taken in on one page: a line for each person, whoever was known before is asked about."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people.conftest import Home, Screen
from tomoni.access.actions import Refused, seal
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.families.actions import NewPerson, take_in
from tomoni.families.models import Family, Member, ParentLink, Stay
from tomoni.families.queries import known_before
from tomoni.families.rules import usual_label
from tomoni.journal.models import Entry
from tomoni.people.actions import add_name
from tomoni.people.models import Person
from tomoni.search.queries import find
from tomoni.tenancy.models import Municipality

ScreenOf = Callable[[Viewer], Screen]


def lines(*people: tuple[str, ...], **rest: Any) -> dict[str, Any]:
    """What the form sends: (name, kana, birth, relation, "unborn") a line; what is missing stays empty."""
    parts = ("name", "kana", "birth", "relation", "unborn")
    told = {
        f"p{n}_{part}": value
        for n, person in enumerate(people)
        for part, value in zip(parts, person, strict=False)
    }
    return {"lines": str(max(len(people), 4)), **told, **rest}


def count() -> tuple[int, int]:
    return Family.objects.for_system("test").count(), Person.objects.for_system("test").count()


AOKI = [
    ("青木 海", "あおき うみ", "H30.6.1", "self"),
    ("青木 恵", "あおき めぐみ", "S63.4.1", "mother"),
    ("青木 航", "あおき わたる", "昭和62年ごろ", "father"),
    ("", "", "R8.11", "sibling", "on"),
]


def test_four_lines_make_a_family_with_home_and_parents(
    sato: Viewer, in_muni: Municipality, screen: ScreenOf
) -> None:
    page = screen(sato).save("families:take_in", **lines(*AOKI))
    assert "青木さんの家庭" in page
    people = list(Person.objects.for_system("test").order_by("pk"))
    assert [(p.name, p.kana, p.sex, str(p.birth or p.expected_on)) for p in people] == [
        ("青木 海", "あおき うみ", "unknown", "平成30年6月1日"),
        ("青木 恵", "あおき めぐみ", "female", "昭和63年4月1日"),
        ("青木 航", "あおき わたる", "male", "昭和62年ごろ"),
        ("おなかの赤ちゃん", "", "unknown", "令和8年11月"),
    ]
    assert people[3].unborn
    umi, megumi, wataru, baby = (person.pk for person in people)
    links = ParentLink.objects.for_system("test").order_by("pk").values_list("parent_id", "child_id")
    assert list(links) == [(megumi, umi), (megumi, baby), (wataru, umi), (wataru, baby)]
    assert Stay.objects.for_system("test").count() == 4
    assert [hit.label for hit in find(sato, "アオキ うみ", kinds=("person",)).hits] == ["青木 海"]


def test_a_pregnant_woman_is_the_parent_of_the_child_she_expects(
    sato: Viewer, in_muni: Municipality, screen: ScreenOf
) -> None:
    screen(sato).save(
        "families:take_in", **lines(("林 葵", "", "H19.5", "self"), ("", "", "R8.12.24", "child", "on"))
    )
    link = ParentLink.objects.for_system("test").select_related("parent", "child").get()
    assert (link.parent.name, link.child.unborn, Family.objects.for_system("test").get().label) == (
        "林 葵",
        True,
        "林さんの家庭",
    )


def test_one_more_line_keeps_what_was_typed_and_judges_nothing(
    sato: Viewer, in_muni: Municipality, screen: ScreenOf
) -> None:
    page = screen(sato).refused("families:take_in", **lines(*AOKI[:3], ("", "", "R8.2.30"), more_lines="1"))
    assert ("error-summary" in page, 'value="青木 恵"' in page, 'value="R8.2.30"' in page) == (
        False,
        True,
        True,
    )
    assert re.findall(r'id="id_p(\d+)_name"', page) == ["0", "1", "2", "3", "4"]
    assert re.search(r'name="lines" value="5"', page)
    assert count() == (0, 0)


def test_there_is_an_end_to_more_lines(sato: Viewer, in_muni: Municipality, screen: ScreenOf) -> None:
    page = screen(sato).refused("families:take_in", **{**lines(("海",)), "lines": "12", "more_lines": "1"})
    assert (len(re.findall(r'id="id_p\d+_name"', page)), "もう一行" in page) == (12, False)
    for wild in ("0", "-3", "99999", "x", "²"):
        page = screen(sato).refused("families:take_in", **{**lines(("", "", "x")), "lines": wild})
        assert 1 <= len(re.findall(r'id="id_p\d+_name"', page)) <= 12


WRONG = [
    ([], "1人目の氏名：ひとり以上書いてください"),
    (
        [("", "あおき うみ")],
        "1人目の氏名：氏名を書いてください。分からないときは「不明（小2男児）」のように書けます。",
    ),
    ([("海", "", "R8.6.11")], "1人目の生年月日：まだ来ていない日付です"),
    ([("海", "", "R8.2.30")], "1人目の生年月日：2月30日はありません"),
    ([("海",), ("恵", "", "H32.1.1", "mother")], "2人目の生年月日：平成は31年4月30日までです"),
    ([("海", "", "", "self", "on")], "1人目の生年月日：出産予定日を書いてください"),
    ([("海", "", "不明", "self", "on")], "1人目の生年月日：出産予定日を書いてください"),
    ([("海", "", "R9.6.1", "self", "on")], "出産予定日が先すぎます"),
    ([("海", "", "", "king")], "候補にありません"),
    ([("海" * 101,)], "100 文字以下"),
    ([("海\0",)], "保存できない文字"),
]


@pytest.mark.parametrize(("people", "said"), WRONG)
def test_what_cannot_be_taken_says_why_and_keeps_the_words(
    people: list[tuple[str, ...]], said: str, sato: Viewer, in_muni: Municipality, screen: ScreenOf
) -> None:
    page = screen(sato).refused("families:take_in", **lines(*people, label="あの家庭"))
    assert (said in page, 'value="あの家庭"' in page, count()) == (True, True, (0, 0))


@given(
    name=st.text(
        st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1, max_size=100
    ),
    birth=st.sampled_from(["", "H30.6.1", "H30.6", "H30", "平成30年ごろ", "2018/6/1", "不明", "R8.6.10"]),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_with_any_half_known_birth_is_taken_as_typed(
    name: str, birth: str, sato: Viewer, in_muni: Municipality, screen: ScreenOf
) -> None:
    before = count()[0]
    known = {"passed": [str(row.ref) for row in Family.objects.for_system("test")]}
    answer = screen(sato).post("families:take_in", **lines((name, "", birth)), **known)
    typed = "".join(c for c in name if not (c < " " or "\x7f" <= c <= "\x9f")).strip()
    assert (answer.status_code, count()[0] - before) == ((302, 1) if typed else (422, 0))
    if typed:
        row = Person.objects.for_system("test").latest("pk")
        assert (row.name, row.birth) == (typed, Day.parse(birth))
        assert len(Family.objects.for_system("test").latest("pk").label) <= 100


@pytest.mark.parametrize(
    ("names", "label"),
    [
        ([("青木 海", True)], "青木さんの家庭"),
        ([("おなかの赤ちゃん", False), ("林 葵", True)], "林さんの家庭"),
        ([("山" * 100, True)], "山" * 95 + "さんの家庭"),
        ([("プラティウィ", True)], "プラティウィさんの家庭"),
        ([("（おなかの子）", False)], "（おなかの子）さんの家庭"),
    ],
)
def test_a_family_is_called_after_the_first_who_is_born(names: list[tuple[str, bool]], label: str) -> None:
    assert usual_label(names) == label


def test_nobody_at_all_is_refused_by_the_action_too(sato: Viewer, in_muni: Municipality) -> None:
    for people in ([], [NewPerson("　")]):
        with pytest.raises(Refused):
            take_in(sato, persons=people)
    assert count() == (0, 0)


# Known before


def test_a_known_family_is_offered_with_reasons_before_anything_is_written(
    home: Home, ito: Viewer, screen: ScreenOf
) -> None:
    at, before = screen(ito), count()
    sent = lines(("みずさわ はるか", "みずさわ はるか", "H30.2.11", "self"), ("水澤 美咲", "", "", "mother"))
    page = at.refused("families:take_in", **sent)
    assert "前にかかわったことはありませんか" in page
    assert (f'href="/families/{home.family.ref}/"' in page, "家庭相談係" in page) == (True, True)
    assert ("かなが同じ・漢字がちがう、生年月日が同じ" in page, "氏名が同じ" in page) == (True, True)
    assert (count(), 'value="水澤 美咲"' in page) == (before, True)
    at.save("families:take_in", **sent, passed=[str(home.family.ref)])
    assert count() == (before[0] + 1, before[1] + 2)


def test_passing_one_family_does_not_pass_the_next(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    twin, _ = take_in(sato, persons=[NewPerson("水沢 陽花", "みずさわ はるか", Day.parse("H30.2.11"))])
    sent = lines(("水沢 陽花", "みずさわ はるか", "H30.2.11", "self"), passed=[str(home.family.ref)])
    page = screen(sato).refused("families:take_in", **sent)
    assert f"/families/{twin.ref}/" in page


@pytest.mark.parametrize(
    ("people", "offered"),
    [
        ([("水沢 陽花", "みずさわ はるか", "")], False),  # one name alone never suffices
        ([("水沢 陽花", "みずさわ はるか", "H25.2.11")], False),
        ([("水沢 陽花", "みずさわ はるか", "H30.2")], True),
        ([("水沢 陽花", "みずさわ はるか", ""), ("水沢 美咲", "みずさわ みさき", "")], True),
        ([("森川 陽花", "もりかわ はるか", "H30.2.11")], True),  # another surname, the same birth
        ([("白井 一", "", "H30.2.11"), ("白井 二", "", "H4.5.3")], False),  # births alone neither
        ([("旧姓 美咲", "", "H4.5.3")], True),  # a former name
    ],
)
def test_what_speaks_for_a_known_family(
    people: list[tuple[str, str, str]], offered: bool, home: Home, sato: Viewer
) -> None:
    add_name(sato, person=home.misaki, kind="former", name="旧姓 美咲")
    told = [NewPerson(name, kana, Day.parse(birth)) for name, kana, birth in people]
    assert [offer.family.pk for offer in known_before(sato, told).offers] == (
        [home.family.pk] if offered else []
    )


def test_only_what_is_offered_counts_as_looked_at(home: Home, sato: Viewer, ito: Viewer) -> None:
    known_before(ito, [NewPerson("水沢 陽花", "みずさわ はるか", Day.parse("H25.2.11"))])
    assert [entry for entry in Entry.objects.all() if '"kind":"look"' in entry.body.replace(" ", "")] == []


def test_a_sealed_family_is_hinted_at_once(
    home: Home, sato: Viewer, tanaka: Viewer, screen: ScreenOf
) -> None:
    seal(tanaka, dossier=home.family.dossier, reason="職員の親族", keepers=[tanaka.post])
    sent = lines(("水沢 陽花", "みずさわ はるか", "H30.2.11", "self"))
    page = screen(sato).refused("families:take_in", **sent)
    assert ("統括支援員にお尋ねください" in page, str(home.family.ref) in page) == (True, False)
    screen(sato).save("families:take_in", **sent, passed=["sealed"])


def test_unborn_children_are_like_each_other_and_say_nothing(home: Home, sato: Viewer) -> None:
    found = known_before(sato, [NewPerson("おなかの赤ちゃん", expected_on=Day.parse("R8.12.1"))])
    assert (found.offers, found.ask_coordinator) == ([], False)


def test_the_same_form_sent_twice_makes_one_family(
    sato: Viewer, in_muni: Municipality, screen: ScreenOf
) -> None:
    at, sent = screen(sato), lines(*AOKI, submission="5f0c0000-0000-4000-8000-000000000001")
    first, second = at.post("families:take_in", **sent), at.post("families:take_in", **sent)
    assert (first.status_code, second.headers["Location"], count()) == (
        302,
        first.headers["Location"],
        (1, 4),
    )


def test_who_cannot_hold_a_family_takes_none_in(
    mori: Viewer, kimura: Viewer, in_muni: Municipality, screen: ScreenOf
) -> None:
    for viewer in (mori, kimura):
        at = screen(viewer)
        assert (
            at.get("families:take_in").status_code,
            at.post("families:take_in", **lines(*AOKI)).status_code,
        ) == (403, 403)
    assert Member.objects.for_system("test").count() == 0


def test_many_born_on_a_day_do_not_hide_the_family_that_was_known(
    sato: Viewer, in_muni: Municipality
) -> None:
    born = Day.parse("H26.3.3")
    for number in range(21):
        twins = [
            NewPerson(f"浜{number} 岬", birth=born),
            NewPerson(f"浜{number} 渚", birth=born, relation="sibling"),
        ]
        take_in(sato, persons=twins)
    family, _ = take_in(sato, persons=[NewPerson("佐々木 悠斗", "ささき ゆうと", born)])
    found = known_before(sato, [NewPerson("及川 悠斗", birth=born)])
    assert [offer.family for offer in found.offers] == [family]
