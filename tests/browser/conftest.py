"""A real browser against a real server on a copy of the demo town. One worker runs all of it (``xdist_group``)."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

TODAY = "2026-11-18"  # a Wednesday, so that weekdays told from today fall as the town's script means them
# A busy machine is slow without being wrong.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives the browser, on one worker."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass(frozen=True)
class Installation:
    """An installation of its own: data folder and database."""

    folder: Path
    database: str
    settings: str = "tomoni.config.settings"

    def environment(self) -> dict[str, str]:
        """The process environment of its commands."""
        own = {"TOMONI_DATA_DIR": str(self.folder), "TOMONI_DATABASE_URL": self.database}
        own["DJANGO_SETTINGS_MODULE"] = self.settings
        return {**os.environ, **own, "TOMONI_LOG_LEVEL": "ERROR"}

    def run(self, *arguments: str) -> str:
        """Run a command of the program to its end."""
        command = [sys.executable, "-m", "tomoni", *arguments]
        done = subprocess.run(command, env=self.environment(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


def _postgres() -> str:
    address = os.environ.get("TOMONI_DATABASE_URL", "")
    return address if address.startswith("postgres") else ""


def _database(folder: Path, name: str, template: str = "") -> str:
    """A new database: a file, or on PostgreSQL one made from the template."""
    address = _postgres()
    if not address:
        return f"sqlite:///{folder / 'tomoni.sqlite3'}"
    with psycopg.connect(address.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
        made = f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else "")
        connection.execute(made)  # type: ignore[arg-type]
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=f"/{name}"))


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The demo town, built once; never served itself."""
    folder = tmp_path_factory.mktemp("town")
    installation = Installation(folder, _database(folder, f"town_{os.getpid()}"))
    installation.run("setup")
    installation.run("town", "--cases", "8", "--today", TODAY)
    return installation


@contextmanager
def served(installation: Installation) -> Iterator[str]:
    """The installation's address while it is served."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tomoni", "serve", "--port", str(port)]
    with (installation.folder / "serve.log").open("w") as log:
        server = subprocess.Popen(command, env=installation.environment(), stdout=log, stderr=log)
        try:
            _wait(f"http://localhost:{port}/healthz")
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(20)


def _wait(address: str) -> None:
    for _ in range(600):  # a minute
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer")


@pytest.fixture(scope="module")
def installation(town: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A copy of the town of this module's own."""
    folder = tmp_path_factory.mktemp("copy")
    name = f"copy_{folder.name}_{os.getpid()}"
    template = urlsplit(town.database).path[1:] if _postgres() else ""
    shutil.copytree(town.folder, folder, dirs_exist_ok=True)
    return Installation(folder, _database(folder, name, template))


@pytest.fixture(scope="module")
def base(installation: Installation) -> Iterator[str]:
    """The address where it is served."""
    with served(installation) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for each file: while its event loop runs, Django keeps other connections in this thread."""
    with sync_playwright() as playwright:
        path = os.environ.get("TOMONI_CHROMIUM", "/usr/bin/chromium")
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, base: str) -> Iterator[BrowserContext]:
    """A fresh browser window, at tablet width."""
    fresh = browser.new_context(base_url=base, locale="ja-JP", viewport={"width": 768, "height": 1024})
    fresh.set_default_timeout(PATIENCE)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of it."""
    return context.new_page()


def log_in(page: Page, user: str) -> None:
    """One tap on the demo log-in page."""
    page.goto("/account/login/")
    page.locator(f'form:has(input[name="username"][value="{user}"]) button').click()
    page.wait_for_url("**/today")
