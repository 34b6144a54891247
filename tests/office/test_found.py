"""``tomoni found``: a municipality, its administrator, and what is refused."""

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from tests.office.conftest import Journal
from tomoni.accounts.models import Post, ResetCode, User
from tomoni.calendar import today
from tomoni.journal.queries import verify
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality


def found(*more: str, code: str = "011002", admin: str = "ogata", name: str = "緒方 誠") -> str:
    said = StringIO()
    call_command("found", "--code", code, "--admin", admin, "--name", name, *more, stdout=said)
    return said.getvalue()


def refused(*more: str, **named: str) -> str:
    with pytest.raises(CommandError) as told:
        found(*more, **named)
    return str(told.value)


def secret_in(said: str) -> str:
    code = re.search(r"再設定コード：([2-9A-Z]{4}(?:-[2-9A-Z]{4}){3})\n", said)
    assert code
    return code[1]


def test_a_municipality_is_founded_and_its_administrator_gets_in(db: None) -> None:
    said = found("--kana", "おがた まこと")
    place, post = Municipality.objects.get(), Post.objects.get()
    assert (place.code, place.name, place.name_kana, place.prefecture) == (
        "011002",
        "札幌市",
        "さっぽろし",
        "北海道",
    )
    assert (place.demo, place.open_to_other_teams) == (False, False)
    assert (post.user.username, post.user.name, post.user.name_kana) == ("ogata", "緒方 誠", "おがた まこと")
    assert (post.role, post.municipality, post.since, post.until) == ("admin", place, today(), None)
    password = "kumo to yane to kaze"
    sent = {"username": "ogata", "code": secret_in(said), "password1": password, "password2": password}
    assert Client().post("/account/reset/", sent).status_code == 302
    client = Client()
    client.post("/account/login/", {"login": "ogata", "password": password})
    assert "緒方 誠" in client.get("/office/people").content.decode()


def test_it_stands_in_the_journal_from_the_first_entry(db: None, office_journal: Journal) -> None:
    found()
    place, post = Municipality.objects.get(), Post.objects.get()
    assert office_journal(place) == [
        {"by": [None, None], "what": "found"},
        {
            "by": [None, None],
            "what": "give_post",
            "user": post.user_id,
            "post": post.pk,
            "role": "admin",
            "since": today().isoformat(),
        },
    ]
    with tenant(place):
        assert verify(place.pk).as_dict() == {"entries": 3, "ok": True, "first_bad": None, "anchors": 0}


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("011003", "北海道札幌市なら 011002 です。"),
        ("01100", "北海道札幌市なら 011002 です。"),
        ("札幌市", "検査数字（6けた目）まで正しく入れてください。"),
        ("", "検査数字（6けた目）まで正しく入れてください。"),
        ("０１１００２", "検査数字（6けた目）まで正しく入れてください。"),
        ("999997", "999997 にあたる自治体が見つかりません。"),
    ],
)
def test_a_wrong_code_is_told(db: None, code: str, told: str) -> None:
    assert told in refused(code=code)
    assert (Municipality.objects.count(), User.objects.count()) == (0, 0)


def test_a_wrong_user_name_leaves_nothing_behind(db: None) -> None:
    assert "半角の英字と数字" in refused(admin="緒方")
    assert "氏名を書いてください。" in refused(name=" ")
    assert (Municipality.objects.count(), User.objects.count()) == (0, 0)


def test_nothing_is_founded_twice(db: None) -> None:
    found()
    assert "北海道札幌市（011002）は登録してあります。" in refused(admin="hoshi")
    assert "--another" in refused(admin="hoshi")
    assert (Municipality.objects.count(), User.objects.count()) == (1, 1)


def test_a_second_administrator_is_added_when_asked_for(db: None) -> None:
    found()
    secret_in(found("--another", admin="hoshi", name="星 明"))
    posts = Post.objects.order_by("pk")
    assert [(post.user.name, post.role) for post in posts] == [("緒方 誠", "admin"), ("星 明", "admin")]
    assert ResetCode.objects.count() == 2
    assert "この利用者名は使えません" in refused("--another", admin="Hoshi")


def test_another_one_needs_a_first(db: None) -> None:
    assert "まだ登録してありません" in refused("--another")
    assert Municipality.objects.count() == 0


def test_two_municipalities_live_side_by_side(db: None) -> None:
    found()
    found(code="372013", admin="sanuki", name="讃岐 一")
    assert [place.name for place in Municipality.objects.order_by("code")] == ["札幌市", "高松市"]
    assert "この利用者名は使えません" in refused(code="222127", admin="ogata")


def test_a_demo_is_never_touched(muni: Municipality) -> None:
    Municipality.objects.update(demo=True)
    for more in ((), ("--another",)):
        assert "このデータベースには架空の町があります。" in refused(*more)
    assert (Municipality.objects.count(), User.objects.count()) == (1, 0)


def test_without_tables_it_says_what_to_do_first(tmp_path: Path) -> None:
    words = ["found", "--code", "011002", "--admin", "ogata", "--name", "緒方 誠"]
    own = {"TOMONI_DATA_DIR": str(tmp_path), "TOMONI_DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    command = [sys.executable, "-m", "tomoni", *words]
    done = subprocess.run(command, env={**os.environ, **own}, capture_output=True, text=True, check=False)
    assert (done.returncode, "先に tomoni setup を実行してください。" in done.stderr) == (1, True)
