"""The idle lock: nothing is shown, nothing is lost, and who may opens it again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import form_with
from tomoni.accounts.models import Session, User
from tomoni.tenancy.models import Municipality

LogIn = Callable[..., Client]
At = Callable[[timedelta], None]
LOCKED = 423


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def test_it_locks_after_fifteen_minutes_without_a_request(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    at(minutes(14))
    assert client.get("/account/mine/").status_code == 200
    at(minutes(28))
    assert client.get("/account/mine/").status_code == 200
    at(minutes(43))
    assert client.get("/account/mine/").status_code == LOCKED


@pytest.mark.parametrize(
    "path", ["/", "/account/mine/", "/account/sessions/", "/drafts/", "/no/such/page/", "/account/hats/"]
)
def test_every_page_is_behind_it(sato: User, log_in: LogIn, at: At, path: str) -> None:
    client = log_in(sato)
    at(minutes(15))
    response = client.get(path)
    html = response.content.decode()
    assert response.status_code == LOCKED
    assert "画面をロックしています" in html
    assert "利用者名" not in html
    assert "相談員" not in html
    assert response.headers["Cache-Control"] == "no-store"


def test_the_time_is_a_setting(sato: User, log_in: LogIn, at: At, settings: object) -> None:
    settings.TOMONI_IDLE_MINUTES = 30  # type: ignore[attr-defined]
    client = log_in(sato)
    at(minutes(29))
    assert client.get("/account/mine/").status_code == 200
    at(minutes(59))
    assert client.get("/account/mine/").status_code == LOCKED


def test_it_stays_locked_however_often_one_looks(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    for later in (15, 16, 30):
        at(minutes(later))
        assert client.get("/account/mine/").status_code == LOCKED


def test_the_password_opens_it_and_leads_back_to_the_page(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    at(minutes(20))
    form = form_with(client.get("/account/sessions/?a=1").content.decode(), "password")
    before = client.session.session_key
    response = client.post(form.action, {**form.fields, "password": PASSWORD})
    assert response.headers["Location"] == "/account/sessions/?a=1"
    assert client.get("/account/sessions/").status_code == 200
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_wrong_password_does_not_and_the_sixth_waits(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    at(minutes(20))
    answers = [
        client.post("/account/unlock/", {"password": f"wrong-{n}", "next": "/account/mine/"})
        for n in range(6)
    ]
    assert [answer.status_code for answer in answers] == [422] * 6
    assert "パスワードが違います。" in answers[4].content.decode()
    assert "しばらく受け付けません" in answers[5].content.decode()
    assert form_with(answers[5].content.decode(), "password").fields["next"] == ["/account/mine/"]
    assert client.get("/account/mine/").status_code == LOCKED


def test_a_colleagues_password_does_not_open_it(sato: User, tanaka: User, log_in: LogIn, at: At) -> None:
    tanaka.set_password("tanaka-no-aikotoba")
    tanaka.save()
    client = log_in(sato)
    at(minutes(20))
    client.post("/account/unlock/", {"password": "tanaka-no-aikotoba"})
    assert client.get("/account/mine/").status_code == LOCKED


def test_one_tap_is_not_enough_for_a_real_person(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    at(minutes(20))
    assert "練習用" not in client.get("/account/mine/").content.decode()
    assert client.post("/account/unlock/", {"demo": "1"}).status_code == 422
    assert client.get("/account/mine/").status_code == LOCKED


def test_one_tap_is_enough_in_a_demo(sato: User, log_in: LogIn, at: At, muni: Municipality) -> None:
    muni.demo = True
    muni.save()
    client = log_in(sato)
    at(minutes(20))
    form = form_with(client.get("/account/mine/").content.decode(), "demo")
    assert client.post(form.action, form.fields).headers["Location"] == "/account/mine/"
    assert client.get("/account/mine/").status_code == 200


def test_it_can_be_locked_by_hand(sato: User, log_in: LogIn) -> None:
    client = log_in(sato)
    response = client.post("/account/lock/", {"next": "/drafts/"})
    assert response.headers["Location"] == "/drafts/"
    assert client.get("/drafts/").status_code == LOCKED


def test_locking_leads_to_no_foreign_page(sato: User, log_in: LogIn) -> None:
    client = log_in(sato)
    assert client.post("/account/lock/", {"next": "//example.org/"}).headers["Location"] == "/"
    response = client.post("/account/unlock/", {"password": PASSWORD, "next": "https://example.org/"})
    assert response.headers["Location"] == "/"


def test_somebody_else_can_log_in_at_the_same_machine(
    sato: User, tanaka: User, log_in: LogIn, at: At
) -> None:
    client = log_in(sato)
    at(minutes(20))
    client.post("/account/logout/")
    log_in(tanaka, client=client)
    assert "田中" in client.get("/account/mine/").content.decode()


def test_part_of_a_page_asks_for_the_whole_one(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    at(minutes(20))
    response = client.get("/account/mine/", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Refresh"]) == (LOCKED, "true")


def test_after_ten_hours_one_logs_in_anew_however_busy_the_day(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    for later in range(10, 600, 10):
        at(minutes(later))
        assert client.get("/account/mine/").status_code == 200
    at(minutes(600))
    response = client.get("/account/mine/?tab=1")
    assert response.headers["Location"] == "/account/login/?next=%2Faccount%2Fmine%2F%3Ftab%3D1"
    assert client.get("/account/mine/").status_code == 302


def test_the_seen_moment_is_written_once_a_minute_at_most(sato: User, log_in: LogIn, at: At) -> None:
    client = log_in(sato)
    client.get("/account/mine/")
    written = []
    for seconds in (59, 60):
        at(timedelta(seconds=seconds))
        with CaptureQueriesContext(connection) as asked:
            client.get("/account/mine/")
        written.append([query["sql"] for query in asked if query["sql"].startswith("UPDATE")])
    assert [len(each) for each in written] == [0, 1]


def test_nothing_is_kept_by_the_browser(sato: User, log_in: LogIn) -> None:
    client = log_in(sato)
    assert client.get("/account/mine/").headers["Cache-Control"] == "no-store"
