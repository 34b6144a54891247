"""Pages of persons, families and organisations in a real browser: accessible, within the screen, within the policy."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.axe import violations
from tests.people.conftest import Home
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.families.actions import NewPerson, end_union, join_partners, take_in
from tomoni.families.choices import UnionEnd
from tomoni.people.actions import (
    add_address,
    add_contact_point,
    add_name,
    correct,
    enrol,
    join_persons,
    protect,
)
from tomoni.resources.actions import add_organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("ui-browser")]
Window = Callable[..., Page]
PICTURES = os.environ.get("TOMONI_PICTURES")


@pytest.fixture
def addresses(home: Home, sato: Viewer) -> list[str]:
    """Every page, with something on it."""
    school = add_organisation(
        sato, name="みなみ小学校", name_kana="ミナミショウガッコウ", kind="primary_school"
    )
    enrol(sato, person=home.haruka, organisation=school, class_name="2組", since=Day.parse("R7.4"))
    number = add_contact_point(sato, person=home.misaki, value="090-0000-4711", note="夕方からなら出られる")
    correct(sato, fact=number, value="090-0000-4712")
    add_address(
        sato, person=home.misaki, text="ともに町中央1丁目2-3 みどり荘201", valid_from=Day.parse("R6.4")
    )
    add_name(sato, person=home.misaki, kind="former", name="森川 美咲", kana="もりかわ みさき")
    protect(sato, persons=[home.misaki, home.haruka], against=home.daiki)
    union = join_partners(sato, one=home.misaki, two=home.daiki, since=Day.parse("H28.5"))
    end_union(sato, union=union, end=UnionEnd.DIVORCED, on=Day.parse("R8.3.20"))
    _, rows = take_in(sato, persons=[NewPerson("水沢 はるか", "みずさわ はるか", Day.parse("H30.2.11"))])
    join_persons(sato, kept=home.haruka, other=rows[0], reason="母子健康手帳で確かめた")
    child, family = home.haruka.ref, home.family.ref
    wanted: list[tuple[str, list[Any]]] = [("people:person", [child]), ("people:person", [home.misaki.ref])]
    wanted += [(f"people:{page}", [child]) for page in ("change", "rename", "protect", "look_for")]
    wanted += [("people:add", [child, kind]) for kind in ("name", "phone", "address", "school")]
    wanted += [("cases:born", [home.expected.ref]), ("people:protections", [])]
    wanted += [("people:join", [home.misaki.ref, home.minato.ref]), ("families:take_in", [])]
    wanted += [("families:add", [family, kind]) for kind in ("member", "stay", "union", "parent")]
    wanted += [("resources:list", []), ("resources:add", []), ("resources:organisation", [school.ref])]
    table = reverse("families:table", args=[family])
    return [*(reverse(page, args=args) for page, args in wanted), table, f"{table}?on=R6", f"{table}?on=x"]


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_page_is_accessible_and_fits(addresses: list[str], window: Window, width: int) -> None:
    page = window(width, bypass_csp=True)
    for number, path in enumerate(addresses):
        page.goto(path)
        picture(
            page,
            f"{number:02d}-{path.strip('/').split('/')[0]}-{path.split('/')[-1] or 'page'}-{width}".replace(
                "?", "-"
            ),
        )
        assert (path, violations(page)) == (path, [])
        assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, width)


def test_no_page_breaks_the_content_policy(addresses: list[str], window: Window) -> None:
    page = window()
    for path in addresses:
        if not path.endswith("on=x"):
            page.goto(path)
    assert page.complaints == []  # type: ignore[attr-defined]


def test_a_family_is_taken_in_without_scripts_and_known_ones_are_asked_about(
    home: Home, window: Window
) -> None:
    page = window(javascript=False)
    page.goto(reverse("families:take_in"))
    page.get_by_label("1人目の氏名").fill("水沢 陽花")
    page.get_by_label("1人目のふりがな").fill("みずさわ はるか")
    page.get_by_label("1人目の生年月日").fill("H30.2.11")
    page.get_by_role("button", name="もう一行").click()
    expect(page.get_by_label("5人目の氏名")).to_be_visible()
    page.get_by_label("2人目の氏名").fill("水沢 美咲")
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("heading", name="前にかかわったことはありませんか")).to_be_visible()
    assert page.get_by_label("2人目の氏名").input_value() == "水沢 美咲"
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("heading", name="家族と関係")).to_be_visible()


def test_by_keyboard_the_question_is_reached_first_and_enter_saves(home: Home, window: Window) -> None:
    page = window(bypass_csp=True)
    page.goto(reverse("families:take_in"))
    page.get_by_label("1人目の氏名").fill("水沢 陽花")
    page.get_by_label("1人目の生年月日").fill("H30.2.11")
    page.keyboard.press("Enter")
    expect(page.locator("#known-title")).to_be_visible()
    assert page.evaluate("document.activeElement.className") == "known stack"
    picture(page, "known-1280")
    assert violations(page) == []
    page.get_by_label("1人目の氏名").press("Enter")
    expect(page.get_by_role("heading", name="家族と関係")).to_be_visible()


@pytest.fixture
def number(home: Home, sato: Viewer) -> str:
    return str(add_contact_point(sato, person=home.misaki, value="090-0000-4711").value)


def test_a_counterpart_is_picked_from_suggestions_and_a_hidden_number_is_shown_once(
    home: Home, number: str, window: Window
) -> None:
    page = window(bypass_csp=True)
    page.goto(reverse("people:protect", args=[home.misaki.ref]))
    page.get_by_role("combobox").press_sequentially("だいき")
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("同じ世帯の人として登録されています")).to_be_visible()
    assert number not in page.content()
    page.locator("button", has_text="表示する").click()
    expect(page.locator(".revealed")).to_have_text(number)
    picture(page, "revealed-1280")
    assert violations(page) == []
    page.goto(reverse("people:person", args=[home.misaki.ref]))
    assert number not in page.content()
