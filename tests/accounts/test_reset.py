"""A forgotten password: a code from the administrator, told in person, good for one day and one time."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from tests.accounts.conftest import PASSWORD
from tomoni.accounts.models import Post, ResetCode, Session, User
from tomoni.tenancy.models import Municipality

LogIn = Callable[..., Client]
NEW = "kumo to yane to kaze"
WRONG = "利用者名かコードが違うか、コードの期限が切れています。もう一度確かめ、使えないときは管理者に新しいコードを頼んでください。"


def issue(client: Client, username: str = "sato", **more: str) -> str:
    page = client.post(f"/office/people/{username}/code", more, follow=True)
    assert page.status_code == 200
    found = re.search(r"<code>([2-9A-Z]{4}(?:-[2-9A-Z]{4}){3})</code>", page.content.decode())
    assert found
    return found[1]


def use(code: str, username: str = "sato", password: str = NEW, again: str = "") -> str:
    sent = {"username": username, "code": code, "password1": password, "password2": again or password}
    response = Client().post("/account/reset/", sent)
    return "" if response.status_code == 302 else response.content.decode()


def test_a_code_sets_a_new_password(sato: User, admin: User, log_in: LogIn) -> None:
    assert use(issue(log_in(admin))) == ""
    log_in(sato, password=NEW)
    assert (
        "利用者名かパスワードが違います"
        in Client().post("/account/login/", {"login": "sato", "password": PASSWORD}).content.decode()
    )


def test_it_may_be_typed_as_it_was_heard(sato: User, admin: User, log_in: LogIn) -> None:
    assert use(f" {issue(log_in(admin)).lower()} ", username="ＳＡＴＯ") == ""


def test_it_counts_once(sato: User, admin: User, log_in: LogIn) -> None:
    code = issue(log_in(admin))
    assert use(code) == ""
    assert WRONG in use(code, password="another kumo to yane")


def test_it_ends_after_a_day(sato: User, admin: User, log_in: LogIn, at: Callable[[timedelta], None]) -> None:
    early, late = issue(log_in(admin)), timedelta(hours=24)
    at(late - timedelta(seconds=1))
    assert "15文字以上" in use(early, password="short")
    at(late)
    assert WRONG in use(early)


def test_a_new_code_ends_the_one_before(sato: User, admin: User, log_in: LogIn) -> None:
    client = log_in(admin)
    first, second = issue(client), issue(client)
    assert WRONG in use(first)
    assert use(second) == ""


def test_it_is_stored_hashed_and_shown_once(sato: User, admin: User, log_in: LogIn) -> None:
    client = log_in(admin)
    code = issue(client)
    assert code not in ResetCode.objects.get().code
    assert code not in client.get("/office/people/sato/code").content.decode()


@pytest.mark.parametrize("username", ["sato", "nobody"])
def test_guessing_waits_after_five_times_and_tells_nothing(
    sato: User, admin: User, log_in: LogIn, username: str
) -> None:
    issue(log_in(admin))
    answers = [use("AAAA-BBBB-CCCC-DDDD", username) for _ in range(6)]
    assert [WRONG in answer for answer in answers] == [True] * 5 + [False]
    assert "しばらく受け付けません" in answers[5]


def test_the_rules_of_passwords_hold(sato: User, admin: User, log_in: LogIn) -> None:
    code = issue(log_in(admin))
    assert "15文字以上" in use(code, password="kumo")
    assert "2回とも同じ" in use(code, again="kumo to yane to umi")
    assert "利用者名・氏名・自治体の名前を含む" in use(code, password="sato no himitsu kotoba")
    assert use(code) == ""


def test_it_ends_every_session_of_the_user(sato: User, admin: User, log_in: LogIn) -> None:
    client = log_in(sato)
    use(issue(log_in(admin)))
    assert client.get("/account/mine/").headers["Location"].startswith("/account/login/")
    assert Session.objects.filter(user=sato).count() == 0


def test_a_lost_device_is_taken_off_if_the_administrator_says_so(
    sato: User, admin: User, log_in: LogIn
) -> None:
    TOTP.activate(sato, generate_totp_secret())
    client = log_in(admin)
    use(issue(client))
    assert Authenticator.objects.filter(user=sato).count() == 1
    code = issue(client, drop="1")
    assert "15文字以上" in use(code, password="kumoyane")
    use(code, password="kumo to yane to umi")
    assert Authenticator.objects.filter(user=sato).count() == 0


def test_both_ends_stand_in_the_journal(
    sato: User,
    admin: User,
    log_in: LogIn,
    journal: Callable[[Municipality], list[tuple[str, str]]],
    muni: Municipality,
) -> None:
    use(issue(log_in(admin)))
    assert journal(muni)[1:] == [("password_reset", "issued"), ("password_reset", "used")]


def test_only_administrators_may(sato: User, nakamura: User, log_in: LogIn) -> None:
    for who, answer in ((sato, 403), (nakamura, 302)):  # 中村 wears no hat and is asked for one
        client = log_in(who)
        assert client.get("/office/people").status_code == answer
        assert client.post("/office/people/sato/code").status_code == answer
    assert ResetCode.objects.count() == 0


def test_the_administrator_of_another_town_may_not(
    sato: User, tanaka: User, admin: User, log_in: LogIn, elsewhere: Municipality
) -> None:
    Post.objects.filter(user=admin).update(municipality=elsewhere)
    client = log_in(admin)
    for username, answer in (
        ("sato", 404),
        ("nobody", 404),
        ("tanaka", 422),
    ):  # 田中 has a post here, at home elsewhere
        assert client.post(f"/office/people/{username}/code").status_code == answer
    assert "佐藤" not in client.get("/office/people").content.decode()
    assert "ほかの自治体で先に登録されています" in client.get("/office/people/tanaka/").content.decode()
    assert ResetCode.objects.count() == 0


def test_nobody_makes_a_code_for_oneself(admin: User, log_in: LogIn) -> None:
    page = log_in(admin).post("/office/people/kanri/code")
    assert (page.status_code, "別のシステム管理者に頼んでください" in page.content.decode()) == (422, True)
    assert ResetCode.objects.count() == 0


def test_who_must_change_the_password_comes_no_further(sato: User, log_in: LogIn) -> None:
    sato.must_change_password = True
    sato.save()
    client = log_in(sato)
    for path in ("/", "/account/mine/", "/drafts/", "/account/second-factor/"):
        assert client.get(path).headers["Location"] == "/account/password/"
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert client.get("/account/mine/").status_code == 200
    sato.refresh_from_db()
    assert not sato.must_change_password


def test_somebody_without_password_is_sent_to_the_code(sato: User, log_in: LogIn) -> None:
    client = log_in(sato)
    sato.set_unusable_password()
    sato.save()
    client.force_login(sato)
    response = client.get("/account/password/", follow=True)
    assert response.redirect_chain[-1][0] == "/account/reset/"
