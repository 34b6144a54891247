"""Every address × method × post × situation, against the table written by hand."""

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.walk.bodies import ACCOUNT, Body, body, refs
from tests.walk.browser import Answer, Browser
from tests.walk.doors import doors
from tests.walk.showing import marks_in, too_much
from tests.walk.table import ROLES, Line, lines
from tests.walk.world import World
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, User
from tomoni.calendar import today
from tomoni.tenancy.context import tenant

pytestmark = pytest.mark.xdist_group("walk")

TABLE = lines()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
ANSWERS = {"o": {200, 302}, "a": {422}, "-": {404}, "x": {403}, "m": {405}}
REVEALS = ("people:reveal", "contacts:reveal", "intake:reveal", "monitoring:reveal")
# Rows that every post of the municipality may name, whichever team's family they come from.
COMMON = ("organisation", "meeting", "colleague", "deputy")
# Somebody is hidden from a person whose card can be seen; and words stand where a reference is none of ours.
FREE = {
    ("people:protect", "against_ref", "other"),
    *(("sharing:ask", "recipient_ref", s) for s in ("elsewhere",)),
    *((f"sharing:pass_on{variant}", "recipient_ref", "elsewhere") for variant in ("", " of_request")),
}
CHECKS = sum(len(line.situations) for line in TABLE)
# Rights are worked out before the database is asked: SQLite goes through all of the table in every run, PostgreSQL through
# a quarter, another one for each post; ``make campaign`` goes through all on both.
CAMPAIGN = os.environ.get("TOMONI_CAMPAIGN") == "1"


def walked(role: str) -> list[Line]:
    """The lines that this run goes through as this post."""
    if CAMPAIGN or connection.vendor == "sqlite":
        return TABLE
    return TABLE[list(ROLES).index(role) % 4 :: 4]


def sent_to(line: Line, world: World, situation: str) -> Body | None:
    """A valid body about this situation's rows; None for pages that are only looked at."""
    if line.method != "POST":
        return None
    with tenant(world.place_of(situation)):
        return body(line.name, world.rows[situation])


def problem(role: str, line: Line, situation: str, answer: Answer) -> str:
    """What is wrong with an answer; empty when nothing is."""
    expected = line.expected(role, situation)
    wrong = too_much(role, answer.all)
    if answer.status not in ANSWERS[expected]:
        wrong.append(f"{answer.status}, not {expected}")
    if answer.changed and expected != "o":
        wrong.append("rows changed")
    if marks_in(answer.all) and not (line.page in REVEALS and expected == "o"):
        wrong.append("protected words")
    return f"{role}: {line.name} {line.method} {situation}: {'; '.join(wrong)}" if wrong else ""


def none(wrong: list[str]) -> None:
    """Nothing was wrong, or all of it is told."""
    told = [each for each in wrong if each]
    assert not told, "\n".join(["", *told])


def test_the_table_names_every_door_and_no_other() -> None:
    listed = {(line.page, line.method) for line in TABLE}
    there = {(name, method) for name, methods in doors().items() for method in methods}
    assert there - listed == set(), "doors without a line in access.csv"
    assert listed - there == set(), "lines in access.csv without a door"
    assert len({(line.name, line.method) for line in TABLE}) == len(TABLE), "a line twice"


@pytest.mark.parametrize("role", ROLES)
def test_every_door_answers_as_the_table_says(role: str, here: World, record_property: Any) -> None:
    browser, wrong = Browser(here.posts[role]), []
    for line in walked(role):
        for situation in line.situations:
            answer = browser.ask(
                line.method, line.address(here.rows[situation]), sent_to(line, here, situation)
            )
            wrong.append(problem(role, line, situation, answer))
    record_property("walk_checks", len(wrong))
    none(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_a_method_that_a_page_does_not_take_is_refused(role: str, here: World) -> None:
    """Pages of log-in are Django's and allauth's: they may take PUT for POST, and change nothing by it."""
    browser, wrong, rows = Browser(here.posts[role]), [], here.rows["own"]
    pages = {line.page for line in walked(role)}
    for page, line in {line.page: line for line in reversed(TABLE) if line.page in pages}.items():
        taken = {other.method: other for other in TABLE if other.page == page}
        for method in {*METHODS, "HEAD"} - taken.keys():
            answer = browser.ask(method, line.address(rows))
            refused = {403, 404, 405}
            if method == "HEAD" and "GET" in taken:
                refused = ANSWERS[line.expected(role, "own")]
            if page.startswith(ACCOUNT):
                refused = set(range(500))
            fine = answer.status in refused and not answer.changed and not (method == "HEAD" and answer.text)
            wrong.append("" if fine else f"{page} {method}: {answer.status}")
    none(wrong)


def swaps(line: Line, world: World, situation: str) -> Iterator[tuple[str, Body]]:
    """The body about one's own rows with one reference exchanged for the same row of a family elsewhere."""
    mine, theirs = world.rows["own"], world.rows[situation]
    names = {
        value: name for name, row in mine.items() for value in (row.ref if hasattr(row, "ref") else row.pk,)
    }
    for field, value in refs(sent_to(line, world, "own") or {}):
        name = names[value]
        if name in COMMON and situation != "elsewhere":
            continue
        sent = sent_to(line, world, "own") or {}
        foreign: UUID | int = theirs[name].ref if isinstance(value, UUID) else theirs[name].pk
        yield field, {**sent, field: [foreign] if isinstance(sent[field], list) else foreign}
        if isinstance(sent[field], list):
            yield field, {**sent, field: [*sent[field], foreign]}


@pytest.mark.parametrize("situation", ["other", "sealed", "elsewhere"])
@pytest.mark.parametrize("role", ["practitioner", "coordinator"])
def test_a_valid_form_that_names_somebody_elses_row_writes_nothing(
    role: str, situation: str, here: World
) -> None:
    browser, wrong, rows = Browser(here.posts[role]), [], here.rows["own"]
    posts = (line for line in walked(role) if line.method == "POST" and line.expected(role, "own") == "o")
    for line in posts:
        for field, sent in swaps(line, here, situation):
            answer = browser.ask("POST", line.address(rows), sent)
            problems = too_much(role, answer.all)
            if (line.name, field, situation) not in FREE and (
                answer.changed or answer.status not in {404, 422, 403}
            ):
                problems.append(f"{answer.status}, rows changed: {answer.changed}")
            wrong.append(f"{line.name} {field}: {problems}" if problems else "")
    none(wrong)


@pytest.mark.parametrize("situation", ["other", "sealed", "elsewhere"])
def test_an_address_that_mixes_families_is_not_there(situation: str, here: World) -> None:
    browser, wrong = Browser(here.posts["practitioner"]), []
    mine, theirs = here.rows["own"], here.rows[situation]
    for line in TABLE:
        named = [part for part in line.parts if part.row]
        for part in named if len(named) > 1 else []:
            address = line.address(mine, part, theirs)
            answer = browser.ask(line.method, address, sent_to(line, here, "own"))
            shown = {200, 404} if part.asked and line.method == "GET" else {404}
            fine = answer.status in shown and not answer.changed and not too_much("practitioner", answer.all)
            wrong.append("" if fine else f"{line.name} {line.method} {part.name}: {answer.status}")
    none(wrong)


def nobody(kind: str, world: World) -> Post | None:
    """Somebody who has not logged in; a user without any post; one whose post has ended."""
    if kind == "stranger":
        return None
    user = User.objects.create(username="nobody", name="役割のない人")
    ended = today() - timedelta(days=1) if kind == "ended" else None
    post = Post(user=user, municipality=world.municipality, role=Role.COORDINATOR, until=ended)
    if kind == "ended":
        post.save()
    return post


@pytest.mark.parametrize("kind", ["stranger", "without a post", "ended"])
def test_who_wears_no_post_gets_no_further_than_the_entrance(kind: str, here: World) -> None:
    browser, wrong = Browser(nobody(kind, here)), []
    for line in TABLE:
        answer = browser.ask(line.method, line.address(here.rows["own"]), sent_to(line, here, "own"))
        outside = line.name.startswith(ACCOUNT) or (answer.status == 302 and "/account/" in answer.headers)
        shown = too_much("nobody", answer.all)
        fine = outside and not answer.changed and not shown and answer.status < 500
        wrong.append("" if fine else f"{line.name} {line.method}: {answer.status} {shown}")
    none(wrong)


def test_every_body_is_one_that_can_be_carried_out(here: World) -> None:
    """Else a denial in the walk would prove nothing: the form might have been refused anyway."""
    ways = (("coordinator", "own"), ("admin", "own"), ("practitioner", "team"), ("coordinator", "team"))
    browsers = {way: Browser(here.posts[way[0]]) for way in ways}
    wrong = []
    for line in (line for line in TABLE if line.method == "POST" and "o" in "".join(line.cells.values())):
        answers = (
            browser.ask("POST", line.address(here.rows[situation]), sent_to(line, here, situation))
            for (_, situation), browser in browsers.items()
        )
        wrong.append("" if any(answer.status in ANSWERS["o"] for answer in answers) else line.name)
    none(wrong)


def test_at_least_ten_thousand_answers_are_checked() -> None:
    assert CHECKS * len(ROLES) >= 10_000
