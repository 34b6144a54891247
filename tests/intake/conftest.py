"""Phase 1 through its doors: a browser for each of the cast, a call as a worker types it, rows to look at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from lxml import html

from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, Day, frozen
from tomoni.families.actions import NewPerson, take_in
from tomoni.families.models import Family
from tomoni.intake.actions import Call, receive
from tomoni.intake.models import Referral
from tomoni.people.models import Person
from tomoni.resources.actions import add_organisation
from tomoni.resources.models import Organisation
from tomoni.tenancy.models import Municipality

MONDAY = datetime(2026, 4, 6, 10, 0, tzinfo=TOKYO)
ClientFor = Callable[[Viewer], Client]


class Screen:
    """An answer as a person reads it."""

    def __init__(self, response: HttpResponse) -> None:
        self.status, self.response = response.status_code, response
        self.text = response.content.decode()
        self.page = html.fromstring(f"<main>{self.text}</main>" if "<main" not in self.text else self.text)

    def fields(self) -> dict[str, list[str]]:
        """What the form on the page would send, as it stands."""
        found: dict[str, list[str]] = {}
        for form in self.page.xpath('//main//form[@method="post"]'):
            for name, value in form.form_values():
                found.setdefault(name, []).append(value.removeprefix("\n"))  # as browsers read a textarea
        return found

    @property
    def words(self) -> str:
        """The text of the page, blanks made one."""
        return " ".join(self.page.xpath("string(//main)").split())

    @property
    def problems(self) -> list[str]:
        """What the error summary says."""
        return [each.text_content().strip() for each in self.page.xpath('//*[@class="error-summary"]//li')]


class Browser:
    """A logged-in person, without JavaScript."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, **data: Any) -> Screen:
        return Screen(self.client.get(path, data))

    def send(self, path: str, **data: Any) -> Screen:
        """Post fields to a page as they are given, with a fresh submission."""
        return Screen(self.client.post(path, {"submission": str(uuid4()), **data}))

    def fill(self, path: str, **data: Any) -> Screen:
        """Open the page, change these fields of its form, send it, and follow where it leads."""
        shown = self.get(path)
        assert shown.status == 200, shown.status
        return Screen(self.client.post(path, {**shown.fields(), **data}, follow=True))


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with frozen(MONDAY):
        yield


@pytest.fixture
def browse(client_for: ClientFor) -> Callable[[Viewer], Browser]:
    """``browse(sato)``: her browser."""
    return lambda viewer: Browser(client_for(viewer))


@pytest.fixture
def later() -> Callable[..., Any]:
    """``with later(hours=48):`` the clock stands that much later."""

    @contextmanager
    def move(**length: float) -> Iterator[datetime]:
        moment = MONDAY + timedelta(**length)
        with frozen(moment):
            yield moment

    return move


@pytest.fixture
def school(sato: Viewer, in_muni: Municipality) -> Organisation:
    return add_organisation(sato, name="みなみ小学校", kind="primary_school")


@pytest.fixture
def plaza(sato: Viewer, in_muni: Municipality) -> Organisation:
    return add_organisation(sato, name="子育てひろば", kind="family_plaza")


Home = tuple[Family, list[Person]]


@pytest.fixture
def home(sato: Viewer, in_muni: Municipality) -> Home:
    """山田さんの家庭: a child of eight, a brother of five, their mother."""
    lines = [
        NewPerson("山田 花", "やまだ はな", Day.from_text("2018-01-10")),
        NewPerson("山田 空", "やまだ そら", Day.from_text("2020-06-01"), relation="sibling"),
        NewPerson("山田 恵", "やまだ めぐみ", Day.from_text("1990-03-03"), relation="mother"),
    ]
    return take_in(sato, persons=lines)


@pytest.fixture
def notice(sato: Viewer, home: Home) -> Referral:
    """A 通告 of a neighbour about both children, received on Monday at ten."""
    family, (hana, sora, _) = home
    call = Call(
        door="neighbour",
        method="phone",
        complaint="夜に泣き声が続いている",
        is_notice=True,
        caller_name="隣野 とめ",
        caller_contact="090-9999-0001",
        caller_relation="となりの家",
        caller_agency="第三町内会",
        route="neighbour",
    )
    return receive(sato, family=family, children=[hana, sora], call=call)


@pytest.fixture
def consultation(sato: Viewer, home: Home) -> Referral:
    """The mother's own consultation about her daughter."""
    family, (hana, _, _) = home
    return receive(sato, family=family, children=[hana], call=Call("family", "phone", "朝起きられない"))
