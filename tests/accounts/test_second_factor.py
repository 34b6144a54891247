"""Authenticator app, passkey, recovery codes: through our pages, secrets encrypted."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.accounts.conftest import PASSWORD
from tests.accounts.passkey import Passkey
from tomoni.accounts.models import User
from tomoni.tenancy.models import Municipality

LogIn = Callable[..., Client]
LOCAL = {"HTTP_HOST": "localhost"}


def code_now(secret: str, step: int = 1) -> str:
    """The code of the app: of now, or one step (30 seconds) before or after."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[step]))


def confirm(client: Client) -> None:
    client.post("/account/confirm/", {"password": PASSWORD})


def with_app(client: Client) -> str:
    """Register an authenticator app through the pages; its secret."""
    confirm(client)
    page = client.get("/account/second-factor/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert secret
    response = client.post("/account/second-factor/app/", {"code": code_now(secret[1])})
    assert response.headers["Location"] == "/account/second-factor/codes/"
    return secret[1]


def stored(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return str(cursor.fetchall())


def data_of(response: HttpResponse, name: str = "passkey-data") -> dict[str, dict[str, dict[str, str]]]:
    """What a page hands to the browser's passkey dialogue."""
    found = re.search(
        rf'<script id="{name}" type="application/json">(.*?)</script>', response.content.decode()
    )
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def with_passkey(client: Client, key: Passkey) -> None:
    confirm(client)
    options = data_of(client.get("/account/second-factor/passkeys/add/"))["creation_options"]
    sent = {"name": "職場のパソコン", "credential": key.made(options)}
    response = client.post("/account/second-factor/passkeys/add/", sent)
    assert response.status_code == 302, response.content.decode()


@pytest.mark.django_db(transaction=False)
def test_the_app_is_asked_for_at_the_next_log_in(sato: User, log_in: LogIn) -> None:
    secret = with_app(log_in(sato))
    client = Client()
    response = client.post("/account/login/", {"login": "sato", "password": PASSWORD})
    assert response.headers["Location"] == "/account/second-factor/authenticate/"
    assert client.get("/account/mine/").status_code == 302
    wrong = client.post("/account/second-factor/authenticate/", {"code": "000000"})
    assert "コードが違います。" in wrong.content.decode()
    client.post("/account/second-factor/authenticate/", {"code": code_now(secret)})
    assert client.get("/account/mine/").status_code == 200


def test_a_code_counts_once(sato: User, log_in: LogIn) -> None:
    secret = with_app(log_in(sato))
    code = code_now(secret)
    answers = []
    for _ in range(2):
        client = log_in(sato, client=Client())
        client.post("/account/second-factor/authenticate/", {"code": code})
        answers.append(client.get("/account/mine/").status_code)
    assert answers == [200, 302]


def test_a_wrong_code_stands_in_the_journal(
    sato: User, log_in: LogIn, journal: Callable[[Municipality], list[tuple[str, str]]], muni: Municipality
) -> None:
    secret = with_app(log_in(sato))
    client = log_in(sato, client=Client())
    client.post("/account/second-factor/authenticate/", {"code": "000000"})
    client.post("/account/second-factor/authenticate/", {"code": code_now(secret)})
    assert journal(muni)[-2:] == [("login_failed", "code"), ("login", "password+mfa")]


def test_the_secrets_are_encrypted_at_rest_also_while_they_are_set_up(sato: User, log_in: LogIn) -> None:
    client = log_in(sato)
    confirm(client)
    client.get("/account/second-factor/app/")
    secret = client.session["mfa.totp.secret"]
    assert secret not in stored("accounts_session")
    client.post("/account/second-factor/app/", {"code": code_now(secret)})
    assert secret not in stored("mfa_authenticator")
    rows = {row.type: row.data for row in Authenticator.objects.all()}
    assert re.match(r"k[0-9a-f]{8}:", rows["totp"]["secret"])
    assert re.match(r"k[0-9a-f]{8}:", rows["recovery_codes"]["seed"])
    assert "mfa.totp.secret" not in client.session


def test_a_recovery_code_opens_once(sato: User, log_in: LogIn) -> None:
    client = log_in(sato)
    with_app(client)
    page = client.get("/account/second-factor/codes/").content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", page)
    assert len(codes) == 10
    answers = []
    for _ in range(2):
        client = log_in(sato, client=Client())
        client.post("/account/second-factor/authenticate/", {"code": codes[0]})
        answers.append(client.get("/account/mine/").status_code)
    assert answers == [200, 302]


def test_ones_own_security_is_changed_only_after_the_password(sato: User, log_in: LogIn) -> None:
    client = log_in(sato)
    response = client.get("/account/second-factor/app/")
    assert response.headers["Location"].startswith("/account/confirm/?next=")
    assert "ご本人の確認" in client.get(response.headers["Location"]).content.decode()


def test_without_the_app_a_short_password_has_to_be_replaced(sato: User, log_in: LogIn) -> None:
    client = log_in(sato)
    with_app(client)
    short = {"oldpassword": PASSWORD, "password1": "kumoyane", "password2": "kumoyane"}
    assert client.post("/account/password/", short).headers["Location"] == "/account/mine/"
    client.post("/account/second-factor/app/remove/")
    assert client.get("/account/mine/").headers["Location"] == "/account/password/"
    assert "新しいパスワードを決めてください" in client.get("/account/password/").content.decode()
    again = client.post(
        "/account/password/",
        {**short, "oldpassword": "kumoyane", "password1": "yanekumo", "password2": "yanekumo"},
    )
    assert "15文字以上" in again.content.decode()
    long = {
        "oldpassword": "kumoyane",
        "password1": "kumo to yane to kaze",
        "password2": "kumo to yane to kaze",
    }
    client.post("/account/password/", long)
    assert client.get("/account/mine/").status_code == 200


def test_the_locked_screen_opens_with_the_app(
    sato: User, log_in: LogIn, at: Callable[[timedelta], None]
) -> None:
    client = log_in(sato)
    secret = with_app(client)
    at(timedelta(minutes=20))
    assert "確認コードで解く" in client.get("/account/mine/").content.decode()
    assert client.post("/account/unlock/", {"code": "000000"}).status_code == 422
    assert client.post("/account/unlock/", {"code": code_now(secret)}).status_code == 302
    assert client.get("/account/mine/").status_code == 200


# Passkeys; the demo is served at localhost, where browsers allow them without a certificate


@pytest.mark.parametrize("origin", ["http://localhost", "http://localhost:8000", "https://localhost"])
def test_a_passkey_is_the_second_step(sato: User, log_in: LogIn, origin: str) -> None:
    key = Passkey(origin=origin)
    with_passkey(log_in(sato, client=Client(**LOCAL)), key)
    client = log_in(sato, client=Client(**LOCAL))
    options = data_of(client.get("/account/second-factor/authenticate/"))["request_options"]
    client.post("/account/second-factor/authenticate/", {"credential": key.used_for(options)})
    assert client.get("/account/mine/").status_code == 200


def test_a_passkey_alone_logs_in(sato: User, log_in: LogIn) -> None:
    key = Passkey()
    with_passkey(log_in(sato, client=Client(**LOCAL)), key)
    client = Client(**LOCAL)
    options = client.get(
        "/account/second-factor/passkeys/log-in/", headers={"Accept": "application/json"}
    ).json()
    handle = user_pk_to_url_str(sato).encode()
    sent = {"credential": key.used_for(options["request_options"], handle)}
    assert client.post("/account/second-factor/passkeys/log-in/", sent).headers["Location"] == "/"
    assert client.get("/account/mine/").status_code == 200


@pytest.mark.parametrize(
    "key", [Passkey(), Passkey(origin="http://evil.example"), Passkey(site="evil.example")]
)
def test_another_key_or_site_does_not(sato: User, log_in: LogIn, key: Passkey) -> None:
    with_passkey(log_in(sato, client=Client(**LOCAL)), Passkey())
    client = log_in(sato, client=Client(**LOCAL))
    options = data_of(client.get("/account/second-factor/authenticate/"))["request_options"]
    client.post("/account/second-factor/authenticate/", {"credential": key.used_for(options)})
    assert client.get("/account/mine/").status_code == 302


def test_the_locked_screen_opens_with_a_passkey(
    sato: User, log_in: LogIn, at: Callable[[timedelta], None]
) -> None:
    key, client = Passkey(), log_in(sato, client=Client(**LOCAL))
    with_passkey(client, key)
    at(timedelta(minutes=20))
    options = data_of(client.get("/account/mine/"))["request_options"]
    stranger = client.post("/account/unlock/", {"credential": Passkey().used_for(options)})
    assert "パスキーを確かめられませんでした" in stranger.content.decode()
    options = data_of(client.get("/account/mine/"))["request_options"]
    assert client.post("/account/unlock/", {"credential": key.used_for(options)}).status_code == 302
    assert client.get("/account/mine/").status_code == 200


@pytest.mark.parametrize(
    "credential", ["{}", "[]", "null", "x", '{"id": 1}', '{"response": {"userHandle": 5}}']
)
def test_nonsense_in_place_of_a_passkey_is_answered_calmly(
    sato: User, log_in: LogIn, credential: str
) -> None:
    with_passkey(log_in(sato, client=Client(**LOCAL)), Passkey())
    client = log_in(sato, client=Client(**LOCAL))
    assert client.post("/account/second-factor/authenticate/", {"credential": credential}).status_code == 200
    client = Client(**LOCAL)
    assert (
        client.post("/account/second-factor/passkeys/log-in/", {"credential": credential}).status_code == 302
    )


def test_a_passkey_is_listed_by_its_name_and_can_be_removed(sato: User, log_in: LogIn) -> None:
    client = log_in(sato, client=Client(**LOCAL))
    with_passkey(client, Passkey())
    assert "職場のパソコン" in client.get("/account/second-factor/passkeys/").content.decode()
    row = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    page = client.get(f"/account/second-factor/passkeys/{row.pk}/remove/")
    assert "「職場のパソコン」の登録をやめますか" in page.content.decode()
    client.post(f"/account/second-factor/passkeys/{row.pk}/remove/")
    assert Authenticator.objects.count() == 0


def test_somebody_elses_passkey_cannot_be_removed(sato: User, admin: User, log_in: LogIn) -> None:
    with_passkey(log_in(sato, client=Client(**LOCAL)), Passkey())
    row = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    client = log_in(admin, client=Client(**LOCAL))
    confirm(client)
    assert client.post(f"/account/second-factor/passkeys/{row.pk}/remove/").status_code == 404


def test_each_change_stands_in_the_journal(
    sato: User, log_in: LogIn, journal: Callable[[Municipality], list[tuple[str, str]]], muni: Municipality
) -> None:
    with_passkey(log_in(sato, client=Client(**LOCAL)), Passkey())
    assert ("second_factor", "webauthn") in journal(muni)
