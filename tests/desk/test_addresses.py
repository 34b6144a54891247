"""Addresses typed by hand, cut off or made up by somebody hostile: an answer, never an error."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tomoni.access.viewer import Viewer
from tomoni.families.actions import NewPerson, take_in
from tomoni.tenancy.models import Municipality

ClientFor = Callable[[Viewer], Client]
ELSEWHERE = (
    "foo",
    "account_logout",
    "//evil.example/",
    "/\\evil.example",
    "https://evil.example/",
    "\t//evil",
)


@pytest.mark.parametrize("asked", ["foo", "None", "１２", "' OR 1=1 --", "😀"])
def test_a_person_that_is_none_finds_no_line(
    asked: str, sato: Viewer, in_muni: Municipality, client_for: ClientFor
) -> None:
    family, _ = take_in(sato, persons=[NewPerson("青木 海")])
    page = client_for(sato).get(reverse("desk:records", args=[family.ref]), {"person": asked})
    assert (page.status_code, list(page.context["page"])) == (200, [])


@pytest.mark.parametrize("path", ["/find", "/children", "/account/login/", "/list"])
def test_an_address_with_a_character_that_no_database_takes_is_answered_calmly(
    path: str, sato: Viewer, client_for: ClientFor
) -> None:
    page = client_for(sato).get(path, {"q": "青\0木", "status": "\0", "next": "\0", "scope": "a\0"})
    assert page.status_code in {200, 302}
    assert "\0" not in page.content.decode()


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_no_address_that_leads_on_leads_elsewhere(onward: str, sato: Viewer, client_for: ClientFor) -> None:
    client = client_for(sato)
    ways = [
        client.get(reverse("drafts:forget"), {"key": "contacts.contact::note", "next": onward}),
        client.post(reverse("drafts:forget"), {"key": "contacts.contact::note", "next": onward}),
        client.post(reverse("accounts:lock"), {"next": onward}),
    ]
    assert [(way.status_code, way.headers["Location"]) for way in ways] == [(302, "/")] * 3
