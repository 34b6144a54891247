"""The cards of the demo people: on a demo database only."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.accounts.pages import forms_of
from tests.conftest import MakePost
from tomoni.accounts import queries
from tomoni.accounts.choices import SEES, Role
from tomoni.accounts.models import Post, Team, User
from tomoni.tenancy.models import Municipality
from tomoni.town.script import town


@pytest.fixture
def demo_town(muni: Municipality) -> Municipality:
    muni.demo = True
    muni.save()
    return muni


def cards(client: Client) -> list[str]:
    forms = forms_of(client.get("/account/login/").content.decode())
    return [form.fields["username"][0] for form in forms if form.action == "/account/demo/"]


def test_each_person_has_a_card_with_hat_and_what_one_sees(
    sato: User, admin: User, demo_town: Municipality
) -> None:
    html = Client().get("/account/login/").content.decode()
    assert cards(Client()) == ["sato", "kanri"]
    assert [text in html for text in ("佐藤", "相談員", SEES[Role.PRACTITIONER], SEES[Role.ADMIN])] == [
        True
    ] * 4


def test_the_page_says_that_the_town_is_invented_in_the_words_of_the_town(
    sato: User, demo_town: Municipality
) -> None:
    assert town().town.notice in Client().get("/account/login/").content.decode()


def test_they_stand_by_team_with_families_and_guests_apart(
    demo_town: Municipality, team: Team, team_two: Team, make_post: MakePost
) -> None:
    make_post(Role.ADMIN, "hirama", "平間")
    make_post(Role.FAMILY, "oka", "岡")
    make_post(Role.MATERNAL_HEALTH, "aizawa", "相沢", team=team_two)
    make_post(Role.AGENCY, "takeda", "武田")
    make_post(Role.PRACTITIONER, "kanno", "菅野", team=team)
    make_post(Role.HEAD, "iwabuchi", "岩渕")
    make_post(Role.CHILD, "wataru", "航")
    make_post(Role.COORDINATOR, "kanno", team=team_two)  # two hats: one card, where the first belongs
    make_post(Role.PREFECTURE, "akiba", "秋葉", team=team)
    shown = [(group.name, [user.username for user, _ in group.people]) for group in queries.demo_groups()]
    assert shown == [
        ("家庭相談係", ["kanno"]),
        ("母子保健係", ["aizawa"]),
        ("センターの職員", ["iwabuchi"]),
        ("関係機関・外から支える人", ["takeda", "akiba"]),
        ("家族・こども", ["oka", "wataru"]),
        ("システムの管理", ["hirama"]),
    ]
    html = Client().get("/account/login/").content.decode()
    assert cards(Client()) == ["kanno", "aizawa", "iwabuchi", "takeda", "akiba", "oka", "wataru", "hirama"]
    assert [html.count("統括支援員"), html.count(SEES[Role.PRACTITIONER])] == [1, 1]


def test_the_page_asks_the_database_as_often_for_thirty_people_as_for_one(
    demo_town: Municipality,
    team: Team,
    make_post: MakePost,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for more in (1, 29):
        for _ in range(more):
            make_post(Role.CLERK, f"clerk{User.objects.count()}", team=team)
        with django_assert_num_queries(3):
            assert Client().get("/account/login/").status_code == 200


def test_one_tap_logs_in_and_is_journaled(
    sato: User, demo_town: Municipality, journal: Callable[[Municipality], list[tuple[str, str]]]
) -> None:
    client = Client()
    assert client.post("/account/demo/", {"username": "sato"}).headers["Location"] == "/"
    assert "佐藤" in client.get("/account/mine/").content.decode()
    assert journal(demo_town) == [("login", "demo")]


def test_one_tap_changes_the_person(sato: User, admin: User, demo_town: Municipality) -> None:
    client = Client()
    client.post("/account/demo/", {"username": "sato"})
    first = client.session.session_key
    client.post("/account/demo/", {"username": "kanri"})
    assert "管理者" in client.get("/account/mine/").content.decode()
    assert client.session.session_key != first


def test_a_real_database_has_no_such_door(sato: User, muni: Municipality) -> None:
    assert cards(Client()) == []
    assert Client().post("/account/demo/", {"username": "sato"}).status_code == 404
    assert Client().get("/account/demo/").status_code == 405


def test_one_real_municipality_shuts_the_door_for_all(
    sato: User, demo_town: Municipality, elsewhere: Municipality
) -> None:
    assert cards(Client()) == []
    assert Client().post("/account/demo/", {"username": "sato"}).status_code == 404
    assert not queries.is_demo(sato)


def test_who_is_no_demo_person_has_no_card(sato: User, nakamura: User, demo_town: Municipality) -> None:
    gone = User.objects.create(username="gone", name="異動した人", is_active=False)
    Post.objects.create(user=gone, municipality=demo_town, role=Role.CLERK)
    assert cards(Client()) == ["sato"]
    for username in ("nakamura", "gone", "nobody", ""):
        assert Client().post("/account/demo/", {"username": username}).status_code == 404


def test_every_role_has_words_for_what_one_sees() -> None:
    assert set(SEES) == set(Role)
