"""The site of the notes, with its template."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.accounts.pages import form_with
from tomoni.access.models import BreakGlass
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.drafts.notes"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]


@pytest.fixture
def opened() -> Callable[..., dict[str, list[str]]]:
    """The fields of the form on a page, as they would be sent."""

    def read(client: Client, address: str = "/notes/new/") -> dict[str, list[str]]:
        response = client.get(address)
        assert response.status_code == 200
        return {**form_with(response.content.decode(), "reason").fields, "category": ["call"]}

    return read


@pytest.fixture
def reasons(muni: Municipality) -> Callable[[], list[str]]:
    """What was recorded, in order."""

    def read() -> list[str]:
        with tenant(muni):
            return list(BreakGlass.objects.for_system("test").order_by("pk").values_list("reason", flat=True))

    return read
