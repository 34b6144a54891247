"""The directory through its pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.people.conftest import Screen, queries
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.resources.actions import add_organisation, change_organisation
from tomoni.resources.models import Organisation
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

ScreenOf = Callable[[Viewer], Screen]


@pytest.fixture
def school(sato: Viewer, in_muni: Municipality) -> Organisation:
    return add_organisation(
        sato, name="みなみ小学校", name_kana="ミナミショウガッコウ", kind="primary_school"
    )


def rows() -> int:
    return int(Organisation.objects.for_system("test").count())


def test_a_clerk_adds_and_corrects_an_organisation(
    mori: Viewer, in_muni: Municipality, screen: ScreenOf
) -> None:
    page = screen(mori).save(
        "resources:add", name="ひまわり園", kind="nursery", phone="022-000-0001", confirmed_on="今日"
    )
    assert "令和8年6月10日" in page
    row = Organisation.objects.for_system("test").get()
    page = screen(mori).save(
        "resources:change", row.ref, name="ひまわり園", kind="nursery", person_to_call="園長 山本先生"
    )
    assert "園長 山本先生" in page
    assert "022-000-0001" not in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "", "kind": "nursery"}, "名称：書いてください。"),
        ({"name": "園", "kind": ""}, "種別：選んでください。"),
        ({"name": "園", "kind": "castle"}, "castle は候補にありません"),
        ({"name": "園" * 101, "kind": "nursery"}, "100 文字以下"),
        ({"name": "園", "kind": "nursery", "confirmed_on": "R8.4"}, "年月日まで入力してください"),
        ({"name": "園", "kind": "nursery", "confirmed_on": "R9.4.1"}, "まだ来ていない日付です"),
        ({"name": "園\0", "kind": "nursery"}, "保存できない文字"),
    ],
)  # fmt: skip
def test_bad_input_comes_back_with_words_and_writes_nothing(
    fields: dict[str, str],
    said: str,
    sato: Viewer,
    in_muni: Municipality,
    screen: ScreenOf,
) -> None:
    assert said in screen(sato).refused("resources:add", **fields)
    assert rows() == 0


def test_the_list_finds_by_kind_and_by_reading(school: Organisation, sato: Viewer, screen: ScreenOf) -> None:
    add_organisation(sato, name="きた中学校", kind="junior_high_school")
    for asked, found in (
        ({"q": "みなみしょう"}, ["みなみ小学校"]),
        ({"kind": "junior_high_school"}, ["きた中学校"]),
        ({"q": "みなみ", "kind": "junior_high_school"}, []),
        ({}, ["きた中学校", "みなみ小学校"]),
        ({"q": "　"}, ["きた中学校", "みなみ小学校"]),
        ({"kind": "\0castle"}, ["きた中学校", "みなみ小学校"]),
    ):
        page = screen(sato).text("resources:list", **asked)
        assert [name for name in ("きた中学校", "みなみ小学校") if f"{name}</a>" in page] == found


def test_suggestions_tell_namesakes_apart(school: Organisation, sato: Viewer, screen: ScreenOf) -> None:
    change_organisation(sato, organisation=school, address="ともに町南1")
    said = screen(sato).text("resources:suggest", q="みなみ")
    assert f'data-value="{school.ref}"' in said
    assert "小学校　ともに町南1" in said
    assert "option" not in screen(sato).text("resources:suggest", q=" ")


def test_guests_and_agencies_do_not_open_the_directory(
    school: Organisation,
    make_post: Callable[..., Any],
    client_for: Callable[[Any], Client],
) -> None:
    for role in (Role.AGENCY, Role.FAMILY, Role.ADVISER, Role.ADMIN):
        client = client_for(make_post(role, role.value))
        assert [client.get(f"/resources/{page}").status_code for page in ("", "add", f"{school.ref}/")] == [
            403
        ] * 3


def test_another_municipality_finds_nothing(school: Organisation, stranger: Viewer, screen: ScreenOf) -> None:
    assert screen(stranger).get("resources:organisation", school.ref).status_code == 404
    assert screen(stranger).get("resources:change", school.ref).status_code == 404
    assert "みなみ小学校" not in screen(stranger).text("resources:list")
    with tenant(stranger.tenant):
        assert rows() == 0


def test_the_list_asks_as_often_for_thirty_as_for_one(
    school: Organisation, sato: Viewer, screen: ScreenOf
) -> None:
    at = screen(sato)
    assert queries(at, "resources:list", q="み") == 6
    for number in range(29):
        add_organisation(sato, name=f"みどり園{number}", kind="nursery")
    assert queries(at, "resources:list", q="み") == 6
