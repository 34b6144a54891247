"""The person through the pages: the own row, names, numbers, addresses, schools, and what is not taken."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people.conftest import Home, Screen, queries
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, Day, frozen
from tomoni.cases.actions import open_case, set_status
from tomoni.families.actions import NewPerson, take_in
from tomoni.people.actions import add_contact_point, add_name, add_person, enrol, set_class
from tomoni.people.models import ContactPoint, Enrolment, Person, PersonName
from tomoni.people.rules import clean_name
from tomoni.resources.actions import add_organisation
from tomoni.resources.models import Organisation
from tomoni.search.queries import find

ScreenOf = Callable[[Viewer], Screen]
HERS = "水沢 美咲"
ONE = {"suppress_health_check": [HealthCheck.function_scoped_fixture], "deadline": None, "max_examples": 25}


def again(row: Any) -> Any:
    return type(row).objects.for_system("test").get(pk=row.pk)


def rows() -> int:
    return sum(
        model.objects.for_system("test").count() for model in (Person, PersonName, ContactPoint, Enrolment)
    )


@pytest.fixture
def school(sato: Viewer, home: Home) -> Organisation:
    return add_organisation(sato, name="みなみ小学校", kind="primary_school")


def test_the_own_row_is_corrected(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    page = screen(sato).save(
        "people:change",
        home.misaki.ref,
        name=HERS,
        kana="みずさわ みさき",
        birth="H4.5.4",
        sex="female",
        note="夜勤が多い",
    )
    row = again(home.misaki)
    assert (row.birth, row.note) == (Day.parse("H4.5.4"), "夜勤が多い")
    assert "平成4年5月4日" in page


def test_a_new_name_keeps_the_old_one_findable(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    page = screen(sato).save(
        "people:rename", home.misaki.ref, name="森川 美咲", kana="もりかわ みさき", kind="former", on="R8.3"
    )
    other = PersonName.objects.for_system("test").get()
    assert (again(home.misaki).name, other.name, other.kana, other.valid_until) == (
        "森川 美咲", HERS, "みずさわ みさき", Day.parse("R8.3"),
    )  # fmt: skip
    assert "旧姓・旧名" in page
    assert [hit.label for hit in find(sato, HERS, kinds=("person",)).hits] == ["森川 美咲"]


def test_the_expected_child_is_born(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    at = screen(sato)
    assert "出生を記録する" in at.text("people:person", home.expected.ref)
    at.save(
        "cases:born", home.expected.ref, birth="R8.6.9", name="水沢 凪", kana="みずさわ なぎ", sex="female"
    )
    row = again(home.expected)
    assert (row.name, row.birth, row.sex, row.unborn) == ("水沢 凪", Day.parse("R8.6.9"), "female", False)
    assert "出生を記録する" not in at.text("people:person", home.expected.ref)
    assert "すでに生まれています" in at.refused("cases:born", home.expected.ref, birth="R8.6.9")


@pytest.mark.parametrize(
    ("kind", "fields", "changed", "shown", "before"),
    [
        ("phone", {"kind": "mobile", "value": "090-0000-1111"}, {"kind": "home", "value": "022-000-1111"}, "022-000-1111", "090-0000-1111"),
        ("address", {"kind": "lives", "text": "ともに町1", "valid_from": "R6.4"}, {"kind": "registered", "text": "ともに町2"}, "ともに町2", "ともに町1"),
        ("name", {"kind": "common", "name": "ミサキ"}, {"kind": "foreign", "name": "Misaki"}, "Misaki", "ミサキ"),
    ],
)  # fmt: skip
def test_what_is_told_is_added_corrected_ended_and_taken_back(
    kind: str,
    fields: dict[str, str],
    changed: dict[str, str],
    shown: str,
    before: str,
    home: Home,
    sato: Viewer,
    screen: ScreenOf,
) -> None:
    at, ref = screen(sato), home.misaki.ref
    models = {"phone": ContactPoint, "name": PersonName, "address": home.misaki.addresses.model}
    standing = models[kind].objects.for_system("test").standing
    assert before in at.save("people:add", ref, kind, **fields)
    page = at.save("people:correct", kind, standing().get().ref, **changed)
    assert (shown in page, before in page, "訂正前" in page) == (True, True, True)
    page = at.save("people:end", kind, standing().get().ref, on="R8.5.31")
    assert ("終わり</span>" in page, standing().get().valid_until) == (True, Day.parse("R8.5.31"))
    page = at.save("people:retract", kind, standing().get().ref)
    assert ("取り消した記録も残っています" in page, standing().count()) == (
        True,
        1,
    )  # what stood before it stands again
    assert "取り消した記録" in page


def test_what_somebody_else_corrected_meanwhile_is_not_corrected_twice(
    home: Home, sato: Viewer, screen: ScreenOf
) -> None:
    first = add_contact_point(sato, person=home.misaki, value="090-0000-1111")
    at = screen(sato)
    at.save("people:correct", "phone", first.ref, kind="mobile", value="090-0000-2222")
    page = at.refused("people:correct", "phone", first.ref, kind="mobile", value="090-0000-3333")
    assert ("ほかの人がすでに訂正したか取り消しています" in page, "090-0000-3333" in page) == (True, True)
    assert ContactPoint.objects.for_system("test").count() == 2


def test_grade_and_class_follow_the_school_year(
    home: Home, sato: Viewer, school: Organisation, screen: ScreenOf
) -> None:
    page = screen(sato).save(
        "people:add", home.haruka.ref, "school", organisation="みなみ小学校", class_name="2組", since="R6.4"
    )
    assert ("小3" in page, "2組" in page, "昨年度" in page) == (True, True, False)
    with frozen(datetime(2027, 3, 31, 23, 0, tzinfo=TOKYO)):
        page = screen(sato).text("people:person", home.haruka.ref)
        assert ("小3" in page, "昨年度：2組" in page) == (True, False)
    with frozen(datetime(2027, 4, 1, 0, 5, tzinfo=TOKYO)):
        at = screen(sato)
        page = at.text("people:person", home.haruka.ref)
        assert ("小4" in page, "昨年度：2組" in page) == (True, True)
        enrolment = Enrolment.objects.for_system("test").standing().get()
        at.save(
            "people:correct",
            "school",
            enrolment.ref,
            organisation="みなみ小学校",
            class_name="",
            since="R6.4",
        )
        assert "昨年度：2組" in at.text("people:person", home.haruka.ref)
        enrolment = Enrolment.objects.for_system("test").standing().get()
        page = at.save(
            "people:correct", "school", enrolment.ref, organisation="みなみ小学校", class_name="1組"
        )
        assert ("1組" in page, "訂正前" in page) == (True, True)
    with frozen(datetime(2029, 4, 1, tzinfo=TOKYO)):
        assert "令和9年度：1組" in screen(sato).text("people:person", home.haruka.ref)


def test_a_school_that_is_not_in_the_directory_is_asked_for(
    home: Home, sato: Viewer, school: Organisation, screen: ScreenOf
) -> None:
    at = screen(sato)
    assert "「ない小学校」は機関の一覧にありません" in at.refused(
        "people:add", home.haruka.ref, "school", organisation="ない小学校"
    )
    add_organisation(sato, name="みなみ小学校", kind="primary_school")
    assert "いくつかあります" in at.refused(
        "people:add", home.haruka.ref, "school", organisation="みなみ小学校"
    )
    at.save(
        "people:add", home.haruka.ref, "school", organisation="みなみ小学校", organisation_ref=str(school.ref)
    )
    assert Enrolment.objects.for_system("test").get().organisation_id == school.pk


def test_statuses_are_read_from_the_case(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    case = open_case(sato, family=home.family, children=[home.haruka], phase="intake")
    set_status(sato, case=case, person=home.haruka, kind="needs_support", since=Day.parse("R8.6.1"))
    page = screen(sato).text("people:person", home.haruka.ref)
    assert ("要支援児童" in page, "令和8年6月1日" in page) == (True, True)


WRONG = [
    ("people:change", {"name": HERS, "birth": "R8.2.30"}, "2月30日はありません"),
    ("people:change", {"name": HERS, "birth": "R8.6.11"}, "まだ来ていない日付です"),
    ("people:change", {"name": HERS, "birth": "R8.6.1", "death": "R8.5.1"}, "死亡日が生年月日より前"),
    ("people:change", {"name": "　\u200b".replace("\u200b", "")}, "氏名：書いてください。"),
    ("people:change", {"name": "山" * 101}, "100 文字以下"),
    ("people:change", {"name": "山\0田"}, "保存できない文字"),
    ("people:change", {"name": HERS, "sex": "x"}, "候補にありません"),
    ("people:rename", {"name": HERS, "kana": "みずさわ みさき", "kind": "former"}, "いまと同じ氏名です"),
    ("people:rename", {"name": "", "kind": "former"}, "新しい氏名：書いてください。"),
]


@pytest.mark.parametrize(("page", "fields", "said"), WRONG)
def test_what_cannot_be_says_why_and_nothing_is_written(
    page: str, fields: dict[str, str], said: str, home: Home, sato: Viewer, screen: ScreenOf
) -> None:
    before, start = again(home.misaki), rows()
    assert said in screen(sato).refused(page, home.misaki.ref, **{"sex": "female", **fields})
    row = again(home.misaki)
    assert (row.name, row.birth, row.death, rows()) == (before.name, before.birth, before.death, start)


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("phone", {"kind": "mobile", "value": " "}, "番号・アドレス：書いてください。"),
        ("phone", {"kind": "pigeon", "value": "1"}, "候補にありません"),
        ("phone", {"kind": "mobile", "value": "0" * 201}, "200 文字以下"),
        ("address", {"kind": "lives", "text": "町\0"}, "保存できない文字"),
        ("address", {"kind": "lives", "text": "町", "valid_from": "H32.1.1"}, "平成は31年4月30日までです"),
        ("name", {"kind": "common", "name": "\x01\x02"}, "氏名：書いてください。"),
    ],
)
def test_facts_that_cannot_be_taken_say_why(
    kind: str, fields: dict[str, str], said: str, home: Home, sato: Viewer, screen: ScreenOf
) -> None:
    start = rows()
    assert said in screen(sato).refused("people:add", home.misaki.ref, kind, **fields)
    assert rows() == start


def test_an_end_before_the_beginning_is_refused(
    home: Home, sato: Viewer, school: Organisation, screen: ScreenOf
) -> None:
    row = enrol(sato, person=home.haruka, organisation=school, since=Day.parse("R6.4.1"))
    assert "終わりの日が始まりの日より前" in screen(sato).refused(
        "people:end", "school", row.ref, on="R6.3.31"
    )
    screen(sato).save("people:end", "school", row.ref, on="R6")


@pytest.mark.parametrize(
    "name",
    ["山" * 100, "プラティウィ", "👨‍👩‍👧 ひかり", "葛\U000e0100城 𠮷子", "Nguyễn Thị Hoa", "'; DROP--<b>"],
)
def test_rare_names_stay_as_they_were_typed(name: str, home: Home, sato: Viewer, screen: ScreenOf) -> None:
    screen(sato).save("people:change", home.misaki.ref, name=name, sex="female")
    assert again(home.misaki).name == name


@given(name=st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=100))
@settings(**ONE)
def test_any_name_is_stored_exactly_apart_from_control_characters_and_outer_blanks(
    name: str, home: Home, sato: Viewer, screen: ScreenOf
) -> None:
    expected = clean_name(name.replace("\0", ""))
    answer = screen(sato).post("people:change", home.misaki.ref, name=name, sex="female")
    if "\0" in name or not expected:
        assert answer.status_code == 422
    else:
        assert (answer.status_code, again(home.misaki).name) == (302, expected)


@given(text=st.text(max_size=40))
def test_cleaning_takes_only_control_characters_and_outer_blanks(text: str) -> None:
    cleaned = clean_name(text)
    kept = "".join(c for c in text if not (c < " " or "\x7f" <= c <= "\x9f"))
    assert (cleaned, clean_name(cleaned)) == (kept.strip(), cleaned)


OTHERS = ["change", "rename", "protect", "look_for", "person"]


def test_other_peoples_pages_are_not_found(
    home: Home, sato: Viewer, ito: Viewer, mori: Viewer, stranger: Viewer, screen: ScreenOf
) -> None:
    point = add_contact_point(sato, person=home.misaki, value="090-0000-1111")
    start = rows()
    for viewer, allowed in ((ito, {404}), (stranger, {404}), (mori, {403, 404})):
        at = screen(viewer)
        pages = [(f"people:{page}", [home.misaki.ref]) for page in OTHERS]
        pages += [
            (f"people:{page}", ["phone", point.ref]) for page in ("correct", "end", "retract", "hide", "show")
        ]
        pages += [
            ("people:add", [home.misaki.ref, "phone"]),
            ("people:join", [home.misaki.ref, home.haruka.ref]),
        ]
        for page, args in pages:
            path = reverse(page, args=args)
            sent = at.client.post(
                path,
                {
                    "submission": "5f0c0000-0000-4000-8000-000000000000",
                    "kind": "mobile",
                    "value": "1",
                    "name": "x",
                },
            )
            assert at.client.get(path).status_code in allowed | {405}, (viewer, page)
            assert sent.status_code in allowed | {405}, (viewer, page)
    at = screen(sato)
    for path in (
        reverse("people:add", args=[home.misaki.ref, "soul"]),
        reverse("people:correct", args=["soul", point.ref]),
        reverse("people:correct", args=["name", point.ref]),
    ):
        assert at.client.get(path).status_code == 404
    assert rows() == start


def test_a_page_of_many_facts_asks_as_often_as_one_of_few(
    home: Home, sato: Viewer, school: Organisation, screen: ScreenOf
) -> None:
    at = screen(sato)
    enrolment = enrol(sato, person=home.haruka, organisation=school, class_name="1組")
    add_name(sato, person=home.haruka, kind="nickname", name="はるちゃん")
    add_contact_point(sato, person=home.haruka, value="090-0000-0000")
    assert queries(at, "people:person", home.haruka.ref) == 31
    for number in range(10):
        add_name(sato, person=home.haruka, kind="nickname", name=f"はる{number}")
        add_contact_point(sato, person=home.haruka, value=f"090-0000-000{number}")
        enrolment = set_class(sato, enrolment=enrolment, class_name=f"{number}組")
    assert queries(at, "people:person", home.haruka.ref) == 31


def test_suggestions_say_birth_and_team_and_come_as_far_as_a_card_reaches(
    home: Home, ito: Viewer, stranger: Viewer, screen: ScreenOf
) -> None:
    said = screen(ito).text("people:suggest", q="みさき")
    assert (f'data-value="{home.misaki.ref}"' in said, "H4.5.3生　家庭相談係" in said) == (True, True)
    assert "水沢" not in screen(stranger).text("people:suggest", q="みさき")
    assert screen(ito).text("people:suggest", q="x" * 500).strip() == ""


def test_a_person_without_family_has_a_page(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    row = add_person(sato, dossier=home.family.dossier, name="隣の人")
    assert "隣の人" in screen(sato).text("people:person", row.ref)
    assert take_in(sato, persons=[NewPerson("別 家族")])[0].pk != home.family.pk
