"""Who may open which page of a record: own case, own team, other team, head, clerk, another municipality."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.contacts.conftest import NOON, Home
from tomoni.access.actions import seal
from tomoni.access.viewer import Viewer
from tomoni.cases.actions import close_case
from tomoni.contacts.actions import NewPassage, Note, record
from tomoni.contacts.models import Contact, Passage

Enter = Callable[[Viewer], Client]
PAGES = ("note", "unnamed note", "families", "write", "detail", "saved", "correct")
POSTS = ("note", "write", "correct", "reveal", "protect")
#                 note unnamed families write detail saved correct
GET = {
    "sato":     (200, 200, 200, 200, 200, 200, 200),
    "suzuki":   (404, 200, 200, 404, 200, 200, 404),
    "tanaka":   (200, 200, 200, 200, 200, 200, 200),
    "ito":      (404, 200, 200, 404, 404, 404, 404),
    "kimura":   (403, 403, 403, 403, 200, 200, 403),
    "mori":     (403, 403, 403, 403, 404, 404, 403),
    "stranger": (404, 200, 200, 404, 404, 404, 404),
}  # fmt: skip
#                 note write correct reveal protect
POST = {
    "sato":     (422, 422, 422, 200, 302),
    "suzuki":   (404, 404, 404, 200, 404),
    "tanaka":   (422, 422, 422, 200, 302),
    "ito":      (404, 404, 404, 404, 404),
    "kimura":   (403, 403, 403, 200, 403),
    "mori":     (403, 403, 403, 403, 403),
    "stranger": (404, 404, 404, 404, 404),
}  # fmt: skip


@pytest.fixture
def contact(home: Home, sato: Viewer) -> Contact:
    said = [NewPassage("見たこと"), NewPassage("秘匿のこと", protected=True)]
    return record(sato, family=home.family, case=home.case, note=Note(NOON, "visit", said))


def address(page: str, contact: Contact) -> str:
    if page in {"note", "unnamed note", "families"}:
        named = f"?family={contact.family.ref}" if page == "note" else ""
        return reverse("contacts:families" if page == "families" else "contacts:note") + named
    if page in {"reveal", "protect"}:
        rows = Passage.objects.for_system("test").filter(contact=contact).order_by("order")
        return reverse(f"contacts:{page}", args=[rows[1 if page == "reveal" else 0].ref])
    return reverse(f"contacts:{page}", args=[contact.family.ref if page == "write" else contact.ref])


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", GET)
def test_who_may_open_a_page(
    who: str, page: str, contact: Contact, client_for: Enter, request: pytest.FixtureRequest
) -> None:
    answer = client_for(request.getfixturevalue(who)).get(address(page, contact))
    assert answer.status_code == GET[who][PAGES.index(page)]


@pytest.mark.parametrize("page", POSTS)
@pytest.mark.parametrize("who", POST)
def test_who_may_send_a_form(
    who: str, page: str, contact: Contact, client_for: Enter, request: pytest.FixtureRequest
) -> None:
    before = (
        Contact.objects.for_system("test").count(),
        Passage.objects.for_system("test").filter(hidden="").count(),
    )
    answer = client_for(request.getfixturevalue(who)).post(address(page, contact), {})
    assert answer.status_code == POST[who][POSTS.index(page)]
    if answer.status_code >= 400:
        after = (
            Contact.objects.for_system("test").count(),
            Passage.objects.for_system("test").filter(hidden="").count(),
        )
        assert after == before


@pytest.mark.parametrize("page", [*PAGES, "reveal", "protect"])
def test_nobody_enters_without_logging_in(page: str, contact: Contact) -> None:
    client = Client()
    answer = (
        client.post(address(page, contact))
        if page in {"reveal", "protect"}
        else client.get(address(page, contact))
    )
    assert answer.headers["Location"] == reverse("account_login")


@pytest.mark.parametrize("page", ["detail", "correct", "reveal", "write"])
def test_a_sealed_family_is_shut_for_the_own_team(
    page: str, contact: Contact, sato: Viewer, suzuki: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    for dossier in (contact.dossier, contact.family.dossier):
        seal(tanaka, dossier=dossier, reason="職員の親族", keepers=[tanaka.post, sato.post])
    client = client_for(suzuki)
    answer = client.post(address(page, contact)) if page == "reveal" else client.get(address(page, contact))
    assert answer.status_code == 404


def test_a_closed_record_is_read_and_no_longer_written(
    home: Home, contact: Contact, sato: Viewer, client_for: Enter
) -> None:
    close_case(sato, case=home.case)
    client = client_for(sato)
    shown = client.get(address("detail", contact))
    assert shown.status_code == 200
    assert "訂正する" not in shown.content.decode()
    assert client.get(address("correct", contact)).status_code == 404
    assert client.get(address("write", contact)).status_code == 404
    assert client.get(address("note", contact)).status_code == 404


def test_suggestions_show_only_families_one_may_write_to(
    home: Home, sato: Viewer, ito: Viewer, client_for: Enter
) -> None:
    for viewer, found in ((sato, 1), (ito, 0)):
        options = client_for(viewer).get(reverse("contacts:families"), {"q": "水沢"}).content.decode()
        assert options.count('role="option"') == found


@pytest.mark.parametrize("words", ["", " ", "'\"%_\\", "あ" * 5000, "\x00", "𠮷"])
def test_suggestions_bear_whatever_is_typed(words: str, home: Home, sato: Viewer, client_for: Enter) -> None:
    assert client_for(sato).get(reverse("contacts:families"), {"q": words}).status_code == 200


@pytest.mark.parametrize("family", ["x", "00000000-0000-4000-8000-000000000000", "../../etc"])
def test_a_family_that_is_not_there_is_not_found(
    family: str, home: Home, sato: Viewer, client_for: Enter
) -> None:
    assert client_for(sato).get(reverse("contacts:note"), {"family": family}).status_code == 404
