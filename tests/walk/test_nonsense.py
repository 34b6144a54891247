"""Whatever stands behind the question mark of whatever page: an answer for people, never an error."""

from urllib.parse import quote

import pytest

from tests.walk.bodies import body
from tests.walk.browser import Browser
from tests.walk.table import lines
from tests.walk.world import World
from tomoni.tenancy.context import tenant

pytestmark = pytest.mark.xdist_group("walk")

ASKED = (
    *("q", "page", "scope", "status", "person", "kind", "phase", "on", "like", "next", "family", "key", "day", "from"),
    *("to", "ref", "field", "team", "passed", "child", "referral", "source", "case", "at", "contact", "lines", "way"),
    *("meeting", "p0_name", "p0_birth", "p0_kana", "sort", "format", "organisation", "post", "group", "geta"),
)  # fmt: skip
NONSENSE = ("9" * 400, "//evil.example/", "foo", "²")


@pytest.mark.parametrize("said", NONSENSE)
def test_nonsense_is_answered(said: str, here: World) -> None:
    browser, wrong = Browser(here.posts["coordinator"]), []
    asked = "&".join(f"{name}={quote(said, safe='')}" for name in ASKED)
    pages = {line.address(here.rows["own"]).partition("?")[0] for line in lines() if line.method == "GET"}
    for page in sorted(pages - {"/account/logout/"}):
        answer = browser.ask("GET", f"{page}?{asked}")
        away = "Location: //" in answer.headers or "Location: http" in answer.headers
        fine = answer.status < 500 and not answer.changed and not away
        wrong.append("" if fine else f"{page}: {answer.status} {answer.headers}")
    assert [each for each in wrong if each] == []


@pytest.mark.parametrize("said", ["foo²", "9" * 400])
def test_nonsense_in_any_one_field_of_any_form_is_answered(said: str, here: World) -> None:
    """A form that is right but for one field: it comes back with what was typed, or that field says nothing. Never an error."""
    browser, wrong, tried = Browser(here.posts["coordinator"]), [], 0
    for line in (line for line in lines() if line.method == "POST"):
        with tenant(here.place_of("own")):
            right = body(line.name, here.rows["own"])
        for field in right.keys() - {"submission"}:
            sent = {**right, field: [said] if isinstance(right[field], list) else said}
            answer, tried = browser.ask("POST", line.address(here.rows["own"]), sent), tried + 1
            wrong.append(f"{line.name} {field}: {answer.status}" if answer.status >= 500 else "")
    assert [each for each in wrong if each] == []
    assert tried > 400
