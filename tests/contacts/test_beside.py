"""C7: what is put beside a record: taken in harmless, given out to whom the record is open, sealed where it lies."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from pytest_django import Settings

from tests.contacts.conftest import NOON, Home
from tests.documents import brought
from tests.documents.brought import SECRET
from tests.walk.stored import stored
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.cases.models import TimelineEntry
from tomoni.contacts.actions import (
    NewPassage,
    Note,
    attach,
    correct,
    protect_attachment,
    record,
    take_back_attachment,
)
from tomoni.contacts.models import Attachment, Contact
from tomoni.documents.files import clean
from tomoni.documents.models import StoredFile
from tomoni.drafts.models import Draft
from tomoni.families.models import Family
from tomoni.journal.models import Entry
from tomoni.people.models import Person

Enter = Callable[[Viewer], Client]
PHOTO = brought.jpeg(position=True, comment=SECRET)


@pytest.fixture
def contact(home: Home, sato: Viewer) -> Contact:
    note = Note(NOON - timedelta(hours=2), "visit", [NewPassage("学校のお便りを見せてくれた。")])
    return record(sato, family=home.family, case=home.case, note=note)


def harmless(content: bytes) -> Any:
    return clean(content, most=10_000_000)


def put(viewer: Viewer, contact: Contact, content: bytes = PHOTO, **told: Any) -> Attachment:
    return attach(
        viewer, contact=contact, file=harmless(content), **{"kind": "photo", "label": "お便り", **told}
    )


def door(contact: Contact) -> str:
    return reverse("contacts:attach", args=[contact.ref])


def sent(content: bytes = PHOTO, name: str = "写真.jpg", **fields: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("named later", content, "text/html") if content else None
    if file:
        file._name = name  # type: ignore[attr-defined]  # as a browser may send it, whatever Django thinks of it
    return {
        "submission": str(uuid4()),
        "kind": "photo",
        "label": "お便り",
        **({"file": file} if file else {}),
        **fields,
    }


def rows() -> list[Attachment]:
    return list(Attachment.objects.for_system("test").order_by("pk"))


def test_c7_a_photograph_is_put_beside_a_record_and_shown(
    contact: Contact, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    assert 'enctype="multipart/form-data"' in client.get(door(contact)).content.decode()
    response = client.post(door(contact), sent())
    assert response.headers["Location"] == reverse("contacts:detail", args=[contact.ref])
    (row,) = rows()
    assert (row.kind, row.label, row.media_type, row.protected) == ("photo", "お便り", "image/jpeg", False)
    page = client.get(response.headers["Location"]).content.decode()
    assert "<b>お便り</b>" in page
    assert "記録に添えました。写真の位置や機器などの情報は取り除いてあります。" in page
    shown = client.get(reverse("contacts:file", args=[row.ref]))
    assert Image.open(BytesIO(shown.content)).size == (48, 32)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert len(shown.content) == row.size


def test_c7_it_is_given_out_as_nothing_but_itself(contact: Contact, sato: Viewer, client_for: Enter) -> None:
    row = put(sato, contact)
    letter = put(sato, contact, brought.pdf(), kind="document", label="")
    client = client_for(sato)
    shown, saved = (client.get(reverse("contacts:file", args=[each.ref])) for each in (row, letter))
    for response in (shown, saved):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert (
            response.headers["Content-Security-Policy"]
            == "sandbox; default-src 'none'; style-src 'unsafe-inline'"
        )
        assert response.headers["Cache-Control"] == "no-store, private"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert shown.headers["Content-Disposition"].startswith('inline; filename="file.jpg"; filename*=UTF-8')
    assert saved.headers["Content-Disposition"].startswith('attachment; filename="file.pdf"')


def test_c7_a_look_at_it_is_in_the_journal(contact: Contact, sato: Viewer, client_for: Enter) -> None:
    row = put(sato, contact)
    client_for(sato).get(reverse("contacts:file", args=[row.ref]))
    look = json.loads(Entry.objects.latest("seq").body)
    assert (look["kind"], look["what"], look["rows"]["contacts.attachment"]) == (
        "look",
        "contacts:file",
        [row.pk],
    )


def test_c7_a_protected_one_is_opened_like_a_hidden_passage(
    contact: Contact, sato: Viewer, mori: Viewer, client_for: Enter
) -> None:
    row = put(sato, contact, label="", protected=True)
    client = client_for(sato)
    assert client.get(reverse("contacts:file", args=[row.ref])).status_code == 404
    door = reverse("contacts:reveal_file", args=[row.ref])
    assert door in client.get(reverse("contacts:detail", args=[contact.ref])).content.decode()
    shown = client.post(door)
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    told = [json.loads(entry.body) for entry in Entry.objects.order_by("-seq")[:3]]
    assert [each["rows"] for each in told if each["kind"] == "reveal"] == [{"contacts.attachment": [row.pk]}]
    assert client.get(door).status_code == 405
    assert client_for(mori).post(door).status_code == 403


def test_c7_hidden_later_its_label_goes_everywhere(contact: Contact, sato: Viewer, client_for: Enter) -> None:
    row = put(sato, contact, label="となりの田中さんの手紙")
    response = client_for(sato).post(reverse("contacts:protect_file", args=[row.ref]))
    page = client_for(sato).get(response.headers["Location"]).content.decode()
    lines = TimelineEntry.objects.for_system("test").filter(source=f"contacts.attachment:{row.ref}")
    assert [line.title for line in lines] == ["写真（秘匿）を添えた"]
    assert "田中" not in page
    assert "田中".encode() not in stored()


def test_c7_nothing_of_what_was_planted_comes_out_or_lies_anywhere(
    contact: Contact, sato: Viewer, client_for: Enter, settings: Settings
) -> None:
    full = {
        "photo": [PHOTO, brought.png(words=SECRET.decode())],
        "document": [brought.pdf(telling=True, photo=PHOTO)],
        "sound": [brought.mp3(words=SECRET), brought.wav(words=SECRET), brought.m4a(words=SECRET)],
    }
    client = client_for(sato)
    for kind, files in full.items():
        for content in files:
            name = f"{SECRET.decode()} ../../x.exe"
            assert client.post(door(contact), sent(content, name, kind=kind, label="")).status_code == 302
    for row in rows():
        assert SECRET not in client.get(reverse("contacts:file", args=[row.ref])).content
    assert len(rows()) == 6
    assert SECRET.decode() not in client.get(reverse("contacts:detail", args=[contact.ref])).content.decode()
    assert SECRET not in stored()


def test_c7_the_bytes_lie_sealed_and_bound_to_their_row(contact: Contact, sato: Viewer) -> None:
    row, other = put(sato, contact), put(sato, contact, brought.png())
    assert b"\xff\xd8\xff" not in bytes(row.file.sealed)
    assert row.file.content == harmless(PHOTO).content
    file, strange = (StoredFile.objects.for_system("test").get(pk=each.file_id) for each in (row, other))
    file.sealed = strange.sealed
    with pytest.raises(InvalidTag):
        _ = file.content
    assert stored().count(row.file.content) == 0


@pytest.mark.parametrize("name", brought.NAMES)
def test_c7_the_name_of_a_file_is_nothing(
    name: str, contact: Contact, sato: Viewer, client_for: Enter
) -> None:
    response = client_for(sato).post(door(contact), sent(name=name, label=""))
    if name == "..":  # no name at all: Django takes it for a field that was left empty
        assert (response.status_code, rows()) == (422, [])
        return
    assert response.status_code == 302
    (row,) = rows()
    page = client_for(sato).get(reverse("contacts:detail", args=[contact.ref])).content.decode()
    assert str(row) == "写真"
    assert name not in page
    assert "passwd" not in str(vars(row))


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (brought.SVG, "photo", "このファイルは受け取れない種類です。"),
        (brought.huge_png(20_000, 10_000), "photo", "写真の画素数が大きすぎます（6400万画素まで）。"),
        (brought.pdf(), "photo", "写真は JPEG か PNG を選んでください。"),
        (brought.mp3(), "document", "書類・手紙・絵は、PDF か、写した写真（JPEG・PNG）を選んでください。"),
        (brought.jpeg(), "sound", "録音は M4A・MP3・WAV を選んでください。"),
        (b"", "photo", "ファイルを選んでください。"),
        (brought.jpeg(), "injury", "選択"),
    ],
    ids=["svg", "huge", "paper", "sound", "picture", "nothing", "injury"],
)
def test_c7_what_is_refused_says_why_and_keeps_the_words(
    content: bytes, kind: str, words: str, contact: Contact, sato: Viewer, client_for: Enter
) -> None:
    response = client_for(sato).post(door(contact), sent(content, kind=kind, label="運動会の絵"))
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert 'value="運動会の絵"' in page
    assert (rows(), StoredFile.objects.for_system("test").count()) == ([], 0)


def test_c7_larger_than_allowed_is_said_so(
    contact: Contact, sato: Viewer, client_for: Enter, settings: Settings
) -> None:
    settings.TOMONI_FILE_MB = 1
    response = client_for(sato).post(door(contact), sent(brought.jpeg() + bytes(1_000_001)))
    assert response.status_code == 422
    assert "1つのファイルは 1MB までです。" in response.content.decode()
    assert client_for(sato).post(door(contact), sent(brought.jpeg() + bytes(900_000))).status_code == 302


def test_c7_a_record_and_a_municipality_have_room_for_so_much(
    contact: Contact, sato: Viewer, settings: Settings
) -> None:
    settings.TOMONI_RECORD_FILES_MB = 1
    sound = brought.wav(samples=bytes(600_000))
    put(sato, contact, sound, kind="sound")
    with pytest.raises(Refused, match="一つの記録に添えられるのは合わせて 1MB までです。"):
        put(sato, contact, sound, kind="sound")
    settings.TOMONI_RECORD_FILES_MB, settings.TOMONI_ALL_FILES_MB = 5, 1
    with pytest.raises(Refused, match="預かれるファイルの量がいっぱいです。"):
        put(sato, contact, sound, kind="sound")
    assert len(rows()) == 1


def test_c7_sent_twice_it_is_there_once(contact: Contact, sato: Viewer, client_for: Enter) -> None:
    client, form = client_for(sato), sent()
    first = client.post(door(contact), form)
    form["file"].seek(0)
    second = client.post(door(contact), form)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(rows()) == 1


def test_c7_another_file_under_the_same_number_is_not_swallowed(
    contact: Contact, sato: Viewer, client_for: Enter
) -> None:
    """Back, another photograph chosen, sent: the words are the same, the file is not."""
    client, form = client_for(sato), sent()
    client.post(door(contact), form)
    response = client.post(door(contact), {**form, "file": SimpleUploadedFile("写真.jpg", brought.png())})
    assert response.status_code == 409
    assert "一度保存してあります" in response.content.decode()
    assert len(rows()) == 1
    assert Draft.objects.for_system("test").count() == 1


def test_c7_row_and_bytes_are_written_together_or_not_at_all(
    contact: Contact, sato: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("tomoni.contacts.actions.attaching.mark", fails)
    with pytest.raises(RuntimeError):
        put(sato, contact)
    assert (rows(), StoredFile.objects.for_system("test").count()) == ([], 0)


def test_c7_taken_back_it_opens_for_nobody_and_stays_findable(
    contact: Contact, sato: Viewer, client_for: Enter
) -> None:
    row, client = put(sato, contact), client_for(sato)
    page = reverse("contacts:take_back_file", args=[row.ref])
    assert client.post(page, {"submission": str(uuid4()), "why": ""}).status_code == 422
    assert client.post(page, {"submission": str(uuid4()), "why": "別の家庭の写真だった"}).status_code == 302
    assert client.get(reverse("contacts:file", args=[row.ref])).status_code == 404
    assert client.get(page).status_code == 404
    shown = client.get(reverse("contacts:detail", args=[contact.ref])).content.decode()
    assert "別の家庭の写真だった" in shown
    lines = (
        TimelineEntry.objects.for_system("test")
        .filter(source=f"contacts.attachment:{row.ref}")
        .order_by("pk")
    )
    assert [line.title for line in lines] == ["写真を添えた：お便り", "取り消し：写真を添えた：お便り"]
    with pytest.raises(Refused, match="すでに取り消しています"):
        take_back_attachment(sato, attachment=row, why="もう一度")


def test_c7_it_stays_beside_the_record_when_the_record_is_corrected(
    contact: Contact, sato: Viewer, client_for: Enter
) -> None:
    put(sato, contact)
    again = correct(
        sato, contact=contact, note=Note(NOON, "visit", [NewPassage("お便りを見た。")]), reason="日付"
    )
    client = client_for(sato)
    assert "<b>お便り</b>" in client.get(reverse("contacts:detail", args=[again.ref])).content.decode()
    assert client.get(door(contact)).status_code == 404
    with pytest.raises(Refused, match="この記録は訂正されています。"):
        put(sato, contact)


def test_c7_what_is_protected_has_no_label(contact: Contact, sato: Viewer) -> None:
    with pytest.raises(Refused, match="見出しは付けられません"):
        put(sato, contact, protected=True)
    assert protect_attachment(sato, attachment=put(sato, contact)).label == ""


def test_c7_a_person_of_another_family_cannot_be_named(
    contact: Contact, sato: Viewer, client_for: Enter, neighbours: tuple[Family, Person]
) -> None:
    """Nor does a field that this form has not change anything."""
    response = client_for(sato).post(door(contact), sent(person=neighbours[1].ref))
    assert response.status_code == 302
    assert rows()[0].person is None


def test_c7_one_or_thirty_are_asked_for_alike(contact: Contact, sato: Viewer, client_for: Enter) -> None:
    client, page = client_for(sato), reverse("contacts:detail", args=[contact.ref])
    counts: list[int] = []
    client.get(page)
    for many in (1, 29):
        for _ in range(many):
            put(sato, contact, brought.png())
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]
