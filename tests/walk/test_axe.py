"""Every page of the table in a real browser: nothing stands in the way of anybody, nothing is wider than the screen.

Each page is asked as one post for each frame it has (staff, guest, agency, family and child); the ordinary run asks axe at
one width of three, page by page in turn, a campaign at all three. What axe leaves to people is written to ``REPORT``.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from time import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.accounts.conftest import PASSWORD
from tests.accounts.passkey import Passkey
from tests.accounts.test_second_factor import LOCAL, with_app, with_passkey
from tests.axe import ask
from tests.ui.conftest import ORIGIN, answer, beside_the_loop
from tests.walk.table import Line, lines
from tests.walk.world import World
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, User
from tools.machine import chromium

pytestmark = [pytest.mark.browser, pytest.mark.campaign, pytest.mark.xdist_group("walk-axe")]
WIDTHS = (320, 768, 1280)
ALL = os.environ.get("TOMONI_CAMPAIGN") == "1"
REPORT = Path(__file__).parents[2] / "var/axe-incomplete.txt"
# Posts that see a page in frames of their own; the first that the table lets in asks for all of a group.
FRAMES = (
    ("practitioner", "coordinator", "head", "clerk", "admin"),
    ("adviser", "guidance_centre", "prefecture"),
    ("agency",),
    ("family",),
    ("child",),
)
# Not pages: parts that a page takes in, JSON, files, and papers (tests/documents).
PARTS = {
    "healthz", "plans:print with stand-ins", "desk:letter", "contacts:file",
    "ui:suggest", "people:suggest", "resources:suggest", "contacts:families", "intake:earlier",
}  # fmt: skip
# Pages that nobody's post sees, or not all of them: who has not logged in, who stands between password and code,
# who has a second factor.
STATES = {
    "nobody": {"account_login", "accounts:reset", "account_inactive"},
    "halfway": {"mfa_authenticate"},
    "with_factor": {
        "mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
        "mfa_list_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    },
}  # fmt: skip
# The passkey is one person's: to all others there is none.
ONLY_IN_STATE = {"mfa_remove_webauthn"}
# Addresses that show no page of their own to anybody.
SENT_ON = {"desk:start", "drafts:forget", "account_set_password", "mfa_login_webauthn"}


class Window:
    """A browser's window with the client that answers it."""

    def __init__(self, client: Client, context: BrowserContext) -> None:
        self.client, self.context = client, context
        context.route(f"{ORIGIN}/**", lambda route: answer(route, client))

    def status(self, address: str) -> int:
        """What Django answers; a browser follows where it is sent, and that way is not ours to answer."""
        with beside_the_loop():
            return self.client.get(address).status_code

    def shown(self, address: str) -> Page:
        """The page, opened."""
        page = self.context.new_page()
        page.goto(address)
        return page


Open = Callable[[str], Window]


def asked() -> list[tuple[Line, str]]:
    """Each page the table lets somebody see, with a post for each frame."""
    found = []
    for line in (line for line in lines() if line.method == "GET" and line.name not in PARTS):
        for roles in () if line.page in ONLY_IN_STATE else FRAMES:
            role = next((role for role in roles if open_to(line, role)), None)
            found += [(line, role)] if role else []
        found += [(line, state) for state, pages in STATES.items() if line.page in pages]
    return found


def open_to(line: Line, role: str) -> list[str]:
    """The situations in which this post sees the page."""
    return [
        situation
        for situation in line.situations
        if role in line.cells and line.expected(role, situation) == "o"
    ]


def address_shown(line: Line, role: str, window: Window, here: World) -> str | int:
    """The first address of the page that answers with a page; if none does, the last answer."""
    status = 0
    for situation in open_to(line, role) or ["own"]:
        status = window.status(line.address(here.rows[situation]))
        if status == 200:
            return line.address(here.rows[situation])
    return status


@pytest.fixture
def open_as(here: World) -> Iterator[Open]:
    """Windows in which the post of a role is logged in; Django answers without a server. The world stands before the
    browser and lasts longer: its loop must not reach the database of other tests.
    """
    clients = {role: logged_in(here, role) for roles in FRAMES for role in roles} | in_states(here)
    windows: dict[str, Window] = {}
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as play:
        chrome = play.chromium.launch(executable_path=chromium(), args=options)

        def enter(role: str) -> Window:
            if role not in windows:
                context = chrome.new_context(base_url=ORIGIN, bypass_csp=True, locale="ja-JP")
                windows[role] = Window(clients[role], context)
            return windows[role]

        yield enter
        chrome.close()


def logged_in(here: World, role: str) -> Client:
    """Django's client wearing the post of this role, the password given a moment ago."""
    return as_user(here.posts[role].user, here.posts[role])


def as_user(user: User, post: Post, **asked: Any) -> Client:
    """Somebody logged in, the password given a moment ago."""
    client = Client(**asked)
    client.force_login(user)
    session = client.session
    session["post"] = post.pk
    session["account_authentication_methods"] = [
        {"method": "password", "at": time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def in_states(here: World) -> dict[str, Client]:
    """Those whom no post of the table stands for."""
    guarded = User.objects.create(username="guarded", name="確かめる人", password=make_password(PASSWORD))
    post = Post.objects.create(user=guarded, municipality=here.municipality, role=Role.PRACTITIONER)
    with_factor = as_user(guarded, post, **LOCAL)
    with_app(with_factor)
    with_passkey(with_factor, Passkey())
    # The table names the passkey 1.
    passkey = Authenticator.objects.get(user=guarded, type=Authenticator.Type.WEBAUTHN).pk
    for row, number in ((1, passkey + 1), (passkey, 1)):
        Authenticator.objects.filter(pk=row).update(id=number)
    halfway = Client(**LOCAL)
    halfway.post(reverse("account_login"), {"login": guarded.username, "password": PASSWORD})
    return {"nobody": Client(), "halfway": halfway, "with_factor": with_factor}


def problems(page: Page, widths: tuple[int, ...], doubts: set[str]) -> list[str]:
    """What is wrong with the page shown: axe at these widths, and at all three whether something sticks out."""
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"{wide} px wide on a screen of {width}"] if wide > width else []
        if width in widths:
            said = ask(page)
            wrong += [f"{width} px {rule}: {element[:160]}" for rule, element in said.violations]
            doubts |= {f"{rule}: {' '.join(element.split())[:160]}" for rule, element in said.incomplete}
    return wrong


@override_settings(ACCOUNT_REAUTHENTICATION_TIMEOUT=24 * 3600)  # longer than a campaign
def test_nothing_stands_in_the_way_of_anybody_on_any_page(
    open_as: Open, here: World, record_property: Any
) -> None:
    wrong, doubts, seen, sent_on, count = [], set[str](), set[str](), set[str](), 0
    for turn, (line, role) in enumerate(asked()):
        window = open_as(role)
        address = address_shown(line, role, window, here)
        if isinstance(address, int):
            (sent_on.add(line.page) if address == 302 else wrong.append(f"{line.name} {role}: {address}"))
            continue
        seen.add(line.page)
        page, widths = window.shown(address), WIDTHS if ALL else (WIDTHS[turn % len(WIDTHS)],)
        count += len(widths)
        wrong += [f"{line.name} {role}: {each}" for each in problems(page, widths, doubts)]
        page.close()
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n".join(sorted(doubts)) + "\n", encoding="utf-8")
    record_property("pages_asked", count)
    record_property("left_to_people", len(doubts))
    assert wrong == []
    assert sent_on - seen == SENT_ON


@override_settings(ROOT_URLCONF="tests.walk.broken")
def test_a_page_that_shuts_people_out_is_found(open_as: Open) -> None:
    found = problems(open_as("practitioner").shown("/unreadable"), WIDTHS, set())
    for width in WIDTHS:
        assert f'{width} px image-alt: <img src="/static/ui/mark.svg">' in found
        assert any(each.startswith(f"{width} px color-contrast") for each in found)
        assert any(each.startswith(f"{width} px label") for each in found)
    assert [each for each in found if "wide" in each] == [
        f"1492 px wide on a screen of {width}" for width in WIDTHS
    ]
