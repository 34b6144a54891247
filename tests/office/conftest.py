"""緒方, the administrator of ともに町, with a browser; and what the journal holds of the office."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.conftest import MakePost
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, User
from tomoni.journal.models import Entry
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

Send = Callable[..., HttpResponse]
Journal = Callable[[Municipality], list[dict[str, Any]]]


@pytest.fixture
def ogata(make_post: MakePost) -> Viewer:
    """緒方: the system administrator."""
    return Viewer.wearing(make_post(Role.ADMIN, "ogata", "緒方 誠", title="システム管理者"))


@pytest.fixture
def neighbour(elsewhere: Municipality) -> Viewer:
    """となり: the system administrator of the next town."""
    user = User.objects.create(username="tonari", name="隣 守")
    return Viewer.wearing(Post.objects.create(user=user, municipality=elsewhere, role=Role.ADMIN))


@pytest.fixture
def browser(ogata: Viewer, client_for: Callable[[Viewer], Client]) -> Client:
    """緒方 before the screen."""
    return client_for(ogata)


@pytest.fixture
def send(browser: Client) -> Send:
    """``send("people/add", name=…)``: a form of the office, filled in anew."""

    def post(path: str, **given: Any) -> HttpResponse:
        answer: Any = browser.post(f"/office/{path}", {"submission": str(uuid4()), **given})
        return answer  # type: ignore[no-any-return]

    return post


@pytest.fixture
def office_journal() -> Journal:
    """What was done in the office, as a municipality's journal has it: bodies without the moment."""

    def read(municipality: Municipality) -> list[dict[str, Any]]:
        with tenant(municipality):
            rows = Entry.objects.filter(municipality_id=municipality.pk).order_by("seq")
            bodies = [json.loads(row.body) for row in rows]
        return [
            {key: value for key, value in body.items() if key not in {"at", "kind"}}
            for body in bodies
            if body["kind"] == "office"
        ]

    return read
