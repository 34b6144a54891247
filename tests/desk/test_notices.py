"""Notices on today's page leave it when their reader says so, and only then; nobody puts away another's."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from tomoni.access.viewer import Viewer
from tomoni.jobs.actions import notify
from tomoni.jobs.models import Notice
from tomoni.tenancy.models import Municipality

TEXT = "受理会議が開かれます。"
Enter = Callable[[Viewer], Client]


def test_a_notice_waits_until_its_reader_took_note(
    sato: Viewer, suzuki: Viewer, in_muni: Municipality, client_for: Enter
) -> None:
    notify([sato.post], kind="meeting", text=TEXT, path="/meetings/")
    address = reverse("desk:notice_read", args=[Notice.objects.for_system("test").get().ref])
    assert client_for(suzuki).post(address).status_code == 404
    client = client_for(sato)
    assert TEXT in client.get("/today").content.decode()
    assert client.post(address).headers["Location"] == "/today"
    assert TEXT not in client.get("/today").content.decode()
    assert client.post(address).status_code == 404


def test_pages_are_sent_compressed(sato: Viewer, in_muni: Municipality, client_for: Enter) -> None:
    page = client_for(sato).get("/today", headers={"accept-encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
