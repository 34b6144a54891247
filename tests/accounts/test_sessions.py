"""One's own sessions: seen and ended, nobody else's."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import forms_of
from tomoni.accounts.actions import sweep
from tomoni.accounts.models import Session, User
from tomoni.accounts.rules import State, device, is_secret, state
from tomoni.accounts.sessions import SessionStore

LogIn = Callable[..., Client]
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0"
SAFARI = "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1"


def test_they_are_listed_with_machine_and_time(
    sato: User, log_in: LogIn, at: Callable[[timedelta], None]
) -> None:
    client = log_in(sato, client=Client(HTTP_USER_AGENT=EDGE))
    at(timedelta(minutes=5))
    log_in(sato, client=Client(HTTP_USER_AGENT=SAFARI))
    html = client.get("/account/sessions/").content.decode()
    assert ("Edge・Windows" in html, "Safari・iPad" in html, html.count("この画面です")) == (True, True, 1)
    assert client.session.session_key not in html


def names(client: Client) -> list[str]:
    import re

    return re.findall(
        r'name="session" value="([0-9a-f]{16})"', client.get("/account/sessions/").content.decode()
    )


def test_one_is_ended_and_the_others_go_on(sato: User, log_in: LogIn) -> None:
    here, there, third = log_in(sato), log_in(sato), log_in(sato)
    [one, _] = names(here)
    here.post("/account/sessions/end/", {"session": one})
    assert sorted(client.get("/account/mine/").status_code for client in (there, third)) == [200, 302]
    assert here.get("/account/mine/").status_code == 200


def test_all_but_this_one_are_ended(sato: User, log_in: LogIn) -> None:
    here, there, third = log_in(sato), log_in(sato), log_in(sato)
    here.post("/account/sessions/end/", {"session": "others"})
    assert [client.get("/account/mine/").status_code for client in (here, there, third)] == [200, 302, 302]


def test_nobody_elses_session_can_be_ended(sato: User, admin: User, log_in: LogIn) -> None:
    mine, first, second = log_in(sato), log_in(admin), log_in(admin)
    for name in (*names(first), *names(second)):
        mine.post("/account/sessions/end/", {"session": name})
    mine.post("/account/sessions/end/", {"session": first.session.session_key})
    assert [client.get("/account/mine/").status_code for client in (first, second)] == [200, 200]


def test_a_new_password_ends_the_others(sato: User, log_in: LogIn) -> None:
    here, there = log_in(sato), log_in(sato)
    new = "kumo to yane to kaze"
    here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [client.get("/account/mine/").status_code for client in (here, there)] == [200, 302]


def test_what_a_session_holds_is_encrypted_and_cannot_be_changed(sato: User, log_in: LogIn) -> None:
    client = log_in(sato)
    row = Session.objects.get(session_key=client.session.session_key)
    assert re.match(r"k[0-9a-f]{8}:", row.session_data)
    assert row.get_decoded()["_auth_user_id"] == str(sato.pk)
    Session.objects.filter(pk=row.pk).update(session_data=row.session_data[:-8] + "AAAAAAA=")
    assert client.get("/account/mine/").status_code == 302
    assert SessionStore().decode("k9:AAAA") == {}


def test_a_user_agent_is_told_in_two_words() -> None:
    assert [device(agent) for agent in (EDGE, SAFARI, "", "curl/8.0")] == [
        "Edge・Windows",
        "Safari・iPad",
        "不明な機器",
        "不明な機器",
    ]


def test_over_beats_locked() -> None:
    from tests.accounts.conftest import MORNING

    idle, most = timedelta(minutes=15), timedelta(hours=10)
    seen = [
        (timedelta(minutes=14, seconds=59), State.OPEN),
        (timedelta(minutes=15), State.LOCKED),
        (timedelta(hours=10), State.OVER),
    ]
    assert [state(MORNING, MORNING, MORNING + later, idle, most) for later, _ in seen] == [
        each for _, each in seen
    ]


def test_names_of_fields_that_hold_secrets() -> None:
    assert [name for name in ("pin", "new_password", "opinion", "password1", "spine", "otp-code", "text") if is_secret(name)] == [
        "pin", "new_password", "password1", "otp-code",
    ]  # fmt: skip


def test_the_own_session_has_no_button_to_end_it(sato: User, log_in: LogIn) -> None:
    html = log_in(sato).get("/account/sessions/").content.decode()
    assert [form.action for form in forms_of(html)] == []


def test_the_daily_sweep_takes_only_what_is_over(sato: User, log_in: LogIn) -> None:
    client, old = log_in(sato), log_in(sato)
    Session.objects.filter(pk=old.session.session_key).update(expire_date="2020-01-01T00:00+09:00")
    sweep()
    assert [row.pk for row in Session.objects.filter(user=sato)] == [client.session.session_key]
