"""水沢さんの家庭, and a browser for whoever looks at it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.ui.conftest import browser, window
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, Day, frozen
from tomoni.families.actions import NewPerson, take_in
from tomoni.families.choices import Relation
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.tenancy.models import Municipality

__all__ = ["browser", "window"]

NOON = datetime(2026, 6, 10, 12, 0, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """It is noon on 10 June 2026 (令和8年)."""
    with frozen(NOON):
        yield


@dataclass
class Home:
    """Two children, mother, father and an expected child, in one home; 佐藤's family."""

    family: Family
    haruka: Person
    minato: Person
    misaki: Person
    daiki: Person
    expected: Person


@pytest.fixture
def home(in_muni: Municipality, sato: Viewer) -> Home:
    people = [
        NewPerson("水沢 陽花", "みずさわ はるか", Day(date(2018, 2, 11))),
        NewPerson("水沢 湊", "みずさわ みなと", Day(date(2025, 7, 1)), Relation.SIBLING),
        NewPerson("水沢 美咲", "みずさわ みさき", Day(date(1992, 5, 3)), Relation.MOTHER),
        NewPerson("水沢 大樹", "みずさわ だいき", Day(date(1990, 9, 9)), Relation.FATHER),
        NewPerson("おなかの赤ちゃん", "", None, Relation.SIBLING, Day(date(2026, 12, 1))),
    ]
    family, rows = take_in(sato, persons=people)
    return Home(family, *rows)


@dataclass
class Screen:
    """Somebody's browser, by the names of pages."""

    client: Client

    def get(self, page: str, *args: Any, **asked: Any) -> HttpResponse:
        return self.client.get(reverse(page, args=args), asked)  # type: ignore[return-value]

    def text(self, page: str, *args: Any, **asked: Any) -> str:
        answer = self.get(page, *args, **asked)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def post(self, page: str, *args: Any, **fields: Any) -> HttpResponse:
        """Open the form, where there is one, and send it with these fields."""
        opened = self.client.get(reverse(page, args=args)).content.decode()
        seen = re.search(r'name="version" value="([^"]*)"', opened)
        sent = {"submission": str(uuid4()), "version": seen[1] if seen else "", **fields}
        return self.client.post(reverse(page, args=args), sent)  # type: ignore[return-value]

    def save(self, page: str, *args: Any, **fields: Any) -> str:
        """Post what must be taken; the page shown afterwards."""
        answer = self.post(page, *args, **fields)
        assert answer.status_code == 302, answer.content.decode()
        return self.client.get(answer.headers["Location"]).content.decode()

    def refused(self, page: str, *args: Any, **fields: Any) -> str:
        """Post what must come back to be mended; the page with the words."""
        answer = self.post(page, *args, **fields)
        assert answer.status_code == 422, answer.status_code
        return answer.content.decode()


def queries(at: Screen, page: str, *args: Any, **asked: Any) -> int:
    """How often the database is asked for a page; that PostgreSQL is told the tenant and untold does not count."""
    at.text(page, *args, **asked)
    with CaptureQueriesContext(connection) as counted:
        at.text(page, *args, **asked)
    return sum("set_config" not in query["sql"] for query in counted)


@pytest.fixture
def screen(client_for: Callable[[Viewer], Client]) -> Callable[[Viewer], Screen]:
    """``screen(sato)``: a browser in which 佐藤 is logged in."""
    return lambda viewer: Screen(client_for(viewer))
