"""A browser for the pages of the kit: every request is answered by Django's test client, without a server."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tomoni.access.viewer import Viewer
from tools.machine import chromium

ORIGIN = "http://localhost"
expect.set_options(timeout=30_000)  # a busy machine is slow without being wrong
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def static_file(route: Route, name: str) -> None:
    path = find(name)
    assert isinstance(path, str), name
    route.fulfill(body=Path(path).read_bytes(), content_type=TYPES[Path(path).suffix])


def answer(route: Route, client: Client) -> None:
    asked = route.request
    path = asked.url.removeprefix(ORIGIN)
    if path.startswith("/static/"):
        return static_file(route, path.removeprefix("/static/").split("#")[0])
    body = asked.post_data_buffer or b""
    kind = asked.headers.get("content-type", "")
    with beside_the_loop():
        said = client.generic(asked.method, path, body, content_type=kind)
    return route.fulfill(status=said.status_code, headers=dict(said.items()), body=said.content)


@contextmanager
def beside_the_loop() -> Iterator[None]:
    """Playwright's loop stands still while we answer; Django must see the thread and its database as in any test."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


@pytest.fixture
def browser(client_for: Callable[[Viewer], Client], sato: Viewer) -> Iterator[tuple[Browser, Client]]:
    """A browser of the test's own, closed before its database is: its loop must not reach other tests."""
    client = client_for(sato)
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as play:
        chrome = play.chromium.launch(executable_path=chromium(), args=options)
        yield chrome, client
        chrome.close()


@pytest.fixture
def window(browser: tuple[Browser, Client]) -> Callable[..., Page]:
    """``window(320, javascript=False)``: a page of 佐藤's browser; its complaints are in ``page.complaints``."""
    chrome, client = browser

    def open_page(width: int = 1280, *, javascript: bool = True, bypass_csp: bool = False) -> Page:
        context = chrome.new_context(
            base_url=ORIGIN,
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            bypass_csp=bypass_csp,
        )
        context.route(f"{ORIGIN}/**", lambda route: answer(route, client))
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: said.type in {"error", "warning"} and complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.complaints = complaints  # type: ignore[attr-defined]
        return page

    return open_page
