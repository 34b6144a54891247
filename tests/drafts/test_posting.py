"""One way to take a form: once, against the newest state, with every word kept."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.pages import form_with
from tomoni.access.models import BreakGlass
from tomoni.access.viewer import Viewer
from tomoni.drafts.models import Draft
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

Fields = dict[str, list[str]]
Opened = Callable[..., Fields]
Reasons = Callable[[], list[str]]
ClientFor = Callable[[Viewer], Client]


def test_a_form_is_recorded_and_leaves_no_draft(
    sato: Viewer, client_for: ClientFor, opened: Opened, reasons: Reasons, muni: Municipality
) -> None:
    client = client_for(sato)
    response = client.post("/notes/new/", {**opened(client), "reason": "玄関先で話した"})
    assert response.status_code == 302
    assert reasons() == ["玄関先で話した"]
    with tenant(muni):
        assert Draft.objects.for_system("test").count() == 0
    assert "保存しました。" in client.get("/notes/new/").content.decode()


def test_sent_twice_it_is_recorded_once(
    sato: Viewer, client_for: ClientFor, opened: Opened, reasons: Reasons
) -> None:
    client = client_for(sato)
    fields = {**opened(client), "reason": "一度だけ"}
    first, second = client.post("/notes/new/", fields), client.post("/notes/new/", fields)
    assert reasons() == ["一度だけ"]
    assert first.headers["Location"] == second.headers["Location"]


def test_what_is_rewritten_after_going_back_is_not_swallowed(
    sato: Viewer, client_for: ClientFor, opened: Opened, reasons: Reasons
) -> None:
    client = client_for(sato)
    fields = {**opened(client), "reason": "はじめの文"}
    client.post("/notes/new/", fields)
    response = client.post("/notes/new/", {**fields, "reason": "書き直した文"})
    assert response.status_code == 409
    assert "一度保存してあります" in response.content.decode()
    assert reasons() == ["はじめの文"]
    again = form_with(response.content.decode(), "reason").fields
    assert again["reason"] == ["書き直した文"]
    assert again["submission"] != fields["submission"]
    client.post("/notes/new/", {**again, "category": "call"})
    assert reasons() == ["はじめの文", "書き直した文"]


def test_a_submission_of_somebody_else_is_not_mine(
    sato: Viewer, suzuki: Viewer, client_for: ClientFor, opened: Opened, reasons: Reasons
) -> None:
    client, other = client_for(sato), client_for(suzuki)
    fields = {**opened(client), "reason": "佐藤の文"}
    client.post("/notes/new/", fields)
    other.post("/notes/new/", {**opened(other), "reason": "鈴木の文", "submission": fields["submission"]})
    assert reasons() == ["佐藤の文", "鈴木の文"]


def test_a_form_without_number_asks_to_open_the_page_anew(
    sato: Viewer, client_for: ClientFor, opened: Opened, reasons: Reasons
) -> None:
    client = client_for(sato)
    response = client.post("/notes/new/", {**opened(client), "reason": "番号なし", "submission": ""})
    assert response.status_code == 422
    assert "画面が古くなっています" in response.content.decode()
    assert reasons() == []


def test_wrong_input_comes_back_with_its_words_and_what_to_do(
    sato: Viewer, client_for: ClientFor, opened: Opened, reasons: Reasons
) -> None:
    client = client_for(sato)
    response = client.post("/notes/new/", {**opened(client), "reason": "", "remark": "ひとことだけ"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "あったこと：書いてください。" in html
    assert form_with(html, "reason").fields["remark"] == ["ひとことだけ"]
    assert reasons() == []


def test_what_an_action_refuses_is_told_beside_the_field(
    sato: Viewer, client_for: ClientFor, opened: Opened, reasons: Reasons
) -> None:
    client = client_for(sato)
    response = client.post("/notes/new/", {**opened(client), "reason": "書けないこと"})
    assert response.status_code == 422
    assert "あったこと：その言葉は使えません。" in response.content.decode()
    assert reasons() == []


def test_an_error_inside_loses_no_word(
    sato: Viewer, client_for: ClientFor, opened: Opened, reasons: Reasons
) -> None:
    client = client_for(sato)
    fields = {**opened(client), "reason": "ここで壊れる"}
    with pytest.raises(RuntimeError, match="the action broke"):
        client.post("/notes/new/", fields)
    assert reasons() == []
    response = client.get("/notes/new/")
    assert "の下書きを開いています" in response.content.decode()
    assert form_with(response.content.decode(), "reason").fields["reason"] == ["ここで壊れる"]


def test_an_error_inside_does_not_use_up_the_number(
    sato: Viewer, client_for: ClientFor, opened: Opened, reasons: Reasons
) -> None:
    client = client_for(sato)
    fields = {**opened(client), "reason": "ここで壊れる"}
    with pytest.raises(RuntimeError):
        client.post("/notes/new/", fields)
    client.post("/notes/new/", {**fields, "reason": "直した"})
    assert reasons() == ["直した"]


def test_a_character_that_cannot_be_kept_is_taken_out_and_told(
    sato: Viewer, client_for: ClientFor, opened: Opened, reasons: Reasons
) -> None:
    client = client_for(sato)
    response = client.post("/notes/new/", {**opened(client), "reason": "写し\0たもの"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "保存できない文字（制御文字）が入っていた" in html
    assert form_with(html, "reason").fields["reason"] == ["写したもの"]
    client.post("/notes/new/", {**form_with(html, "reason").fields, "category": "call"})
    assert reasons() == ["写したもの"]


@pytest.mark.parametrize(
    "text",
    [
        "葛󠄀城市の辻󠄁さん",  # ideographic variation sequences
        "𠮷野家の👨‍👩‍👧‍👦と🇯🇵",  # outside the basic plane, joined emoji, flags
        "  はじめの空白と\r\n\r\n\r\n終わりの空白  \r\n",
        "ｶﾞとガとが、㍿、～と〜",  # nothing is normalised
        "<textarea>&amp;</textarea>\r\n\"'",
        "長い文。\r\n" * 33_000,  # 600 kB
    ],
)
def test_every_text_comes_back_from_a_draft_as_it_was(
    sato: Viewer, client_for: ClientFor, opened: Opened, text: str
) -> None:
    client = client_for(sato)
    fields = {**opened(client), "reason": text, "draft_key": "test.note::new"}
    assert client.post("/drafts/save/", fields).status_code == 200
    assert opened(client)["reason"] == [text]


def test_a_draft_fills_every_kind_of_field_but_files_and_secrets(
    sato: Viewer, client_for: ClientFor, opened: Opened, muni: Municipality
) -> None:
    client = client_for(sato)
    picture = SimpleUploadedFile("写真.jpg", b"picture")
    fields = {
        **opened(client),
        "remark": "半分",
        "category": "cover",
        "sure": "on",
        "pin": "2468",
        "picture": picture,
    }
    client.post("/notes/new/", fields)
    html = client.get("/notes/new/").content.decode()
    assert 'value="半分"' in html
    assert '<option value="cover" selected>' in html
    assert 'name="sure" id="id_sure" checked' in html
    with tenant(muni):
        [draft] = Draft.objects.for_system("test")
        kept = draft.opened().fields
    assert {name: kept[name] for name in ("remark", "category", "sure")} == {
        "remark": ["半分"],
        "category": ["cover"],
        "sure": ["on"],
    }
    assert not {"pin", "picture", "csrfmiddlewaretoken"} & set(kept)


def written(client: Client, opened: Opened, reason: str) -> str:
    return client.post("/notes/new/", {**opened(client), "reason": reason}).headers["Location"]


def test_two_people_at_one_record_see_both_texts(
    sato: Viewer, suzuki: Viewer, client_for: ClientFor, opened: Opened, reasons: Reasons
) -> None:
    client, other = client_for(sato), client_for(suzuki)
    address = f"{written(client, opened, 'もとの文')}edit/"
    mine, theirs = opened(client, address), opened(other, address)
    assert other.post(address, {**theirs, "reason": "鈴木が直した"}).status_code == 302
    response = client.post(address, {**mine, "reason": "佐藤が直した"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "佐藤が直した" in html
    assert "鈴木が直した" in html
    assert reasons() == ["鈴木が直した"]
    choice = form_with(html, "mine-reason").fields
    client.post(address, {**choice, "keep-reason": "mine"})
    assert reasons() == ["佐藤が直した"]


def test_a_third_writer_is_noticed_on_the_conflict_page_too(
    sato: Viewer, suzuki: Viewer, client_for: ClientFor, opened: Opened, reasons: Reasons
) -> None:
    client, other = client_for(sato), client_for(suzuki)
    address = f"{written(client, opened, 'もとの文')}edit/"
    mine = opened(client, address)
    other.post(address, {**opened(other, address), "reason": "鈴木その一"})
    page = client.post(address, {**mine, "reason": "佐藤"}).content.decode()
    other.post(address, {**opened(other, address), "reason": "鈴木その二"})
    response = client.post(address, {**form_with(page, "mine-reason").fields, "keep-reason": "mine"})
    assert response.status_code == 409
    assert "鈴木その二" in response.content.decode()
    assert reasons() == ["鈴木その二"]


def test_a_draft_of_yesterday_meets_what_others_wrote_since(
    sato: Viewer, suzuki: Viewer, client_for: ClientFor, opened: Opened, reasons: Reasons
) -> None:
    client, other = client_for(sato), client_for(suzuki)
    address = f"{written(client, opened, 'もとの文')}edit/"
    client.post("/drafts/save/", {**opened(client, address), "reason": "佐藤の下書き"})
    other.post(address, {**opened(other, address), "reason": "鈴木が直した"})
    fields = opened(client, address)
    assert fields["reason"] == ["佐藤の下書き"]
    assert client.post(address, fields).status_code == 409
    assert reasons() == ["鈴木が直した"]


def test_the_same_change_by_two_people_is_no_conflict(
    sato: Viewer, suzuki: Viewer, client_for: ClientFor, opened: Opened, reasons: Reasons
) -> None:
    client, other = client_for(sato), client_for(suzuki)
    address = f"{written(client, opened, 'もとの文')}edit/"
    mine, theirs = opened(client, address), opened(other, address)
    other.post(address, {**theirs, "reason": "同じ直し"})
    assert client.post(address, {**mine, "reason": "同じ直し"}).status_code == 302
    assert reasons() == ["同じ直し"]


def test_a_version_that_was_never_given_out_is_a_conflict(
    sato: Viewer, client_for: ClientFor, opened: Opened, reasons: Reasons
) -> None:
    client = client_for(sato)
    address = f"{written(client, opened, 'もとの文')}edit/"
    response = client.post(address, {**opened(client, address), "reason": "別の文", "version": str(uuid4())})
    assert response.status_code == 409
    assert reasons() == ["もとの文"]


def test_the_page_costs_the_same_with_a_short_and_a_long_draft(
    sato: Viewer, client_for: ClientFor, opened: Opened
) -> None:
    client = client_for(sato)
    fields = opened(client)
    for reason in ("短い", "長い" * 5_000):
        client.post("/drafts/save/", {**fields, "reason": reason})
        with CaptureQueriesContext(connection) as asked:
            client.get("/notes/new/")
        rows = [query["sql"] for query in asked if "set_config" not in query["sql"]]
        assert len(rows) == 4, rows  # session, user, post, draft


def test_nothing_of_a_note_is_recorded_for_a_page_only_looked_at(
    sato: Viewer, client_for: ClientFor, muni: Municipality
) -> None:
    client_for(sato).get("/notes/new/")
    with tenant(muni):
        assert (Draft.objects.for_system("test").count(), BreakGlass.objects.for_system("test").count()) == (
            0,
            0,
        )
