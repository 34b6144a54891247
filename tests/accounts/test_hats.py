"""Hats: one at a time, chosen by the wearer, gone when the post ends."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from tests.accounts.pages import forms_of
from tomoni.accounts import queries
from tomoni.accounts.models import Post, User
from tomoni.calendar import today
from tomoni.tenancy.models import Municipality

LogIn = Callable[..., Client]


def test_a_single_hat_is_worn_without_asking(sato: User, log_in: LogIn) -> None:
    client = log_in(sato)
    response = client.get("/drafts/")
    assert response.wsgi_request.viewer.post == sato.posts.get()


def test_with_two_hats_one_is_asked_first(tanaka: User, log_in: LogIn) -> None:
    client = log_in(tanaka)
    assert client.get("/drafts/").headers["Location"] == "/account/hats/"
    html = client.get("/account/hats/").content.decode()
    assert [hat in html for hat in ("統括支援員", "アドバイザー", "ともに町", "となり町")] == [True] * 4


def test_the_chosen_hat_is_worn_and_can_be_changed(
    tanaka: User,
    log_in: LogIn,
    journal: Callable[[Municipality], list[tuple[str, str]]],
    elsewhere: Municipality,
) -> None:
    client = log_in(tanaka)
    for post in tanaka.posts.order_by("pk"):
        client.post("/account/hats/", {"post": post.pk})
        assert client.get("/drafts/").wsgi_request.viewer.post == post
    assert journal(elsewhere) == [("login", "password"), ("hat", ""), ("hat", "")]
    assert "いまの役割" in client.get("/account/hats/").content.decode()


def test_somebody_elses_hat_cannot_be_worn(tanaka: User, sato: User, log_in: LogIn) -> None:
    client = log_in(tanaka)
    for wrong in (str(sato.posts.get().pk), "0", "-1", "x", "9" * 30, ""):
        assert client.post("/account/hats/", {"post": wrong}).status_code == 200
        assert client.get("/drafts/").headers["Location"] == "/account/hats/"


def test_a_hat_is_gone_at_the_next_request_after_its_last_day(tanaka: User, log_in: LogIn) -> None:
    client = log_in(tanaka)
    first, second = tanaka.posts.order_by("pk")
    client.post("/account/hats/", {"post": first.pk})
    Post.objects.filter(pk=first.pk).update(until=today() - timedelta(days=1))
    assert client.get("/drafts/").headers["Location"] == "/account/hats/"
    assert [
        form.fields["post"]
        for form in forms_of(client.get("/account/hats/").content.decode())
        if "post" in form.fields
    ] == [[str(second.pk)]]


def test_without_any_hat_the_page_says_what_to_do(nakamura: User, log_in: LogIn) -> None:
    client = log_in(nakamura)
    assert client.get("/drafts/").headers["Location"] == "/account/hats/"
    html = client.get("/account/hats/").content.decode()
    assert "いま使える役割がありません" in html
    assert "中村さん" in html
    assert "役割の登録を頼んでください" in html


def test_home_is_the_municipality_of_the_first_post(tanaka: User, nakamura: User, muni: Municipality) -> None:
    assert (queries.home_of(tanaka), queries.home_of(nakamura)) == (muni, None)
