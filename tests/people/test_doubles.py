"""Two records of one person: found, laid side by side, joined, read together, parted."""

from collections.abc import Callable

import pytest

from tests.people.conftest import Home, Screen
from tomoni.access.actions import seal
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.families.actions import NewPerson, take_in
from tomoni.people.actions import add_contact_point, add_name, join_persons
from tomoni.people.models import Person, SamePerson
from tomoni.people.queries import candidates
from tomoni.tenancy.models import Municipality

ScreenOf = Callable[[Viewer], Screen]


def known(
    viewer: Viewer, name: str = "森川 陽花", kana: str = "もりかわ はるか", birth: str = "H30.2.11"
) -> Person:
    family, rows = take_in(viewer, persons=[NewPerson(name, kana, Day.parse(birth))])
    assert family.number
    return rows[0]


def test_likely_records_are_found_with_reasons_and_those_of_other_teams_cannot_be_chosen(
    home: Home, sato: Viewer, ito: Viewer, screen: ScreenOf
) -> None:
    mine, theirs = known(sato, "水沢 はるか", "みずさわ はるか"), known(ito, "水沢 陽花", "みずさわ はるか")
    page = screen(sato).text("people:look_for", home.haruka.ref)
    assert f"/people/{home.haruka.ref}/join/{mine.ref}" in page
    assert f"/join/{theirs.ref}" not in page
    assert ("生年月日が同じ" in page, "書き込める記録ではありません" in page, "母子保健係" in page) == (
        True,
        True,
        True,
    )
    assert f"/join/{home.haruka.ref}" not in page


def test_a_sealed_record_is_only_hinted_at(
    home: Home, sato: Viewer, tanaka: Viewer, screen: ScreenOf
) -> None:
    other = known(tanaka, "水沢 陽花", "みずさわ はるか")
    seal(tanaka, dossier=other.dossier, reason="職員の親族", keepers=[tanaka.post])
    page = screen(sato).text("people:look_for", home.haruka.ref)
    assert ("統括支援員にお尋ねください" in page, str(other.ref) in page) == (True, False)


def test_joined_through_the_page_both_records_say_so_and_are_read_together(
    home: Home, sato: Viewer, screen: ScreenOf
) -> None:
    other = known(sato)
    add_contact_point(sato, person=other, value="022-000-4711")
    add_name(sato, person=other, kind="nickname", name="はるちゃん")
    at = screen(sato)
    side = at.text("people:join", home.haruka.ref, other.ref)
    assert ("022-000-4711" in side, "名が同じ・姓がちがう、生年月日が同じ" in side) == (True, True)
    page = at.save("people:join", home.haruka.ref, other.ref, reason="母子健康手帳で確かめた")
    assert ("022-000-4711" in page, "はるちゃん" in page, "まとめた記録から" in page) == (True, True, True)
    for person in (home.haruka, other):
        page = at.text("people:person", person.ref)
        assert ("同じ人としてまとめられています" in page, "母子健康手帳で確かめた" in page) == (True, True)
    same = SamePerson.objects.for_system("test").get()
    assert "二人の別の人として扱います" in at.save("people:part", same.ref)
    assert "022-000-4711" not in at.text("people:person", home.haruka.ref)
    assert at.post("people:part", same.ref).status_code == 404


def test_three_records_are_one_for_every_reader(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    second, third = known(sato), known(sato, "はるか")
    join_persons(sato, kept=home.haruka, other=second)
    join_persons(sato, kept=home.haruka, other=third)
    for person in (home.haruka, second, third):
        assert screen(sato).text("people:person", person.ref).count("同じ人としてまとめられています") == 2


def test_who_cannot_open_the_other_record_learns_where_it_is_and_no_more(
    home: Home, sato: Viewer, ito: Viewer, tanaka: Viewer, screen: ScreenOf
) -> None:
    theirs = known(ito)
    add_contact_point(ito, person=theirs, value="022-000-4711")
    with pytest.raises(PermissionError):
        join_persons(sato, kept=home.haruka, other=theirs)
    assert screen(sato).post("people:join", home.haruka.ref, theirs.ref, reason="x").status_code == 404
    assert SamePerson.objects.for_system("test").count() == 0


@pytest.mark.parametrize("again", ["same", "back", "self"])
def test_what_is_joined_is_not_joined_again(again: str, home: Home, sato: Viewer, screen: ScreenOf) -> None:
    other = known(sato)
    join_persons(sato, kept=home.haruka, other=other)
    kept, joined = {
        "same": (home.haruka, other), "back": (other, home.haruka), "self": (home.haruka, home.haruka),
    }[again]  # fmt: skip
    page = screen(sato).refused("people:join", kept.ref, joined.ref, reason="もう一度")
    assert ("先に解除してから選び直してください" in page, "もう一度" in page) == (True, True)
    assert SamePerson.objects.for_system("test").count() == 1


def test_only_who_may_write_parts(
    home: Home, sato: Viewer, kimura: Viewer, ito: Viewer, screen: ScreenOf
) -> None:
    same = join_persons(sato, kept=home.haruka, other=known(sato))
    for viewer in (kimura, ito):
        assert screen(viewer).post("people:part", same.ref).status_code in {403, 404}
    assert SamePerson.objects.for_system("test").get().until is None


def test_a_record_of_another_municipality_is_never_found(
    home: Home, sato: Viewer, elsewhere: Municipality, screen: ScreenOf
) -> None:
    page = screen(sato).text("people:look_for", home.misaki.ref, q="よその人")
    assert "ほかの記録は見つかりませんでした" in page


def test_records_are_cut_by_families_so_that_large_ones_hide_nobody(
    sato: Viewer, in_muni: Municipality
) -> None:
    names = [(f"浜田 岬{n}", f"浜田 渚{n}") for n in range(12)]
    families = [take_in(sato, persons=[NewPerson(name) for name in pair])[1] for pair in names]
    sought = families[0][0]
    found, _ = candidates(sato, sought, "浜田")
    assert len(found) == 23
