"""Make the pictures of the guides anew from a running demo town: ``python -m tools.pictures http://localhost:8000``.

Run it on a town just made (``make run`` with an empty TOMONI_DATA_DIR). What is typed is never sent; drafts and looks remain.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Page, ViewportSize, sync_playwright

from tools.machine import chromium

FOLDER = Path("docs/images")
SCREEN: ViewportSize = {"width": 1280, "height": 800}
TALL: ViewportSize = {"width": 1280, "height": 1400}
A4: ViewportSize = {"width": 674, "height": 1003}
MARGIN, COLOURS = 60, 128
WORKER, OTHER_TEAM = "oikawa", "kuwabara"
FAMILY = "佐久間さんの家庭"


def enter(page: Page, base: str, username: str) -> None:
    """Log in by the card of a demo person."""
    page.goto(f"{base}/account/login/")
    page.locator(f"form:has(input[name=username][value={username}]) button").first.click()
    page.get_by_role("link", name="今日").first.wait_for()


def today(page: Page) -> None:
    """The list of the day."""
    page.get_by_role("heading", name="今日").wait_for()


def family(page: Page) -> None:
    """The page of the family, found by the reading of its name."""
    page.get_by_role("searchbox").first.fill("さくま")
    page.get_by_role("button", name="さがす").first.click()
    page.get_by_role("link", name=FAMILY).click()
    page.get_by_role("heading", name=FAMILY).wait_for()


def whole(page: Page) -> None:
    """More of that page than a screen shows."""
    family(page)
    page.set_viewport_size(TALL)


def tab(name: str) -> Callable[[Page], None]:
    """Another page of the family."""

    def open_tab(page: Page) -> None:
        family(page)
        page.get_by_role("link", name=name, exact=True).first.click()
        page.wait_for_load_state()

    return open_tab


def call(page: Page) -> None:
    """A call about a child whose family is known already; nothing is sent."""
    page.get_by_role("searchbox").first.fill("さくま")
    page.get_by_role("button", name="さがす").first.click()
    page.get_by_role("link", name="新しい相談を受ける").click()
    page.get_by_label("通告（").check()
    page.get_by_label("どこから").select_option(label="学校・教育委員会から")
    page.get_by_label("内容").fill("けさ、航さんが朝食を食べずに登校した。夜はひとりだったと話している。")
    page.get_by_role("button", name="次へ（家庭）").click()
    page.get_by_label("氏名").first.fill("佐久間航")
    page.get_by_text(FAMILY).first.wait_for()


def note(page: Page) -> None:
    """A note on the page of the family, half written; nothing is sent."""
    family(page)
    page.get_by_role("link", name="記録する").first.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("見たこと").fill("高校、調理科も見に行きたい。母さんにはまだ言ってない。")
    drawer.get_by_label("ことば", exact=True).check()
    drawer.get_by_label("だれの話").select_option(label="佐久間 航")
    for what in ("姿を見た", "話を聞いた", "個別に"):
        drawer.get_by_label(what).first.check()


def emergency(page: Page) -> None:
    """The door for emergencies, from the card of another team's family; nothing is sent."""
    family(page)
    page.get_by_role("link", name="緊急閲覧をする").click()
    page.get_by_role("heading", name="緊急閲覧").wait_for()


def paper(page: Page) -> None:
    """The intake sheet as it is printed."""
    tab("受付と会議")(page)
    page.get_by_role("link", name="受2").first.click()
    page.get_by_role("link", name="印刷用の画面").click()
    page.get_by_role("heading", name="受付票").wait_for()
    page.set_viewport_size(A4)
    page.emulate_media(media="print")


PICTURES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "today": (WORKER, today),
    "call": (WORKER, call),
    "note": (WORKER, note),
    "family": (WORKER, whole),
    "records": (WORKER, tab("記録")),
    "looks": (WORKER, tab("だれが見たか")),
    "emergency": (OTHER_TEAM, emergency),
    "paper": (WORKER, paper),
}


def small(path: Path, margin: int) -> None:
    """As few colours as the eye does not miss; paper gets the margin that a printer leaves."""
    with Image.open(path) as image:
        framed = ImageOps.expand(image.convert("RGB"), margin, "white")
        framed.quantize(COLOURS).save(path, optimize=True)


def main(base: str) -> int:
    """Take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        for name, (username, way) in PICTURES.items():
            page = browser.new_page(viewport=SCREEN, locale="ja-JP")
            enter(page, base.rstrip("/"), username)
            way(page)
            page.screenshot(path=FOLDER / f"{name}.png")
            small(FOLDER / f"{name}.png", MARGIN if way is paper else 0)
            print(FOLDER / f"{name}.png")
            page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
