"""What is sent to a locked screen, from an old page or in another hat is kept, for its author only, as it was."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django import Settings

import tests.drafts.notes
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import Form, form_with, forms_of
from tomoni.access.models import BreakGlass
from tomoni.accounts.models import Parked, Post, User
from tomoni.accounts.slips import Slip
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

LogIn = Callable[..., Client]
At = Callable[[timedelta], None]
TEXT = "玄関先で話した。葛󠄀城の𠮷田さん、👨‍👩‍👧‍👦。\r\n\r\n  「また来てね」と陽花さん。<b>&amp;\"'  \r\n"
LONG = (TEXT * 3_000)[:70_000]  # over 200 kB


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.drafts.notes"
    templates = Path(tests.drafts.notes.__file__).parent / "templates"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [templates]}]


def page(client: Client) -> dict[str, list[str]]:
    form = form_with(client.get("/notes/new/").content.decode(), "reason")
    return {**form.fields, "category": ["call"]}


def unlock(client: Client) -> str:
    return str(
        client.post("/account/unlock/", {"password": PASSWORD, "next": "/drafts/"}).headers["Location"]
    )


def kept(client: Client) -> list[Form]:
    return [
        form for form in forms_of(client.get("/account/kept/").content.decode()) if "parked" in form.fields
    ]


def reasons(muni: Municipality) -> list[str]:
    with tenant(muni):
        return list(BreakGlass.objects.for_system("test").order_by("pk").values_list("reason", flat=True))


def locked_with(client: Client, at: At, **words: object) -> dict[str, object]:
    """Somebody writes, goes away for twenty minutes, comes back and presses the button."""
    fields = {**page(client), **words}
    at(timedelta(minutes=20))
    assert client.post("/notes/new/", fields).status_code == 423
    return fields


@pytest.mark.parametrize("text", [TEXT, LONG, "𠮷", "　全角の空白　"])
def test_a_text_comes_through_the_lock_as_it_was(
    sato: User, log_in: LogIn, at: At, muni: Municipality, text: str
) -> None:
    client = log_in(sato)
    fields = locked_with(client, at, reason=text)
    assert unlock(client) == "/account/kept/?next=%2Fdrafts%2F"
    [form] = kept(client)
    assert form.fields["reason"] == [text]
    assert (form.action, form.fields["submission"]) == ("/notes/new/", fields["submission"])
    response = client.post(form.buttons["もう一度送る"], form.fields)
    assert response.status_code == 302
    assert reasons(muni) == [text.strip()]
    assert kept(client) == []


def test_it_is_shown_under_the_labels_of_the_form(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    locked_with(client, at, reason="一行目\r\n二行目", remark="急ぎ")
    unlock(client)
    html = client.get("/account/kept/").content.decode()
    assert "送信されていなかった内容があります" in html
    assert "記録を書く" in html
    assert "<dt>あったこと</dt>" in html
    assert "一行目<br>二行目" in html
    assert "<dt>ひとこと</dt>" in html


def test_the_locked_screen_says_that_it_is_kept_and_shows_nothing_of_it(
    sato: User, log_in: LogIn, at: At
) -> None:
    client = log_in(sato)
    fields = {**page(client), "reason": "見せない文"}
    at(timedelta(minutes=20))
    html = client.post("/notes/new/", fields).content.decode()
    assert "送った内容はお預かりしました" in html
    assert "見せない文" not in html


def test_pressing_the_button_three_times_keeps_it_once_the_newest(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    fields = locked_with(client, at, reason="一度目")
    client.post("/notes/new/", {**fields, "reason": "二度目"})
    client.post("/drafts/save/", {**fields, "reason": "自動保存"})
    unlock(client)
    assert [form.fields["reason"] for form in kept(client)] == [["二度目"]]


def test_an_autosave_that_met_the_lock_can_be_kept_as_a_draft(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    fields = page(client)
    at(timedelta(minutes=20))
    client.post("/drafts/save/", {**fields, "reason": "自動保存された文"})
    unlock(client)
    [form] = kept(client)
    assert set(form.buttons) == {"下書きとして残す", "捨てる"}
    response = client.post(form.buttons["下書きとして残す"], form.fields)
    assert response.headers["Location"] == "/notes/new/"
    assert kept(client) == []
    assert page(client)["reason"] == ["自動保存された文"]


def test_kept_as_a_draft_it_waits_on_its_page(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    locked_with(client, at, reason=LONG)
    unlock(client)
    [form] = kept(client)
    response = client.post(form.buttons["下書きとして残す"], form.fields)
    assert response.headers["Location"] == "/notes/new/"
    assert kept(client) == []
    assert page(client)["reason"] == [LONG]


def test_thrown_away_it_is_gone(sato: User, log_in: LogIn, at: At, muni: Municipality) -> None:
    client = log_in(sato)
    locked_with(client, at, reason="いらない")
    unlock(client)
    [form] = kept(client)
    client.post(form.buttons["捨てる"], form.fields)
    assert (kept(client), Parked.objects.count(), reasons(muni)) == ([], 0, [])


def test_it_stays_until_it_went_through(sato: User, log_in: LogIn, at: At, muni: Municipality) -> None:
    client = log_in(sato)
    locked_with(client, at, reason="")
    unlock(client)
    [form] = kept(client)
    response = client.post("/notes/new/", form.fields)
    assert response.status_code == 422
    assert len(kept(client)) == 1
    corrected = {**form.fields, "reason": "書き足した"}
    client.post("/notes/new/", corrected)
    assert (kept(client), reasons(muni)) == ([], ["書き足した"])


def test_passwords_files_and_tokens_are_never_kept(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    fields = page(client)
    at(timedelta(minutes=20))
    secrets = {"pin": "2468", "new_password": "abc", "oldpassword": "def", "csrfmiddlewaretoken": "token"}
    picture = SimpleUploadedFile("写真.jpg", b"picture")
    client.post("/notes/new/", {**fields, "reason": "文", "opinion": "見立て", **secrets, "picture": picture})
    _, found, _ = Parked.objects.get().opened()
    assert not {*secrets, "picture"} & set(found)
    assert (found["reason"], found["opinion"]) == (["文"], ["見立て"])


@pytest.mark.parametrize(
    "path", ["/account/password/", "/account/login/", "/account/hats/", "/account/reset/"]
)
def test_what_concerns_log_in_is_never_kept(sato: User, log_in: LogIn, at: At, path: str) -> None:
    client = log_in(sato)
    at(timedelta(minutes=20))
    client.post(path, {"oldpassword": PASSWORD, "login": "sato", "text": "文"})
    assert Parked.objects.count() == 0


def test_a_form_that_never_heard_of_drafts_is_kept_too(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    at(timedelta(minutes=20))
    client.post("/notes/plain/", {"words": "素朴な文", "kind": "x"})
    unlock(client)
    [form] = kept(client)
    assert (form.action, form.fields["words"], form.fields["kind"]) == ("/notes/plain/", ["素朴な文"], ["x"])
    assert "素朴な文" in client.get("/account/kept/").content.decode()


def test_a_character_that_no_page_can_carry_is_told(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    locked_with(client, at, reason="前\0後")
    unlock(client)
    assert "その文字だけを除きました" in client.get("/account/kept/").content.decode()
    assert kept(client)[0].fields["reason"] == ["前後"]


def test_an_address_without_page_keeps_nothing(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    at(timedelta(minutes=20))
    assert client.post("/no/such/page/", {"words": "文"}).status_code == 423
    assert Parked.objects.count() == 0


# Old pages


def strict(client: Client) -> Client:
    """The same browser, with the check of tokens that tests usually leave out."""
    client.handler.enforce_csrf_checks = True
    return client


def test_a_page_from_before_the_last_log_in_loses_nothing(
    sato: User, log_in: LogIn, muni: Municipality
) -> None:
    client = log_in(sato)
    old = {**page(client), "reason": LONG}
    client.post("/account/logout/")
    strict(log_in(sato, client=client))
    response = client.post("/notes/new/", old)
    assert response.headers["Location"] == "/account/kept/"
    [form] = kept(client)
    client.post(form.action, form.fields)
    assert reasons(muni) == [LONG.strip()]


def test_next_morning_the_evenings_form_still_finds_its_author(
    sato: User, log_in: LogIn, at: At, muni: Municipality
) -> None:
    client = log_in(sato)
    fields = {**page(client), "reason": "夕方の記録"}
    at(timedelta(hours=24))
    response = client.post("/notes/new/", fields, follow=True)
    assert "送った内容はお預かりしました。ログインすると表示されます。" in response.content.decode()
    answer = client.post("/account/login/", {"login": "sato", "password": PASSWORD})
    assert answer.headers["Location"] == "/account/kept/?next=%2F"
    assert kept(client)[0].fields["reason"] == ["夕方の記録"]


def test_without_any_session_the_slip_still_names_the_author(sato: User, log_in: LogIn) -> None:
    fields = {**page(log_in(sato)), "reason": "戻る先のない文"}
    response = strict(Client()).post("/notes/new/", fields)
    assert response.headers["Location"] == "/account/login/"
    assert [form.fields["reason"] for form in kept(log_in(sato))] == [["戻る先のない文"]]


@pytest.mark.parametrize("slip", ["", "forged", "WyJhIl0:1abc:xyz"])
def test_without_a_true_slip_strangers_can_leave_nothing(sato: User, db: None, slip: str) -> None:
    Client().post("/notes/new/", {"slip": slip, "reason": "押しつけ"})
    assert Parked.objects.count() == 0


def test_a_slip_of_a_user_who_is_no_more_keeps_nothing(db: None) -> None:
    response = Client().post("/notes/new/", {"slip": Slip(999_999, None).signed(), "reason": "文"})
    assert (response.status_code, Parked.objects.count()) == (302, 0)


def test_a_page_of_another_site_can_leave_nothing(sato: User, log_in: LogIn, at: At) -> None:
    client = strict(log_in(sato))
    at(timedelta(minutes=20))
    html = client.post("/notes/plain/", {"words": "押しつけ"}).content.decode()
    assert "お預かりできませんでした" in html
    assert Parked.objects.count() == 0


def test_a_slip_ends_after_a_month(sato: User, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    fields = {**page(log_in(sato)), "reason": "ひと月前の文"}
    later = time.time() + 31 * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    Client().post("/notes/new/", fields)
    assert Parked.objects.count() == 0


def test_on_a_shared_machine_the_words_go_to_their_author(sato: User, admin: User, log_in: LogIn) -> None:
    client = log_in(sato)
    old = {**page(client), "reason": "佐藤の文"}
    client.post("/account/logout/")
    strict(log_in(admin, client=client))
    response = client.post("/notes/new/", old)
    assert response.status_code == 403
    assert "その画面を開いた人のためにお預かりしました" in response.content.decode()
    assert kept(client) == []
    assert [form.fields["reason"] for form in kept(log_in(sato))] == [["佐藤の文"]]


def test_an_old_page_without_words_of_ours_gets_the_plain_answer(sato: User, log_in: LogIn) -> None:
    response = strict(log_in(sato)).post("/account/hats/", {"post": "1"})
    assert response.status_code == 403
    assert "画面が古くなっていました" in response.content.decode()


# Hats


def wear(client: Client, post: Post) -> None:
    client.post("/account/hats/", {"post": post.pk})


def test_what_was_written_in_another_hat_is_not_recorded_in_this_one(
    tanaka: User, log_in: LogIn, muni: Municipality, elsewhere: Municipality
) -> None:
    client = log_in(tanaka)
    home, abroad = tanaka.posts.order_by("pk")
    wear(client, home)
    fields = {**page(client), "reason": "町の記録"}
    wear(client, abroad)
    response = client.post("/notes/new/", fields)
    assert response.headers["Location"] == "/account/kept/"
    html = client.get("/account/kept/").content.decode()
    assert "町の記録" not in html
    assert "ともに町の「統括支援員」として書いた内容もお預かりしています" in html
    wear(client, home)
    [form] = kept(client)
    client.post(form.action, form.fields)
    assert (reasons(muni), reasons(elsewhere)) == (["町の記録"], [])


def test_words_of_a_hat_that_ended_can_still_be_read(
    tanaka: User, log_in: LogIn, at: At, muni: Municipality
) -> None:
    client = log_in(tanaka)
    home, abroad = tanaka.posts.order_by("pk")
    wear(client, home)
    fields = {**page(client), "reason": "任期の終わりに"}
    Post.objects.filter(pk=home.pk).update(until="2026-04-06")
    wear(client, abroad)
    client.post("/notes/new/", fields)
    assert kept(client)[0].fields["reason"] == ["任期の終わりに"]


# Nobody else


def test_nobody_elses_words_by_guessing(sato: User, admin: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    locked_with(client, at, reason="佐藤だけの文")
    ref = Parked.objects.get().ref
    other = log_in(admin)
    assert "佐藤だけの文" not in other.get("/account/kept/").content.decode()
    other.post(f"/account/kept/{ref}/discard/")
    other.post("/notes/new/", {**page(other), "reason": "別の文", "parked": str(ref)})
    assert Parked.objects.filter(ref=ref, user=sato).exists()


def test_a_number_that_is_none_does_no_harm(sato: User, log_in: LogIn) -> None:
    client = log_in(sato)
    assert client.post("/notes/new/", {**page(client), "reason": "文", "parked": "x'; --"}).status_code == 302
    assert client.post(f"/account/kept/{uuid4()}/discard/").status_code == 302


def test_it_is_encrypted_and_opens_for_its_user_only(sato: User, admin: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    locked_with(client, at, reason="だれにも見せない文")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_parked")
        stored = str(cursor.fetchall())
    assert not [text for text in ("だれにも見せない文", "記録を書く", "あったこと") if text in stored]
    row = Parked.objects.get()
    row.user = admin
    with pytest.raises(InvalidTag):
        row.opened()


def test_a_hundred_are_enough(sato: User, db: None) -> None:
    slip = Slip(sato.pk, None).signed()
    for number in range(101):
        Client().post("/notes/plain/", {"slip": slip, "words": f"文{number}"})
    assert Parked.objects.count() == 100
