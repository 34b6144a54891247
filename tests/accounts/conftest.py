"""The cast at the log-in page: 佐藤 with one hat, 田中 with two, 中村 with none, 管理者; and a browser that reads pages."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, User
from tomoni.calendar import TOKYO, frozen
from tomoni.journal.models import Entry
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

PASSWORD = "himawari-to-mikeneko"
MORNING = datetime(2026, 4, 7, 8, 30, tzinfo=TOKYO)


def user(username: str, name: str) -> User:
    made = User(username=username, name=name)
    made.set_password(PASSWORD)
    made.save()
    return made


@pytest.fixture
def sato(muni: Municipality) -> User:
    """佐藤: one post."""
    made = user("sato", "佐藤")
    Post.objects.create(user=made, municipality=muni, role=Role.PRACTITIONER, title="相談員")
    return made


@pytest.fixture
def tanaka(muni: Municipality, elsewhere: Municipality) -> User:
    """田中: coordinator at home, adviser in the next town."""
    made = user("tanaka", "田中")
    Post.objects.create(user=made, municipality=muni, role=Role.COORDINATOR, title="統括支援員")
    Post.objects.create(user=made, municipality=elsewhere, role=Role.ADVISER, title="アドバイザー")
    return made


@pytest.fixture
def nakamura(db: None) -> User:
    """中村: can log in, holds no post."""
    return user("nakamura", "中村")


@pytest.fixture
def admin(muni: Municipality) -> User:
    """管理者: no case content, helps with passwords."""
    made = user("kanri", "管理者")
    Post.objects.create(user=made, municipality=muni, role=Role.ADMIN, title="システム管理者")
    return made


@pytest.fixture
def log_in() -> Callable[..., Client]:
    """Through the door, as people do it."""

    def enter(who: User, password: str = PASSWORD, client: Client | None = None) -> Client:
        client = client or Client()
        response = client.post("/account/login/", {"login": who.username, "password": password})
        assert response.status_code == 302, response.content.decode()
        return client

    return enter


@pytest.fixture
def journal() -> Callable[[Municipality], list[tuple[str, str]]]:
    """Kind and detail of what stands in a municipality's journal."""

    def read(municipality: Municipality) -> list[tuple[str, str]]:
        with tenant(municipality):
            rows = Entry.objects.filter(municipality_id=municipality.pk).order_by("seq")
            bodies = [json.loads(row.body) for row in rows]
        return [(body["kind"], body["what"]) for body in bodies]

    return read


@pytest.fixture
def at() -> Iterator[Callable[[timedelta], None]]:
    """``at(timedelta(minutes=20))``: twenty minutes after half past eight in the morning. Starts at half past eight."""
    doors = []

    def go(later: timedelta) -> None:
        doors.append(frozen(MORNING + later))
        doors[-1].__enter__()

    go(timedelta())
    yield go
    for door in reversed(doors):
        door.__exit__(None, None, None)
