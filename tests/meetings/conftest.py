"""Meetings through their doors."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from lxml import html

from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, frozen
from tomoni.cases.actions import open_case
from tomoni.cases.models import Case
from tomoni.families.actions import NewPerson, take_in
from tomoni.tenancy.models import Municipality

MONDAY = datetime(2026, 4, 6, 10, 0, tzinfo=TOKYO)


class Answer:
    """An answer as a person reads it."""

    def __init__(self, response: Any) -> None:
        self.status, self.response = response.status_code, response
        self.page = html.fromstring(response.content.decode() or "<main></main>")
        self.words = " ".join(self.page.xpath("string(//main)").split())
        self.problems = [
            each.text_content().strip() for each in self.page.xpath('//*[@class="error-summary"]//li')
        ]


class Browser:
    """A logged-in person, without JavaScript."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, **data: Any) -> Answer:
        return Answer(self.client.get(path, data))

    def send(self, path: str, **data: Any) -> Answer:
        return Answer(self.client.post(path, {"submission": str(uuid4()), **data}, follow=True))


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with frozen(MONDAY):
        yield


@pytest.fixture
def browse(client_for: Callable[[Viewer], Client]) -> Callable[[Viewer], Browser]:
    """``browse(sato)``: her browser."""
    return lambda viewer: Browser(client_for(viewer))


@pytest.fixture
def case(sato: Viewer, in_muni: Municipality) -> Case:
    """佐藤's case."""
    family, children = take_in(sato, persons=[NewPerson("山田 花")])
    return open_case(sato, family=family, children=children, phase="assessment")


@pytest.fixture
def other_case(ito: Viewer, in_muni: Municipality) -> Case:
    """伊藤's case, of another team."""
    family, children = take_in(ito, persons=[NewPerson("川口 蓮")])
    return open_case(ito, family=family, children=children, phase="assessment")
