"""Protected facts: hidden in families of every situation, sought on every page, in every answer, log and stored byte."""

import logging
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_plus, urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test import override_settings
from django.urls import reverse

from tests.walk.bodies import ACCOUNT
from tests.walk.browser import Browser, entries
from tests.walk.conftest import Standing
from tests.walk.marks import Marks
from tests.walk.showing import level, marks_in, marks_stored
from tests.walk.stored import stored
from tests.walk.table import ROLES, Line, lines
from tests.walk.world import SITUATIONS, Home, World
from tomoni.access.protected import plain_of
from tomoni.contacts.models import Passage
from tomoni.people.models import Address, ContactPoint, Protection
from tomoni.tenancy.context import tenant

# What a page shows is the same with every database: a campaign builds its many families on SQLite, once for each worker.
CAMPAIGN = os.environ.get("TOMONI_CAMPAIGN") == "1" and connection.vendor == "sqlite"
FAMILIES = 200 if CAMPAIGN else 10
ONE, OTHER = (pytest.mark.xdist_group(f"marks {half}" if CAMPAIGN else "marks") for half in (1, 2))
pytestmark = [pytest.mark.campaign]
# Every page once; those that show a whole record in each of their variants. The walk looks at all variants of all pages.
WHOLE = ("people:person", "contacts:detail", "intake:referral", "desk:families", "plans:print")
LOOKED_AT = [line for line in lines() if line.method == "GET" and not line.name.startswith(ACCOUNT)]
PAGES = list({line.name if line.page in WHOLE else line.page: line for line in reversed(LOOKED_AT)}.values())
REVEALING = {"practitioner", "maternal_health", "coordinator", "head"}
READERS_FIRST = sorted(ROLES, key=lambda role: role not in REVEALING)


def halved(roles: list[str]) -> list[Any]:
    """These posts, every second one for the other worker."""
    return [pytest.param(role, marks=(ONE, OTHER)[turn % 2]) for turn, role in enumerate(roles)]


TOLD = {"phone": ContactPoint, "address": Address, "protection": Protection}
CALLER = ("caller_name", "caller_contact", "caller_relation", "caller_agency")
SEARCHES = {
    "desk:search": "q", "people:suggest": "q", "contacts:families": "q", "resources:suggest": "q", "resources:list": "q",
    "intake:earlier": "words",
}  # fmt: skip
SEARCHABLE = {"phone", "later_phone", "doubled_phone", "address", "later_address"}


@pytest.fixture(scope="module")
def town(standing: Standing) -> Iterator[World]:
    """Many families, the seven situations in turn."""
    with standing(FAMILIES) as world:
        yield world


class _Told(logging.Handler):
    """Keeps what is logged, with its tracebacks."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(logging.Formatter().format(record))


@pytest.fixture
def log(town: World, db: None) -> Iterator[list[str]]:
    """All that is logged meanwhile."""
    root, requests, told = logging.getLogger(), logging.getLogger("django.request"), _Told()
    before = root.handlers, root.level, requests.level
    root.handlers = [told]
    root.setLevel(logging.INFO)
    requests.setLevel(logging.INFO)
    yield told.lines
    root.handlers = before[0]
    root.setLevel(before[1])
    requests.setLevel(before[2])


def may_reveal(role: str, situation: str) -> bool:
    """Who reads the record and holds a post that may."""
    return role in REVEALING and level(role, situation) in "rw"


def nothing_kept(log: list[str]) -> None:
    """Neither the log nor a byte of the database holds a mark."""
    assert marks_in("\n".join(log)) == set()
    assert marks_stored(stored()) == set()


@ONE
def test_the_marks_are_there_to_be_found(town: World, db: None) -> None:
    """A crawl that finds nothing proves something only if the words are in the records."""
    for home in town.homes:
        with tenant(town.place_of(home.situation)):
            found = {text for _, _, text in hidden_in(home)}
        assert found == set(home.marks.values())


def hidden_in(home: Home) -> Iterator[tuple[str, dict[str, str], str]]:
    """Every protected fact of a family: where it is revealed, with what is sent, and what it says."""
    rows = home.rows
    mine = {"dossier": rows["family"].dossier}
    for kind, model in TOLD.items():
        field = "against_text" if kind == "protection" else "hidden"
        for row in (
            model.objects.for_system("walk").standing().filter(**mine).exclude(**{field: ""}).order_by("pk")
        ):
            if not str(plain_of(row, field)).startswith("0225") and row != rows["hidden_address"]:
                page = reverse("people:reveal", args=[row.person.ref, kind, row.ref])
                yield page, {}, plain_of(row, field)
    for passage in Passage.objects.for_system("walk").filter(dossier=rows["case"].dossier).exclude(hidden=""):
        yield reverse("contacts:reveal", args=[passage.ref]), {}, plain_of(passage, "hidden")
    seen = rows["hidden_observation"]
    seen.refresh_from_db()
    yield reverse("monitoring:reveal", args=[seen.ref]), {}, plain_of(seen, "hidden")
    for field in CALLER:
        page = reverse("intake:reveal", args=[rows["referral"].ref])
        yield page, {"field": field}, plain_of(rows["referral"], field)


@pytest.mark.parametrize("role", halved(READERS_FIRST))
def test_only_who_may_reveal_reads_a_mark_and_reads_it_once(role: str, town: World, log: list[str]) -> None:
    browser, wrong, revealed, before = Browser(town.posts[role]), [], 0, sum(entries("reveal"))
    for home in town.homes:
        with tenant(town.place_of(home.situation)):
            facts = list(hidden_in(home))
        for address, sent, text in facts:
            status, _, page, headers = browser.tell("POST", address, sent)
            entitled = may_reveal(role, home.situation)
            revealed += entitled
            fine = (
                status == 200 and marks_in(page) == {text}
                if entitled
                else status in {403, 404} and not marks_in(page)
            )
            if not fine or marks_in(headers) or (entitled and "no-store" not in headers):
                wrong.append(f"{address} {home.situation}: {status} {marks_in(page)}")
    assert wrong == []
    assert sum(entries("reveal")) == before + revealed
    nothing_kept(log)


def crawled(turn: int, line: Line, town: World) -> list[Home]:
    """Where a page is looked at: in each of the first ten families and every fourth of the others, another fourth for the
    next page; a page that names no family, once.
    """
    named = any(part.row for part in line.parts)
    return [*town.homes[:10], *town.homes[10 + turn % 4 :: 4]] if named else town.homes[:1]


@pytest.mark.parametrize("role", halved(READERS_FIRST))
def test_no_page_shows_a_mark(role: str, town: World, log: list[str], record_property: Any) -> None:
    browser, found = Browser(town.posts[role]), []
    answered: Counter[str] = Counter()
    for turn, line in enumerate(PAGES):
        for home in crawled(turn, line, town):
            address = line.address(home.rows)
            status, kind, page, headers = browser.tell("GET", address)
            answered[line.name] += status == 200
            assert kind in {"text/html", "application/json", "application/pdf", "image/png", ""}, (
                f"{line.name}: teach the crawl to read {kind}"
            )
            if status == 500 or marks_in(page + headers + address):
                found.append(f"{line.name} {home.situation}: {status} {marks_in(page + headers)}")
    assert found == []
    nothing_kept(log)
    record_property("pages_answered_200", " ".join(sorted(+answered)))


def shapes(marks: Marks) -> Iterator[tuple[str, str]]:
    """What somebody might type to feel the way to a hidden fact, whole and in parts; with the mark it comes from."""
    for what in ("phone", "doubled_phone", "address", "caller_contact", "caller_name", "passage"):
        yield what, marks[what]
    for what in ("phone", "address"):
        yield what, marks[what][3:]
        yield what, marks[what][:-2]
        yield what, marks[what].replace("-", "")


def same(page: str, typed: str) -> str:
    """An answer without what the asker typed and without what differs each time."""
    for form in (typed, quote(typed), quote_plus(typed)):
        page = page.replace(form, "")
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("role", halved(sorted(REVEALING | {"clerk"})))
def test_searching_for_a_mark_tells_no_more_than_searching_for_nothing(
    role: str, town: World, log: list[str]
) -> None:
    """Who may not reveal gets the same answer for a hidden telephone as for one that nobody has."""
    browser, wrong, nobodys, homes = Browser(town.posts[role]), [], Marks(9999), town.homes[: len(SITUATIONS)]
    pages = {reverse(page): name for page, name in SEARCHES.items()}
    pages[reverse("people:look_for", args=[town.rows["own"]["sibling"].ref])] = "q"
    for page, name in pages.items():
        idle = {
            typed: browser.tell("GET", f"{page}?{urlencode({name: typed})}") for _, typed in shapes(nobodys)
        }
        for home in homes:
            for (what, typed), (_, decoy) in zip(shapes(home.marks), shapes(nobodys), strict=True):
                answer = browser.tell("GET", f"{page}?{urlencode({name: typed})}")
                whole = typed.replace("-", "") == home.marks[what].replace("-", "")
                if whole and what in SEARCHABLE and may_reveal(role, home.situation):
                    continue
                if answer[0] != idle[decoy][0] or same(answer[2], typed) != same(idle[decoy][2], decoy):
                    wrong.append(f"{page} {what} {typed} {home.situation}")
    assert wrong == []
    nothing_kept(log)


@ONE
def test_who_may_reveal_finds_the_family_by_its_whole_hidden_number(town: World, db: None) -> None:
    browser = Browser(town.posts["practitioner"])
    for home in town.homes:
        for what in SEARCHABLE:
            page = browser.tell("GET", f"{reverse('desk:search')}?{urlencode({'q': home.marks[what]})}")[2]
            found = str(home.rows["family"].ref) in page
            assert found is may_reveal("practitioner", home.situation), (home.situation, what)


@ONE
def test_errors_say_nothing(town: World, log: list[str]) -> None:
    home = town.homes[0]
    browser = Browser(town.posts["practitioner"])
    with override_settings(ROOT_URLCONF="tests.walk.broken"):
        status, _, page, headers = browser.tell("GET", f"/broken/{home.rows['point'].ref}")
    missing = [
        browser.tell("GET", f"/people/{uuid4()}/"),
        browser.tell("GET", f"/nowhere/{home.rows['point'].ref}"),
    ]
    assert (status, [answer[0] for answer in missing]) == (500, [404, 404])
    assert any("RuntimeError" in line for line in log)
    assert marks_in(page + headers + "".join(answer[2] for answer in missing)) == set()
    nothing_kept(log)


@OTHER
def test_words_under_way_are_sealed_and_open_for_their_writer_alone(town: World, log: list[str]) -> None:
    home, typed = town.homes[0], Marks(8888)
    writer, other = Browser(town.posts["practitioner"]), Browser(town.posts["coordinator"])
    page = reverse("people:add", args=[home.rows["mother"].ref, "phone"])
    wrong = {"submission": str(uuid4()), "kind": "none", "value": typed["phone"], "note": typed["address"]}
    assert writer.tell("POST", page, wrong)[0] == 422
    autosaved = {"draft_key": "contacts.contact::note", "submission": str(uuid4()), "text": typed["passage"]}
    assert writer.tell("POST", reverse("drafts:save"), autosaved)[0] == 200
    writer.tell("POST", reverse("accounts:lock"))
    assert writer.tell("POST", page, {**wrong, "slip": slip(page, town)})[0] == 423
    for address in (reverse("drafts:mine"), reverse("accounts:parked"), page):
        assert marks_in("".join(map(str, other.tell("GET", address)))) == set()
    nothing_kept(log)


def slip(page: str, town: World) -> str:
    """Whose form it was."""
    from tomoni.accounts.slips import Slip

    post = town.posts["practitioner"]
    return Slip(post.user_id, post.pk, "連絡先を加える", page, {"value": "番号"}).signed()
