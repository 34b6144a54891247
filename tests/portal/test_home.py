"""Whoever is not staff sees one page that says that nothing is shared yet, in words for them."""

from collections.abc import Callable

import pytest
from django.test import Client

from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post

WORDS = {
    Role.FAMILY: "担当の人と話して決めたもの",
    Role.CHILD: "ここで見られるものは、まだないよ",
    Role.AGENCY: "共有されている情報はまだありません",
    Role.ADVISER: "会議や依頼で招かれたときだけ",
    Role.GUIDANCE_CENTRE: "会議や依頼で招かれたときだけ",
    Role.PREFECTURE: "会議や依頼で招かれたときだけ",
}


@pytest.mark.parametrize("role", WORDS)
def test_each_visitor_begins_on_a_page_in_their_words(
    role: Role, make_post: Callable[..., Post], client_for: Callable[[Post], Client]
) -> None:
    client = client_for(make_post(role, "visitor"))
    assert client.get("/").headers["Location"] == "/portal/"
    assert WORDS[role] in client.get("/portal/").content.decode()
    assert client.get("/today").status_code == 403


def test_staff_begin_with_today_and_have_no_portal(
    sato: Viewer, client_for: Callable[[Viewer], Client]
) -> None:
    client = client_for(sato)
    assert client.get("/").headers["Location"] == "/today"
    assert client.get("/portal/").status_code == 403
