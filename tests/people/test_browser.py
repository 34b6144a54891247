"""Pages of persons, families and organisations in a real browser: accessible, within the screen, within the policy."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

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
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}
}
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
    people = [("person", "change", "rename", "protect", "look_for"), (home.haruka, home.misaki)]
    found = [reverse(f"people:{page}", args=[person.ref]) for page in people[0] for person in people[1]]
    found += [
        reverse("people:add", args=[home.haruka.ref, kind]) for kind in ("name", "phone", "address", "school")
    ]
    found += [reverse("people:born", args=[home.expected.ref]), reverse("people:protections")]
    found += [reverse("people:join", args=[home.misaki.ref, home.minato.ref])]
    found += [
        reverse("families:add", args=[home.family.ref, kind])
        for kind in ("member", "stay", "union", "parent")
    ]
    found += [reverse("families:take_in"), reverse("families:table", args=[home.family.ref])]
    found += [
        reverse("families:table", args=[home.family.ref]) + "?on=R6",
        reverse("families:table", args=[home.family.ref]) + "?on=x",
    ]
    return [
        *found,
        reverse("resources:list"),
        reverse("resources:add"),
        reverse("resources:organisation", args=[school.ref]),
    ]


def violations(page: Page) -> list[tuple[str, str]]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(f"axe.run({json.dumps(RULES)})")
    return [(each["id"], node["html"]) for each in found["violations"] for node in each["nodes"]]


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
