"""Users: taken on with a code, renamed, shut out and let in; by whom, and what the journal keeps."""

import json
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.accounts.pages import form_with
from tests.conftest import MakePost
from tests.office.conftest import Journal, Send
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Parked, Post, ResetCode, Session, Team, User
from tomoni.calendar import today
from tomoni.journal.models import Entry
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

ClientFor = Callable[[Viewer], Client]
TAKEN = "この利用者名は使えません。別の利用者名にしてください。"
PASSWORD = "kumo to yane to kaze"


def enrol(send: Send, own_team: Team, /, **more: str) -> str:
    """Somebody new; what the answer says, or where it leads."""
    given = {"username": "sakai", "name": "酒井 みどり", "name_kana": "さかい みどり", "role": "practitioner"}
    answer = send("people/add", **{**given, "team": str(own_team.pk), "since": "今日", **more})
    return answer.headers.get("Location") or f"{answer.status_code} {answer.content.decode()}"


def test_somebody_new_gets_a_post_and_a_code_that_is_shown_once(
    send: Send, browser: Client, team: Team, muni: Municipality
) -> None:
    where = enrol(send, team, title="主任", until="R9.3.31")
    post = Post.objects.get(user__username="sakai")
    assert (post.user.name, post.user.name_kana) == ("酒井 みどり", "さかい みどり")
    assert (post.municipality, post.role, post.team, post.title) == (muni, "practitioner", team, "主任")
    assert (post.since, str(post.until)) == (today(), "2027-03-31")
    first, second = (browser.get(where).content.decode() for _ in range(2))
    code = re.search(r"<code>([2-9A-Z]{4}(?:-[2-9A-Z]{4}){3})</code>", first)
    assert code
    assert "<code>" not in second
    assert "コードは一度しか表示できません" in second
    sent = {"username": "sakai", "code": code[1], "password1": PASSWORD, "password2": PASSWORD}
    assert Client().post("/account/reset/", sent).headers["Location"] == "/account/login/"
    entered = Client().post("/account/login/", {"login": "sakai", "password": PASSWORD})
    assert entered.headers["Location"] == "/"


def test_the_form_sent_twice_takes_on_one_person_and_shows_one_code(browser: Client, team: Team) -> None:
    page = browser.get("/office/people/add").content.decode()
    number = re.search(r'name="submission" value="([^"]+)"', page)
    assert number
    sent = {"submission": number[1], "username": "sakai", "name": "酒井", "role": "clerk", "since": "今日"}
    answers = [browser.post("/office/people/add", sent).headers["Location"] for _ in range(2)]
    assert answers == ["/office/people/sakai/code"] * 2
    assert ResetCode.objects.count() == 1
    assert "<code>" in browser.get(answers[1]).content.decode()


def test_what_is_sent_to_a_locked_screen_is_kept_for_its_author(browser: Client) -> None:
    sent = form_with(browser.get("/office/people/add").content.decode(), "slip").fields
    browser.post("/account/lock/")
    answer = browser.post("/office/people/add", {**sent, "username": ["sakai"], "name": ["酒井 みどり"]})
    assert (answer.status_code, User.objects.filter(username="sakai").count()) == (423, 0)
    [kept] = [row.opened() for row in Parked.objects.filter(user__username="ogata")]
    assert (kept[0], kept[1]["name"]) == ("利用者を加える", ["酒井 みどり"])


def test_the_journal_has_who_gave_what_to_whom(
    send: Send, team: Team, ogata: Viewer, muni: Municipality, office_journal: Journal
) -> None:
    enrol(send, team)
    post = Post.objects.get(user__username="sakai")
    assert office_journal(muni) == [
        {
            "by": [ogata.user.pk, ogata.post.pk],
            "what": "give_post",
            "user": post.user_id,
            "post": post.pk,
            "role": "practitioner",
            "team": team.pk,
            "since": today().isoformat(),
            "until": None,
        }
    ]


def test_a_code_for_somebody_who_begins_later_is_in_the_journal_too(
    send: Send, team: Team, muni: Municipality
) -> None:
    enrol(send, team, since="R30.4.1")
    with tenant(muni):
        bodies = [json.loads(entry.body) for entry in Entry.objects.order_by("seq")]
    assert [(body["kind"], body["what"]) for body in bodies] == [
        ("office", "give_post"),
        ("password_reset", "issued"),
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"username": "Ｓa ki"}, "半角の英字と数字"),
        ({"username": "-"}, "半角の英字と数字"),
        ({"username": "さかい"}, "半角の英字と数字"),
        ({"name": "　"}, "書いてください"),
        ({"team": ""}, "チームを選んでください"),
        ({"team": "999999"}, "正しく選択してください"),
        ({"role": "family"}, "正しく選択してください"),
        ({"role": "agency"}, "正しく選択してください"),
        ({"role": ""}, "選んでください。"),
        ({"since": "2月30日"}, "始まりの日"),
        ({"since": "R9.4"}, "年月日まで入力してください"),
        ({"since": "R9.4.1", "until": "R9.3.31"}, "終わりの日は、始まりの日かそれより後にしてください。"),
    ],
)
def test_what_cannot_be_is_asked_back(send: Send, team: Team, given: dict[str, str], told: str) -> None:
    said = enrol(send, team, **given)
    assert said.startswith("422")
    assert told in said
    assert User.objects.filter(username__startswith="sa").count() == 0
    assert ResetCode.objects.count() == 0


def test_a_name_typed_with_the_japanese_keyboard_on_is_taken_plainly(send: Send, team: Team) -> None:
    assert enrol(send, team, username=" Ｓａｋａｉ ") == "/office/people/sakai/code"


def test_a_taken_name_tells_nothing_of_whose_it_is(
    send: Send, team: Team, stranger: Viewer, suzuki: Viewer
) -> None:
    for username in ("stranger", "STRANGER", "suzuki"):
        said = enrol(send, team, username=username)
        assert said.startswith("422")
        assert TAKEN in said
        assert ["よその人" in said, "鈴木" in said, "となり町" in said] == [False] * 3
    assert User.objects.get(username="stranger").posts.count() == 1


def test_the_list_names_whom_this_town_employs_and_nobody_else(
    browser: Client, suzuki: Viewer, stranger: Viewer, make_post: MakePost
) -> None:
    make_post(Role.FAMILY, "okaasan", "青木 恵")
    make_post(Role.CHILD, "kodomo", "青木 海")
    page = browser.get("/office/people").content.decode()
    assert "鈴木" in page
    assert ["よその人" in page, "青木" in page] == [False, False]
    for username in ("stranger", "okaasan", "kodomo", "nobody"):
        assert browser.get(f"/office/people/{username}/").status_code == 404


def test_the_list_asks_the_database_as_often_for_thirty_as_for_one(
    browser: Client, make_post: MakePost, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser.get("/office/people")
    queries = 7 if connection.vendor == "postgresql" else 5  # the tenant is named and taken back
    for more in (0, 29):
        for number in range(more):
            make_post(Role.CLERK, f"clerk{number:02}")
        with django_assert_num_queries(queries):
            assert browser.get("/office/people").status_code == 200


def test_a_name_is_put_right(
    send: Send, suzuki: Viewer, ogata: Viewer, muni: Municipality, office_journal: Journal
) -> None:
    send("people/suzuki/name", name="鈴木 花", name_kana="すずき はな")
    suzuki.user.refresh_from_db()
    assert (suzuki.user.name, suzuki.user.name_kana) == ("鈴木 花", "すずき はな")
    assert [entry["what"] for entry in office_journal(muni)] == ["rename"]


def test_who_is_shut_out_is_out_at_the_next_request_and_can_come_back(
    send: Send, suzuki: Viewer, client_for: ClientFor
) -> None:
    theirs = client_for(suzuki)
    assert theirs.get("/today").status_code == 200
    assert send("people/suzuki/block", sure="on").headers["Location"] == "/office/people/suzuki/"
    assert theirs.get("/today").headers["Location"].startswith("/account/login/")
    assert Session.objects.filter(user=suzuki.user).count() == 0
    assert Client().post("/account/login/", {"login": "suzuki", "password": "x"}).status_code == 200
    send("people/suzuki/unblock")
    assert client_for(suzuki).get("/today").status_code == 200


def test_shutting_out_asks_to_be_sure(send: Send, suzuki: Viewer) -> None:
    assert send("people/suzuki/block").status_code == 422
    assert User.objects.get(username="suzuki").is_active


def test_it_stands_in_the_journal_of_every_town_with_a_post(
    send: Send,
    suzuki: Viewer,
    ogata: Viewer,
    muni: Municipality,
    elsewhere: Municipality,
    office_journal: Journal,
) -> None:
    Post.objects.create(user=suzuki.user, municipality=elsewhere, role=Role.ADVISER)
    for done in ("block", "unblock"):
        send(f"people/suzuki/{done}", sure="on")
    by = {"by": [ogata.user.pk, ogata.post.pk], "user": suzuki.user.pk}
    expected = [{**by, "what": "block"}, {**by, "what": "unblock"}]
    assert [office_journal(muni), office_journal(elsewhere)] == [expected, expected]


@pytest.mark.parametrize("done", ["block", "unblock", "name", "code", "post", "end", "cancel"])
def test_another_towns_administrator_does_nothing_to_our_people(
    done: str, suzuki: Viewer, neighbour: Viewer, client_for: ClientFor, office_journal: Journal
) -> None:
    sent = {
        "sure": "on",
        "name": "別名",
        "role": "head",
        "post": suzuki.post.pk,
        "until": "今日",
        "since": "今日",
    }
    answer = client_for(neighbour).post(f"/office/people/suzuki/{done}", sent)
    assert answer.status_code == 404
    assert "鈴木" not in answer.content.decode()
    user = User.objects.get(username="suzuki")
    assert (user.is_active, user.name, user.posts.count(), ResetCode.objects.count()) == (True, "鈴木", 1, 0)
    assert office_journal(neighbour.tenant) == []


@pytest.mark.parametrize("done", ["block", "unblock", "name", "code"])
def test_a_guest_is_shut_out_and_helped_at_home(
    done: str, send: Send, stranger: Viewer, muni: Municipality
) -> None:
    Post.objects.create(user=stranger.user, municipality=muni, role=Role.ADVISER)
    answer = send(f"people/stranger/{done}", sure="on", name="別名")
    assert answer.status_code == 422
    assert "最初に登録した自治体の管理者だけが行えます" in answer.content.decode()
    user = User.objects.get(username="stranger")
    assert (user.is_active, user.name, ResetCode.objects.count()) == (True, "よその人", 0)


@pytest.mark.parametrize("done", ["block", "unblock", "name", "code", "post", "end", "cancel"])
def test_nobody_does_anything_to_oneself(done: str, send: Send, ogata: Viewer, make_post: MakePost) -> None:
    make_post(Role.ADMIN, "kawai")  # not the last one: oneself all the same
    sent = {"sure": "on", "name": "別名", "role": "head", "post": str(ogata.post.pk)}
    answer = send(f"people/ogata/{done}", **sent, until="今日", since="今日")
    assert answer.status_code == 422
    assert "別のシステム管理者に頼んでください" in answer.content.decode()
    user = User.objects.get(username="ogata")
    assert (user.is_active, user.name, user.posts.get().until) == (True, "緒方 誠", None)


@pytest.mark.parametrize("path", ["people", "people/add", "people/suzuki/", "teams", "settings"])
def test_the_pages_are_the_administrators(
    path: str, suzuki: Viewer, kimura: Viewer, client_for: ClientFor
) -> None:
    for viewer in (suzuki, kimura):
        assert client_for(viewer).get(f"/office/{path}").status_code == 403
    assert Client().get(f"/office/{path}").headers["Location"] == "/account/login/"


def test_the_administrator_is_led_to_these_pages_and_to_nothing_else(browser: Client) -> None:
    assert browser.get("/").headers["Location"] == "/office/people"
    page = browser.get("/office/people").content.decode()
    side = page[page.index('<nav class="side"') : page.index("</nav>")]
    assert re.findall(r'<a href="([^"]+)"', side) == ["/office/people", "/office/teams", "/office/settings"]
    assert [address in page for address in ("/find", "/contacts/note", "/practice/")] == [False] * 3
