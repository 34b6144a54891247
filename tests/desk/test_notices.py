"""Notices on today's page leave it when their reader says so, and only then; nobody puts away another's."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from lxml import html

from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post
from tomoni.jobs.actions import notify
from tomoni.jobs.models import Notice
from tomoni.tenancy.models import Municipality

TEXT = "受理会議が開かれます。"
Enter = Callable[[Viewer], Client]


def test_a_notice_waits_until_its_reader_took_note(
    sato: Viewer, suzuki: Viewer, in_muni: Municipality, client_for: Enter
) -> None:
    notify([sato.post], about=None, kind="meeting", text=TEXT, path="/meetings/")
    address = reverse("desk:notice_read", args=[Notice.objects.for_system("test").get().ref])
    assert client_for(suzuki).post(address).status_code == 404
    client = client_for(sato)
    assert TEXT in client.get("/today").content.decode()
    assert client.post(address).headers["Location"] == "/today"
    assert TEXT not in client.get("/today").content.decode()
    assert client.post(address).status_code == 404


def test_a_button_of_a_page_made_for_another_post_is_not_pressed(
    sato: Viewer, in_muni: Municipality, client_for: Enter
) -> None:
    """佐藤 opened 今日 as a practitioner and changed to her other post in another tab."""
    other = Post.objects.create(user=sato.user, municipality=in_muni, role=Role.CLERK)
    notify([sato.post, other], about=None, kind="meeting", text=TEXT, path="/meetings/")
    client = client_for(sato)
    client.post(reverse("accounts:hats"), {"post": sato.post.pk})
    page = html.fromstring(client.get("/today").content.decode())
    [button] = page.xpath("//button[starts-with(@formaction, '/notices/')]")
    address, sent = button.get("formaction"), dict(button.xpath("ancestor::form")[0].form_values())
    client.post(reverse("accounts:hats"), {"post": other.pk, "worn": sato.post.pk})
    answer = client.post(address, sent)
    assert (answer.status_code, "押したボタンの操作は、していません" in answer.content.decode()) == (
        409,
        True,
    )
    assert "いまの役割は「事務」です" in answer.content.decode()
    assert Notice.objects.for_system("test").filter(read_at=None).count() == 2
    client.post(reverse("accounts:hats"), {"post": sato.post.pk, "worn": other.pk})
    assert client.post(address, sent).headers["Location"] == "/today"


def test_pages_are_sent_compressed(sato: Viewer, in_muni: Municipality, client_for: Enter) -> None:
    page = client_for(sato).get("/today", headers={"accept-encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
