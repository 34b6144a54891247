"""Time-outs, double submits, back buttons and concurrent edits in a real browser: no character lost, nothing twice."""

import os
import random
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, log_in
from tests.browser.test_use import a_family

TIMES = 200 if os.environ.get("TOMONI_CAMPAIGN") == "1" else 15
SIGNS = [
    *"あ漢字ｶﾞ々〆ー①Ⅳ㍿～〜―　 \t\n<>&\"'\\/{}%;=",
    *("葛󠄀", "辻󠄁", "𠮷", "𩸽", "👨‍👩‍👧‍👦", "🇯🇵", "が", "é"),
]
Trial = Callable[[Page, Page, str], tuple[str, int]]


def begin(page: Page, family: str, text: str) -> None:
    """Words in the long note of the family, not yet sent."""
    page.goto(f"/contacts{family.replace('/family', '/families').rstrip('/')}/write")
    page.locator("textarea[name='passages-0-text']").fill(text)


def save(page: Page) -> None:
    page.locator("main").get_by_role("button", name="保存する", exact=True).click()


def recorded(page: Page, family: str, text: str) -> tuple[str, int]:
    """The text as the newest record of this mark has it, and how many records there are."""
    mark = text[:8]
    page.goto(f"{family.rstrip('/')}/records")
    links = page.locator("ol.timeline > li", has_text=mark).get_by_role("link")
    addresses = {link.get_attribute("href") for link in links.all()}
    page.goto(next(iter(addresses)) or "")
    return page.locator(".said .as-written").first.text_content() or "", len(addresses)


def time_out(page: Page, other: Page, text: str) -> tuple[str, int]:
    """The screen is locked under one's hands; what was sent is kept, and sent again after unlocking."""
    family = a_family(page)
    begin(page, family, text)
    other.goto("/today")
    other.locator('form[action="/account/lock/"]').evaluate("form => form.submit()")
    expect(other.get_by_text("画面をロックしています").first).to_be_visible()
    save(page)
    page.get_by_role("button", name="ロックを解く（練習用）").click()
    page.get_by_role("button", name="もう一度送る").click()
    expect(page.locator(".said")).to_be_visible()
    return recorded(page, family, text)


def time_out_at_a_statement(page: Page, other: Page, text: str) -> tuple[str, int]:
    """The screen is locked while a wish of the family is written down."""
    ref = a_family(page).strip("/").split("/")[-1]
    page.goto(f"/assessment/families/{ref}/")
    page.get_by_role("link", name="願いを書く").click()
    page.locator("textarea[name=text]").fill(text)
    other.goto("/today")
    other.locator('form[action="/account/lock/"]').evaluate("form => form.submit()")
    expect(other.get_by_text("画面をロックしています").first).to_be_visible()
    save(page)
    page.get_by_role("button", name="ロックを解く（練習用）").click()
    page.get_by_role("button", name="もう一度送る").click()
    found = page.locator("main .as-written", has_text=text[:8])
    expect(found.first).to_be_visible()
    return found.first.text_content() or "", found.count()


def double_submit(page: Page, other: Page, text: str) -> tuple[str, int]:
    """The button pressed twice before the answer comes."""
    family = a_family(page)
    begin(page, family, text)
    button = page.locator("main").get_by_role("button", name="保存する", exact=True)
    button.evaluate("each => { each.click(); each.click(); }")
    expect(page.locator(".said")).to_be_visible()
    return recorded(page, family, text)


def back_button(page: Page, other: Page, text: str) -> tuple[str, int]:
    """Away in the middle of a sentence, back again, saved; then back once more and forward: still one record."""
    family = a_family(page)
    begin(page, family, text)
    page.goto("/today")
    page.goto("/list")
    page.go_back()
    page.go_back()
    expect(page.locator("textarea[name='passages-0-text']")).to_have_value(text)
    save(page)
    expect(page.locator(".said")).to_be_visible()
    page.go_back()
    page.go_forward()
    return recorded(page, family, text)


def concurrent_edit(page: Page, other: Page, text: str) -> tuple[str, int]:
    """Two at one record: the later sees both texts and keeps both."""
    page.goto("/resources/")
    address = f"{page.locator('main table a').first.get_attribute('href')}change"
    theirs = f"{text}（もう一人）"
    for each in (page, other):
        each.goto(address)
    other.locator("textarea[name=note]").fill(theirs)
    save(other)
    page.locator("textarea[name=note]").fill(text)
    save(page)
    expect(page.locator(".version .as-written")).to_have_text([text, theirs])
    merged = page.locator("textarea[name=note]").input_value()
    assert text in merged
    assert theirs in merged
    page.locator("input[name=keep-note][value=mine]").check()
    page.get_by_role("button", name="選んだ内容で保存する").click()
    return page.locator("dd .as-written").text_content() or "", 1


KINDS: tuple[Trial, ...] = (
    time_out,
    time_out_at_a_statement,
    double_submit,
    back_button,
    concurrent_edit,
)


@pytest.fixture
def two(browser: Browser, base: str) -> Iterator[tuple[Page, Page, Page]]:
    """A worker with two tabs, and a colleague."""
    windows = [browser.new_context(base_url=base, locale="ja-JP") for _ in range(2)]
    first, second, colleague = windows[0].new_page(), windows[0].new_page(), windows[1].new_page()
    log_in(first, "kanno")
    log_in(colleague, "oikawa")
    for each in (first, second, colleague):
        each.set_default_timeout(PATIENCE)
        each.on("dialog", lambda dialog: dialog.accept())
    yield first, second, colleague
    for window in windows:
        window.close()


@pytest.mark.campaign
def test_no_character_is_lost_and_nothing_is_recorded_twice(
    two: tuple[Page, Page, Page], record_property: Callable[[str, object], None]
) -> None:
    page, tab, colleague = two
    dice, wrong, written = random.Random(20261122), [], 0
    for number in range(TIMES):
        text = f"記録{number:05}：{''.join(dice.choices(SIGNS, k=dice.randint(1, 300)))}。"
        trial = KINDS[number % len(KINDS)]
        found = trial(page, colleague if trial is concurrent_edit else tab, text)
        written += len(text)
        if found != (text, 1):
            wrong.append((trial.__name__, text, found))
    record_property("trials in the browser", TIMES)
    record_property("characters written", written)
    record_property("lost or twice", len(wrong))
    assert wrong == []
