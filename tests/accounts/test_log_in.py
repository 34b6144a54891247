"""Log-in by user name, and what the journal hears of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from tests.accounts.conftest import PASSWORD
from tomoni.accounts.models import Session, User
from tomoni.calendar import today
from tomoni.config import settings as shipped
from tomoni.tenancy.models import Municipality

LogIn = Callable[..., Client]
Journal = Callable[[Municipality], list[tuple[str, str]]]

WRONG = "利用者名かパスワードが違います。"
TOO_MANY = "続けて間違えたため、しばらく受け付けません。5分ほど待ってから、もう一度お試しください。"


def attempt(client: Client, username: str, password: str) -> str:
    response = client.post("/account/login/", {"login": username, "password": password})
    return "" if response.status_code == 302 else response.content.decode()


@pytest.mark.parametrize("typed", ["sato", "SATO", "Sato", "ｓａｔｏ", " sato "])
def test_the_name_is_typed_in_any_way(sato: User, typed: str) -> None:
    assert attempt(Client(), typed, PASSWORD) == ""


def test_two_names_that_differ_in_case_only_cannot_exist(sato: User) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="この利用者名は使われています。"):
        User(username="SATO", name="べつの佐藤", password="x").full_clean()


def test_a_known_and_an_unknown_name_get_the_same_answer(sato: User) -> None:
    known, unknown = attempt(Client(), "sato", "wrong"), attempt(Client(), "nobody", "wrong")
    assert WRONG in known
    assert WRONG in unknown


@pytest.mark.parametrize("username", ["sato", "nobody"])
def test_the_sixth_wrong_attempt_is_refused_whether_the_user_exists_or_not(sato: User, username: str) -> None:
    client = Client()
    answers = [attempt(client, username, f"wrong-{number}") for number in range(6)]
    assert [WRONG in answer for answer in answers] == [True] * 5 + [False]
    assert [TOO_MANY in answer for answer in answers] == [False] * 5 + [True]


def test_after_too_many_attempts_the_right_password_waits_too(sato: User) -> None:
    for number in range(5):
        attempt(Client(), "sato", f"wrong-{number}")
    assert TOO_MANY in attempt(Client(), "SATO", PASSWORD)


def test_one_persons_errors_do_not_shut_out_a_colleague(sato: User, tanaka: User) -> None:
    for number in range(6):
        attempt(Client(), "sato", f"wrong-{number}")
    assert attempt(Client(), "tanaka", PASSWORD) == ""


def test_five_errors_and_a_success_do_not_reset_the_count(sato: User) -> None:
    for number in range(4):
        attempt(Client(), "sato", f"wrong-{number}")
    assert attempt(Client(), "sato", PASSWORD) == ""
    assert WRONG in attempt(Client(), "sato", "wrong-5")
    assert TOO_MANY in attempt(Client(), "sato", PASSWORD)


def test_in_and_out_and_wrong_stand_in_the_journal(
    sato: User, log_in: LogIn, journal: Journal, muni: Municipality
) -> None:
    attempt(Client(), "sato", "wrong")
    client = log_in(sato)
    client.post("/account/logout/")
    assert journal(muni) == [("login_failed", ""), ("login", "password"), ("logout", "")]


def test_who_has_left_or_was_shut_out_and_tries_stands_in_the_journal_at_home(
    sato: User, tanaka: User, journal: Journal, muni: Municipality, elsewhere: Municipality
) -> None:
    sato.posts.update(until=today() - timedelta(days=1))
    User.objects.filter(pk=tanaka.pk).update(is_active=False)
    for username in ("sato", "tanaka"):
        attempt(Client(), username, "wrong")
    assert journal(muni) == [("login_failed", "")] * 2
    assert journal(elsewhere) == []


def test_each_municipality_of_a_user_hears_of_it(
    tanaka: User, log_in: LogIn, journal: Journal, muni: Municipality, elsewhere: Municipality
) -> None:
    log_in(tanaka)
    assert (journal(muni), journal(elsewhere)) == ([("login", "password")], [("login", "password")])


def test_unknown_names_and_users_without_post_are_in_no_journal(
    nakamura: User, log_in: LogIn, journal: Journal, muni: Municipality
) -> None:
    attempt(Client(), "nobody", "wrong")
    log_in(nakamura)
    assert journal(muni) == []


def test_the_session_gets_a_new_number_at_log_in(sato: User, log_in: LogIn) -> None:
    client = Client()
    session = client.session
    session["before"] = "log-in"
    session.save()
    planted = session.session_key
    log_in(sato, client=client)
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_somebody_who_left_is_told_so(sato: User) -> None:
    sato.is_active = False
    sato.save()
    client = Client()
    response = client.post("/account/login/", {"login": "sato", "password": PASSWORD}, follow=True)
    assert "この利用者は使えなくなっています" in response.content.decode()
    assert client.get("/account/mine/").status_code == 302


def test_log_in_leads_on_to_the_page_asked_for_and_to_no_foreign_one(sato: User) -> None:
    data = {"login": "sato", "password": PASSWORD}
    own = Client().post("/account/login/", {**data, "next": "/account/mine/"})
    foreign = Client().post("/account/login/", {**data, "next": "https://example.org/"})
    assert (own.headers["Location"], foreign.headers["Location"]) == ("/account/mine/", "/")


@pytest.mark.parametrize(
    "path",
    [
        "/account/signup/", "/account/email/", "/account/confirm-email/", "/account/password/reset/", "/account/login/code/",
        "/account/2fa/", "/account/second-factor/trust/", "/accounts/login/", "/account/social/connections/",
    ],
)  # fmt: skip
def test_what_we_do_not_use_has_no_address(db: None, path: str) -> None:
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["mine/", "hats/", "sessions/", "kept/", "password/", "second-factor/", "logout/", "confirm/", "reset/"],
)
def test_our_pages_stand_and_speak_japanese(sato: User, log_in: LogIn, path: str) -> None:
    response = log_in(sato).get(f"/account/{path}")
    html = response.content.decode()
    assert response.status_code == 200
    assert not [word for word in ("Sign", "Password", "Username", "Code", "submit") if f">{word}" in html]
    assert "<h1>" in html


@pytest.mark.parametrize("path", ["mine/", "hats/", "sessions/", "kept/", "password/", "second-factor/"])
def test_nobody_sees_them_without_log_in(db: None, path: str) -> None:
    response = Client().get(f"/account/{path}")
    assert response.headers["Location"].startswith("/account/login/?next=")


def test_passwords_are_hashed_with_argon2() -> None:
    assert shipped.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


def test_too_many_requests_get_a_page_that_says_what_to_do(db: None, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**shipped.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    client = Client()
    responses = [client.post("/account/login/", {"login": "x", "password": "y"}) for _ in range(3)]
    assert [response.status_code for response in responses] == [200, 200, 429]
    assert "5分ほど待ってから" in responses[2].content.decode()
