"""The kit in a real browser: accessible at three widths, alive with scripts, whole without."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template import Context, Template
from playwright.sync_api import Page, Route, expect

from tests.axe import violations
from tests.ui.conftest import ORIGIN
from tomoni.calendar import now
from tomoni.ui.context import Frame
from tomoni.ui.examples import samples

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("ui-browser")]
Window = Callable[..., Page]
PAGES = ["", *(f"page/{name}/" for name in sorted(samples()))]


def probe(page: Page, content: str, **shown: Any) -> None:
    """Open a staff page with this content; ``shown`` says what its frame offers."""
    source = "{% extends 'ui/page.html' %}{% load tomoni %}{% block content %}" + content + "{% endblock %}"
    body = Template(source).render(Context({"frame": Frame(now(), viewer_name="佐藤", **shown)}))
    page.route(
        f"{ORIGIN}/probe/", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8")
    )
    page.goto("/probe/")


FORM = """<form method="post" action="/sent/" id="note">
<label for="story">文</label><textarea id="story" name="story"></textarea>
<input type="password" name="secret" aria-label="合言葉" value="x">{% autosave url="/drafts/" key="note:7" %}</form>"""


class Drafts:
    """The place where drafts arrive: keeps them, or answers with the locked page; ``told`` is what it tells."""

    def __init__(self, page: Page, told: str = "") -> None:
        self.kept: list[str] = []
        self.locked, self.told = False, told
        page.route(f"{ORIGIN}/drafts/", self.take)

    def take(self, route: Route) -> None:
        if self.locked:
            return route.fulfill(status=423, body="<h1>画面をロックしています</h1>", content_type="text/html")
        self.kept.append(route.request.post_data or "")
        return route.fulfill(json={"saved": "10:32", "told": self.told})


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_page_is_accessible_and_fits(window: Window, width: int) -> None:
    page = window(width, bypass_csp=True)
    for path in PAGES:
        page.goto(f"/ui/{path}")
        assert (path, violations(page)) == (path, [])
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_no_page_breaks_the_content_policy(window: Window) -> None:
    page = window()
    for path in PAGES:
        page.goto(f"/ui/{path}")
    assert page.complaints == []  # type: ignore[attr-defined]


def test_touch_targets_of_calm_pages_are_large(window: Window) -> None:
    page = window(320)
    for name in ("family", "child", "agency"):
        page.goto(f"/ui/page/{name}/")
        seen = page.locator("main a, main button, main summary, main .choices label, quick-exit a").all()
        heights = [box["height"] for each in seen if (box := each.bounding_box())]
        assert heights
        assert min(heights) >= 44


def test_typing_is_kept_as_a_draft_without_secrets(window: Window) -> None:
    page = window()
    drafts = Drafts(page)
    probe(page, FORM)
    page.locator("#story").press_sequentially("会えた。")
    expect(page.locator("auto-save")).to_have_text("下書きを保存しました 10:32")
    assert drafts.kept == ["story=%E4%BC%9A%E3%81%88%E3%81%9F%E3%80%82&draft_key=note%3A7"]


def test_a_draft_of_a_locked_screen_is_said_so_and_the_words_stay(window: Window) -> None:
    page = window()
    drafts = Drafts(page)
    drafts.locked = True
    probe(page, FORM)
    page.locator("#story").fill("会えた。")
    expect(page.locator("auto-save")).to_contain_text("画面がロックされているため")
    assert (
        page.locator("#story").input_value(),
        page.evaluate("document.querySelector('auto-save').unsaved"),
    ) == ("会えた。", True)
    drafts.locked = False
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("auto-save")).to_contain_text("下書きを保存しました")
    assert page.evaluate("document.querySelector('auto-save').unsaved") is False


@pytest.mark.parametrize("trouble", [{"status": 500}, {"status": 200, "body": "<h1>ログイン</h1>"}])
def test_a_draft_that_was_not_kept_is_never_called_kept(window: Window, trouble: dict[str, Any]) -> None:
    page = window()
    page.route(f"{ORIGIN}/drafts/", lambda route: route.fulfill(**trouble))
    probe(page, FORM)
    page.locator("#story").fill("会えた。")
    page.evaluate("document.querySelector('auto-save').flush()")
    expect(page.locator("auto-save")).to_contain_text("保存できていません")
    assert page.evaluate("document.querySelector('auto-save').unsaved") is True


def test_a_writer_is_told_when_another_screen_wrote_too(window: Window) -> None:
    page = window()
    Drafts(page, "別の画面でも書かれていました。")
    probe(page, FORM)
    page.locator("#story").fill("会えた。")
    page.evaluate("document.querySelector('auto-save').flush()")
    expect(page.locator("auto-save")).to_have_text(
        "下書きを保存しました 10:32　別の画面でも書かれていました。"
    )


def test_an_idle_page_keeps_the_draft_and_locks(window: Window) -> None:
    page = window()
    page.clock.install()
    drafts, locked = Drafts(page), []
    page.route(
        f"{ORIGIN}/lock/",
        lambda route: (locked.append(route.request.post_data), route.fulfill(body="locked")),
    )
    probe(page, FORM, lock_url="/lock/", idle_minutes=15)
    page.locator("#story").fill("書きかけ")
    page.clock.run_for("14:30")
    expect(page.locator("#idle-title")).to_be_visible()
    page.clock.run_for("00:40")
    page.wait_for_url("**/lock/")
    assert drafts.kept == ["story=%E6%9B%B8%E3%81%8D%E3%81%8B%E3%81%91&draft_key=note%3A7"]
    assert locked == ["next="]


def test_a_key_goes_on_before_the_lock(window: Window) -> None:
    page = window()
    page.clock.install()
    probe(page, FORM, lock_url="/lock/", idle_minutes=15)
    page.clock.run_for("14:30")
    expect(page.locator("#idle-title")).to_be_visible()
    page.keyboard.press("Shift")
    expect(page.locator("#idle-title")).to_be_hidden()
    page.clock.run_for("13:50")
    expect(page.locator("#idle-title")).to_be_hidden()


def test_keys_work_beside_writing_and_never_within(window: Window) -> None:
    page = window()
    probe(page, FORM, search_url="/search/")
    page.locator("#story").press_sequentially("/n?")
    assert page.locator("#story").input_value() == "/n?"
    page.locator("#story").blur()
    page.keyboard.press("?")
    expect(page.locator("#key-list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#key-list")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#search-words")).to_be_focused()


def test_single_keys_can_be_switched_off(window: Window) -> None:
    page = window()
    probe(page, "", search_url="/search/")
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.reload()
    page.keyboard.press("/")
    expect(page.locator("#search-words")).not_to_be_focused()


def test_a_note_opens_beside_the_page_and_keeps_its_words(window: Window) -> None:
    page = window()
    probe(page, "<p>この家庭のページ</p>", note_url="/ui/page/wrong/")
    page.keyboard.press("n")
    story = page.locator("#note-content textarea")
    expect(page.locator("#note-content .error-summary")).to_be_focused()
    story.fill("電話をもらった。")
    page.keyboard.press("Escape")
    expect(page.locator("#note-drawer")).to_be_hidden()
    expect(page.locator("quick-note a")).to_be_focused()
    page.locator("quick-note a").click()
    assert story.input_value() == "電話をもらった。"
    assert page.url == f"{ORIGIN}/probe/"


def test_the_key_prefers_the_note_about_this_family(window: Window) -> None:
    page = window()
    link = '<a href="/ui/page/wrong/?family=7" data-note>この家庭の記録</a>'
    probe(page, link, note_url="/ui/page/404/")
    page.keyboard.press("n")
    expect(page.locator("#note-content .error-summary")).to_be_focused()
    page.locator("quick-note a").click()
    expect(page.locator("#note-content h1")).to_have_text("ページが見つかりません")
    page.locator("[data-close]").click()
    expect(page.locator("quick-note a")).to_be_focused()


def test_without_scripts_a_note_is_a_page(window: Window) -> None:
    page = window(javascript=False)
    probe(page, "", note_url="/ui/page/wrong/")
    page.locator("quick-note a").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert page.url == f"{ORIGIN}/ui/page/wrong/"


def test_a_person_is_chosen_by_keyboard(window: Window) -> None:
    page = window()
    page.goto("/ui/")
    box = page.get_by_role("combobox", name="だれと")
    box.press_sequentially("水沢")
    expect(page.locator("combo-box [role=option]")).to_have_count(4)
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    chosen = page.locator("[name=whom_ref]")
    assert (box.input_value(), chosen.input_value()) == ("水沢 陽花", "7d0c2a52-6b0e-4f6a-9a51-0d8f0c6a1f02")
    box.press("End")
    box.press_sequentially("さん")
    assert chosen.input_value() == ""


def test_one_key_turns_the_kind_of_a_passage(window: Window) -> None:
    page = window()
    page.goto("/ui/")
    first = page.locator(".passage").first
    kinds = first.get_by_role("radio")
    page.locator("#id_passages-0-text").focus()
    for expected in (1, 2, 0):
        page.keyboard.press("F2")
        assert [each.is_checked() for each in kinds.all()] == [index == expected for index in range(3)]
    expect(page.locator("passage-list [role=status]")).to_have_text("事実")
    page.get_by_role("button", name="文を足す").click()
    expect(page.locator("#id_passages-4-text")).to_be_focused()
    assert page.locator("[name=passages-TOTAL_FORMS]").input_value() == "5"


def test_room_is_told_while_writing(window: Window) -> None:
    page = window()
    page.goto("/ui/")
    page.locator("#plain_story").fill("𠮟" * 3)
    expect(page.locator("char-count output").first).to_have_text("あと 397 文字")
    page.locator("#plain_story").fill("あ" * 405)
    expect(page.locator("char-count output").first).to_have_text("5 文字多くなっています")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_family_leaves_at_once(window: Window, javascript: bool) -> None:
    page = window(320, javascript=javascript)
    page.context.route(
        "https://**", lambda route: route.fulfill(body="<title>天気</title>", content_type="text/html")
    )
    page.goto("/ui/page/family/")
    page.get_by_text("すぐに閉じる", exact=True).click()
    page.wait_for_url("https://www.jma.go.jp/**")


def test_three_escapes_leave_without_a_way_back(window: Window) -> None:
    page = window()
    page.context.route(
        "https://**", lambda route: route.fulfill(body="<title>天気</title>", content_type="text/html")
    )
    page.goto("/ui/page/family/")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("https://www.jma.go.jp/**")
    page.go_back()
    assert page.url == "about:blank"


def test_the_conflict_page_can_be_answered_by_keyboard_without_scripts(window: Window) -> None:
    page = window(javascript=False)
    page.goto("/ui/page/conflict/")
    page.get_by_label("先に保存されたもの").first.focus()
    page.keyboard.press("Space")
    assert page.locator("[name=keep-story]:checked").input_value() == "theirs"
