"""Time-outs, double submits, back buttons and concurrent edits in a real browser: no character lost, nothing twice."""

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PATIENCE, log_in
from tests.browser.test_use import a_family

SIGNS = [
    *"あ漢字ｶﾞ々〆ー①Ⅳ㍿～〜―　 \t\n<>&\"'\\/{}%;=",
    *("葛󠄀", "辻󠄁", "𠮷", "𩸽", "👨‍👩‍👧‍👦", "🇯🇵", "が", "é"),
]
# Chromium itself moves the line break when this is typed into any textarea: not ours to keep.
MOVED = "🇯🇵ﾞ\n"
Trial = Callable[[Page, Page, str], tuple[str, int]]


def begin(page: Page, family: str, text: str) -> None:
    """Words in the long note of the family, not yet sent."""
    page.goto(f"/contacts{family.replace('/family', '/families').rstrip('/')}/write")
    page.locator("textarea[name='passages-0-text']").fill(text)


def save(page: Page) -> None:
    page.locator("main").get_by_role("button", name="保存する", exact=True).click()


def save_when_locked(page: Page, tab: Page) -> None:
    """The screen is locked from another tab before the words are sent; after unlocking they are sent again."""
    tab.goto("/today")
    tab.locator('form[action="/account/lock/"]').evaluate("form => form.submit()")
    expect(tab.get_by_text("画面をロックしています").first).to_be_visible()
    save(page)
    page.get_by_role("button", name="ロックを解く（練習用）").click()
    page.get_by_role("button", name="もう一度送る").click()


def save_twice(page: Page) -> None:
    """The button pressed twice before the answer comes."""
    button = page.locator("main").get_by_role("button", name="保存する", exact=True)
    button.evaluate("each => { each.click(); each.click(); }")


def away_and_back(page: Page) -> None:
    """To two other pages, and back by the browser's button."""
    page.goto("/today")
    page.goto("/list")
    page.go_back()
    page.go_back()


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
    save_when_locked(page, other)
    expect(page.locator(".said")).to_be_visible()
    return recorded(page, family, text)


def double_submit(page: Page, other: Page, text: str) -> tuple[str, int]:
    """The button pressed twice before the answer comes."""
    family = a_family(page)
    begin(page, family, text)
    save_twice(page)
    expect(page.locator(".said")).to_be_visible()
    return recorded(page, family, text)


def back_button(page: Page, other: Page, text: str) -> tuple[str, int]:
    """Away in the middle of a sentence, back again, saved; then back once more and forward: still one record."""
    family = a_family(page)
    begin(page, family, text)
    away_and_back(page)
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


@dataclass(frozen=True)
class Sheet:
    """A form of the circle and the page of a family on which its words stand afterwards: the door there, the field of the
    words, and what else is chosen, typed and picked.
    """

    family: str
    page: str
    door: str
    field: str
    chosen: tuple[str, ...] = ()
    typed: tuple[tuple[str, str], ...] = ()
    picked: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.door

    def open(self, page: Page) -> None:
        """The page of the family."""
        page.goto("/list?scope=all")
        address = page.get_by_role("link", name=self.family).first.get_attribute("href") or ""
        page.goto(self.page.format(address.strip("/").split("/")[-1]))

    def begin(self, page: Page, text: str) -> None:
        """The form filled in, not yet sent."""
        self.open(page)
        page.locator("main").get_by_role("link", name=self.door).first.click()
        for each in self.chosen:
            page.locator(each).first.check()
        for field, words in self.typed:
            page.locator(field).first.fill(words)
        for field, value in self.picked:
            page.locator(field).select_option(value)
        self.words(page).fill(text)

    def words(self, page: Page) -> Locator:
        """The field of the words."""
        return page.locator(f"textarea[name={self.field}]")

    def stands(self, page: Page, text: str) -> Locator:
        """Where the page of the family says them."""
        return page.locator("main .as-written", has_text=text[:8])

    def saved(self, page: Page, text: str) -> None:
        """One is led back to the page that says them."""
        expect(self.stands(page, text).first).to_be_visible()

    def written(self, page: Page, text: str) -> tuple[str, int]:
        """The words as the page of the family has them, and how often."""
        self.open(page)
        found = self.stands(page, text)
        return found.first.text_content() or "", found.count()


def time_out_at(sheet: Sheet, page: Page, other: Page, text: str) -> tuple[str, int]:
    """The screen is locked while the form is filled in."""
    sheet.begin(page, text)
    save_when_locked(page, other)
    sheet.saved(page, text)
    return sheet.written(page, text)


def double_submit_at(sheet: Sheet, page: Page, other: Page, text: str) -> tuple[str, int]:
    """Saved with two clicks at once."""
    sheet.begin(page, text)
    save_twice(page)
    sheet.saved(page, text)
    return sheet.written(page, text)


def back_button_at(sheet: Sheet, page: Page, other: Page, text: str) -> tuple[str, int]:
    """Away and back before it is saved, back and forward afterwards."""
    sheet.begin(page, text)
    away_and_back(page)
    expect(sheet.words(page)).to_have_value(text)
    save(page)
    sheet.saved(page, text)
    page.go_back()
    page.go_forward()
    return sheet.written(page, text)


def both_correct(sheet: Sheet, page: Page, other: Page, text: str) -> tuple[str, int]:
    """Two correct one statement: the later is told, keeps the words, and corrects what the other made of it."""
    sheet.begin(page, text)
    save(page)
    sheet.saved(page, text)
    theirs = f"{text}（もう一人）"
    for each in (page, other):
        sheet.open(each)
        correct(each, text)
    sheet.words(other).fill(theirs)
    save(other)
    sheet.saved(other, text)
    mine = f"{text}（わたし）"
    sheet.words(page).fill(mine)
    save(page)
    expect(page.locator(".error-summary")).to_contain_text("ほかの人がすでに訂正したか取り消しています")
    expect(sheet.words(page)).to_have_value(mine)
    sheet.open(page)
    correct(page, text)
    expect(sheet.words(page)).to_have_value(theirs)
    sheet.words(page).fill(text)
    save(page)
    sheet.saved(page, text)
    earlier = page.locator("ul.earlier li", has_text=text[:8]).filter(has_text="（もう一人）")
    assert theirs in (earlier.last.text_content() or "")
    return sheet.written(page, text)


def correct(page: Page, text: str) -> None:
    """The form of correction of what begins with these words."""
    ways = page.locator("details.telling", has_text=text[:8]).first
    page.goto(ways.get_by_text("書き直す").get_attribute("href") or "")


def both_write(sheet: Sheet, page: Page, other: Page, text: str) -> tuple[str, int]:
    """Two fill it in at once, each for themselves: the words of both are kept."""
    theirs = f"別人{text[2:]}"
    sheet.begin(page, text)
    sheet.begin(other, theirs)
    for each, words in ((other, theirs), (page, text)):
        save(each)
        sheet.saved(each, words)
    assert sheet.written(page, theirs) == (theirs, 1)
    return sheet.written(page, text)


ASSESSMENT, PLAN, CLOSING = "/assessment/families/{}/", "/plans/families/{}/", "/closing/families/{}/"
WISH = Sheet("高森さんの家庭", ASSESSMENT, "願いを書く", "text")
NEED = Sheet("高森さんの家庭", ASSESSMENT, "ニーズを書く", "wished", picked=(("[name=kind]", "body"),))
GOAL = Sheet("戸村さんの家庭", PLAN, "目標を書く", "text", ("[name=horizon][value=long]",))
LOOK_BACK = Sheet(
    "高森さんの家庭",
    CLOSING,
    "を見直す",
    "reason",
    ("[name=proposal][value=continued]",),
    (("[name=with_whom]", "母"), ("textarea[name$=_text]", "そう思う")),
)
AT_SHEETS = {
    WISH: (time_out_at, both_correct),
    NEED: (time_out_at, double_submit_at, back_button_at, both_correct),
    GOAL: (time_out_at, double_submit_at, back_button_at, both_correct),
    LOOK_BACK: (time_out_at, double_submit_at, back_button_at, both_write),
}
KINDS: dict[str, Trial] = {
    **{trial.__name__: trial for trial in (time_out, double_submit, back_button, concurrent_edit)},
    **{
        f"{each.__name__} {sheet}": partial(each, sheet) for sheet, all_ in AT_SHEETS.items() for each in all_
    },
}
BY_TWO = ("concurrent", "both")
TIMES = 200 if os.environ.get("TOMONI_CAMPAIGN") == "1" else len(KINDS)


@pytest.fixture
def two(browser: Browser, base: str) -> Iterator[tuple[Page, Page, Page]]:
    """A worker with two tabs, and the coordinator, who writes in every family of the team."""
    windows = [browser.new_context(base_url=base, locale="ja-JP") for _ in range(2)]
    first, second, colleague = windows[0].new_page(), windows[0].new_page(), windows[1].new_page()
    log_in(first, "kanno")
    log_in(colleague, "shibasaki")
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
        signs = "".join(dice.choices(SIGNS, k=dice.randint(1, 300))).replace(MOVED, "🇯🇵ﾞ")
        text = f"記録{number:05}：{signs}。"
        name, trial = list(KINDS.items())[number % len(KINDS)]
        found = trial(page, colleague if name.startswith(BY_TWO) else tab, text)
        written += len(text)
        if found != (text, 1):
            wrong.append((name, text, found))
    record_property("trials in the browser", TIMES)
    record_property("characters written", written)
    record_property("lost or twice", len(wrong))
    assert wrong == []
