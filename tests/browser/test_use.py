"""Speed of use, counted; the same tasks without JavaScript; intake to note by keyboard alone; the weight of pages."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import log_in
from tests.browser.test_circle import Hand, assess, call, look_back, plan, support

WORKER = "kanno"
SAID = "「あしたは行ってみる」と言って、自分で目覚ましをかけた。"


class Counted:
    """A hand that counts each click, tap, key command and choice; typing words into the field that has the focus is not one."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    def click(self, target: Locator) -> None:
        """One action."""
        target.click()
        self.actions += 1

    def write(self, field: Locator, words: str) -> None:
        """No action, because the field waits with the focus: one that has to be tapped first fails here."""
        expect(field).to_be_focused()
        self.page.keyboard.insert_text(words)


def a_family(page: Page, name: str = "") -> str:
    """The address of one of the worker's families."""
    page.goto("/list?scope=mine")
    return page.locator("tbody th a", has_text=name).first.get_attribute("href") or ""


def test_a_quick_note_from_the_family_page_takes_at_most_three_actions(page: Page) -> None:
    log_in(page, WORKER)
    page.goto(a_family(page))
    hand = Counted(page)
    hand.click(page.locator("main a[data-note]").first)
    hand.write(page.locator("dialog textarea").first, SAID)
    hand.click(page.locator("dialog").get_by_role("button", name="保存する").last)
    expect(page.get_by_text(SAID).first).to_be_visible()
    assert hand.actions <= 3


def test_a_quick_note_from_today_takes_at_most_three_actions(page: Page) -> None:
    log_in(page, WORKER)
    page.goto("/today")
    hand = Counted(page)
    hand.click(page.locator("header a[data-note]"))
    drawer = page.locator("dialog[open]")
    hand.click(drawer.locator('button[name="turn"][value^="family:"]').first)
    expect(drawer.get_by_role("button", name="ほかの家庭にする")).to_be_visible()
    hand.write(drawer.locator("textarea").first, SAID + "今日から。")
    hand.click(drawer.get_by_role("button", name="保存する").last)
    expect(page.get_by_text(SAID + "今日から。").first).to_be_visible()
    assert hand.actions <= 3


class Screens:
    """The screens of the intake sheet as they are shown, told apart by what stands beside the title."""

    def __init__(self, page: Page) -> None:
        self.page, self.seen = page, list[str]()

    def look(self, shown: str) -> None:
        """Note the screen at hand, once it is the one expected; seen again it counts again."""
        beside = self.page.locator("main .page-head .soft")
        expect(beside).to_contain_text(shown)
        self.seen.append(beside.inner_text())


def take_a_call(page: Page) -> list[str]:
    """A mother's call through 新しい受付; every screen shown until it is saved, each answer of the server counted."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.is_navigation_request() else None)
    screens = Screens(page)
    page.goto("/intake/new")
    screens.look("1／3")
    page.locator('input[name="nature"]').nth(1).check()
    page.locator('select[name="door"]').select_option("family")
    page.locator('textarea[name="complaint"]').fill("夜に眠れない。だれかに聞いてほしい。")
    page.locator('button[name="go"][value="family"]').last.click()
    screens.look("2／3")
    page.locator('input[name="p0_name"]').fill("試野 空")
    page.locator('input[name="p0_kana"]').fill("ためしの そら")
    page.locator('input[name="p0_birth"]').fill("R1.5.10")
    page.locator('button[name="go"][value="check"]').click()
    screens.look("3／3")
    page.locator('button[name="go"][value="save"]').click()
    expect(page).to_have_url(re.compile(r"/intake/[0-9a-f-]{36}/$"))
    sheets = [address for address in sent if address.endswith("/intake/new")]
    assert len(sheets) - 1 == len(screens.seen), (
        "the last answer is the saved sheet; between there is no other screen"
    )
    return screens.seen


def test_a_new_intake_sheet_takes_three_screens(page: Page) -> None:
    log_in(page, WORKER)
    assert take_a_call(page) == ["1／3　知らせの内容", "2／3　家庭", "3／3　確かめる"]
    expect(page.get_by_text("夜に眠れない").first).to_be_visible()


def test_the_same_tasks_without_javascript(browser: Browser, base: str) -> None:
    context = browser.new_context(base_url=base, locale="ja-JP", java_script_enabled=False)
    page = context.new_page()
    log_in(page, WORKER)
    take_a_call(page)
    page.goto(a_family(page))
    page.locator("main a[data-note]").first.click()
    page.locator("textarea").first.fill(SAID + "スクリプトなし。")
    page.get_by_role("button", name="保存する").last.click()
    expect(page.get_by_text(SAID + "スクリプトなし。").first).to_be_visible()
    page.locator('input[name="q"]').fill("たかもり")
    page.get_by_role("button", name="さがす").first.click()
    expect(page.get_by_text("高森さんの家庭")).to_be_visible()
    context.close()


def test_the_circle_without_javascript(browser: Browser, base: str) -> None:
    """Assessment, plan, support and review are written, and read again on the chain and the course, without a script."""
    hand = Hand(browser, base, WORKER, java_script_enabled=False)
    for step in (call, assess, plan, support, look_back):
        step(hand)
    page = hand.page
    page.goto(f"{hand.home.rstrip('/')}/chain")
    need = page.locator("article.chain").filter(has_text="朝ごはんを食べて教室へ行ける")
    expect(need).to_contain_text("つながっています")
    for words in ("前の晩におにぎりを作れた日がある", "月曜は食べて出る", "日曜の夜におにぎりを作る"):
        expect(need).to_contain_text(words)
    hand.follow("「たべてきた」と言って入ってきた")
    expect(page.locator("main li:target")).to_contain_text("「たべてきた」と言って入ってきた")
    page.goto(f"{hand.home.rstrip('/')}/course")
    expect(page.locator("figure.course svg")).to_be_visible()
    page.context.close()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(150):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def test_from_intake_to_note_by_keyboard_alone(page: Page) -> None:
    page.goto("/account/login/")
    tab_to(page, f'form:has(input[value="{WORKER}"]) button')
    page.keyboard.press("Enter")
    page.wait_for_url("**/today")
    tab_to(page, 'nav.side a[href^="/intake"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/intake/**")
    tab_to(page, 'main a[href="/intake/new"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/intake/new")
    tab_to(page, 'input[name="nature"]')
    page.keyboard.press("ArrowDown")
    tab_to(page, 'select[name="door"]')
    page.keyboard.press("ArrowDown")
    tab_to(page, 'textarea[name="complaint"]')
    page.keyboard.type("キーボードだけで書いた相談。")
    tab_to(page, 'button[name="go"][value="family"]')
    page.keyboard.press("Enter")
    expect(page.get_by_text("2／3")).to_be_visible()
    tab_to(page, 'input[name="p0_name"]')
    page.keyboard.type("鍵野 緑")
    tab_to(page, 'button[name="go"][value="check"]')
    page.keyboard.press("Enter")
    expect(page.get_by_text("3／3")).to_be_visible()
    tab_to(page, 'button[name="go"][value="save"]')
    page.keyboard.press("Enter")
    expect(page.get_by_text("キーボードだけで書いた相談。").first).to_be_visible()
    page.locator("body").press("n")
    expect(page.locator("dialog[open] textarea").first).to_be_visible()
    tab_to(page, "dialog[open] textarea")
    page.keyboard.type("キーボードだけの記録。")
    tab_to(page, 'dialog[open] button[accesskey="s"]')
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]").get_by_text("キーボードだけの記録。").first).to_be_visible()


def weigh(context: BrowserContext, visit: Callable[[Page], None]) -> int:
    """Bytes that crossed the wire during the visit."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    visit(page)
    page.wait_for_load_state("networkidle")
    page.close()
    return int(sum(sizes))


def open_page(address: str) -> Callable[[Page], None]:
    """Somebody goes there."""
    return lambda page: page.goto(address) and None


def open_drawer(address: str) -> Callable[[Page], None]:
    """Somebody goes there and opens the drawer for a note."""

    def visit(page: Page) -> None:
        page.goto(address)
        page.locator("main a[data-note]").first.click()
        expect(page.locator("dialog[open] textarea").first).to_be_visible()

    return visit


LONG_TOLD = "高森さんの家庭"  # of the worker's families the one of whom most is written
# What follows a family's name in the address of its page of each phase.
PHASES = {
    "あゆみ": "/families/{}/course",
    "アセスメント": "/assessment/families/{}/",
    "つながり": "/families/{}/chain",
    "プラン": "/plans/families/{}/",
    "支援": "/monitoring/families/{}/",
    "見直しと終結": "/closing/families/{}/",
}


@pytest.mark.parametrize("where", ["/today", "/list?scope=all", "family", "drawer", "map", *PHASES])
def test_pages_are_light(
    where: str, context: BrowserContext, record_property: Callable[[str, object], None]
) -> None:
    page = context.new_page()
    log_in(page, WORKER)
    family = a_family(page)
    if where in PHASES:
        family = a_family(page, LONG_TOLD)
    page.goto(family)
    insight = page.locator('main a[href^="/insight/cases/"]').first.get_attribute("href") or ""
    places = {"family": open_page(family), "drawer": open_drawer(family), "map": open_page(insight)}
    ref = family.strip("/").split("/")[-1]
    visit = places.get(where) or open_page(PHASES.get(where, where).format(ref))
    context.new_cdp_session(page).send("Network.clearBrowserCache")
    first, again = weigh(context, visit), weigh(context, visit)
    record_property("bytes", (where, first, again))
    assert first <= 100_000
    assert again <= 30_000


def test_pages_travel_compressed(context: BrowserContext) -> None:
    page = context.new_page()
    log_in(page, WORKER)
    answer = page.goto(a_family(page))
    assert answer
    assert answer.header_value("content-encoding") == "gzip"
    assert int(answer.header_value("content-length") or 0) * 3 < len(answer.body())


def test_the_course_prints_as_a_drawing_with_its_tables(page: Page) -> None:
    """A4 between its margins is 673 px wide: nothing is cut off, nothing to press is left, what is needed to read stays."""
    log_in(page, WORKER)
    page.goto(a_family(page, LONG_TOLD).rstrip("/") + "/course")
    page.set_viewport_size({"width": 673, "height": 1000})
    page.emulate_media(media="print")
    drawn = page.locator("figure.course svg").bounding_box()
    assert drawn
    assert 0 <= drawn["x"] <= drawn["x"] + drawn["width"] <= 673
    assert page.evaluate("document.documentElement.scrollWidth") <= 673
    for shown in ("関与度", "家族の余力", "まわりの人の日ごろのかかわり"):
        heading = page.get_by_role("heading", name=shown, exact=True)
        expect(heading).to_be_visible()
        expect(heading.locator("xpath=ancestor::section[1]//li").first).to_be_visible()
    doors = page.locator("#course-tables .section-head a, #course-tables .telling")
    assert doors.count() > 0
    assert [each for each in doors.all() if each.is_visible()] == []
