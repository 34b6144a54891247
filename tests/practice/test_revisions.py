"""A published revision never changes; a municipality adds its own and changes nobody's."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from tests.practice.conftest import HEAD, Write
from tomoni.content import FOLDER
from tomoni.practice import ContentError, codes, current, load, packs, revisions
from tomoni.practice.checks import content_can_be_used

KEY = "machi-2026/r1"
BUILT_IN = "kodomo-katei-2026-03"
# What was published once; a new revision adds a line, none is ever written anew.
PUBLISHED = {
    "kodomo-katei-2026-03/r1": "8056628260b6a81f4679d6f131fc61bfffb9bbe40c504fe25089df5230dc84fb",
    "kodomo-katei-2026-03/r2": "190fe8372f8e754911e04542cddffeeaf5b9f8ed7f1d00de90a8d855d51324cb",
    "kodomo-katei-2026-03/r3": "bdd17c390cdb63b2de1a3a48d1e2563faca1ee1104e43ffff184531edca0f6cf",
}
MARGIN = "title: 余力\nsource: {title: 町}\nitems:\n  - {id: ample, label: ゆとり}\n  - {id: scarce, label: わずか}\n"


@pytest.fixture
def published(own_pack: Write, restart: Callable[[], None]) -> Write:
    """The municipality's own model with its own words for margin, published."""
    own_pack("margin.yaml", MARGIN)
    call_command("practice_publish", KEY)
    restart()
    return own_pack


def test_a_draft_is_there_but_not_current(own_pack: Write) -> None:
    own_pack("margin.yaml", MARGIN)
    assert (load(KEY).published, current().id) == (False, "kodomo-katei-2026-03")
    (told,) = content_can_be_used()
    assert (told.id, told.msg) == ("practice.W001", "実践モデル machi-2026/r1 は下書きです。")


def test_the_newest_published_model_is_current(published: Write) -> None:
    assert (current().key, current().published, content_can_be_used()) == (KEY, True, [])


def test_an_own_model_changes_only_what_it_writes(published: Write) -> None:
    own, built_in = load(KEY), load("kodomo-katei-2026-03/r1")
    assert own.margin.choices() == [("ample", "ゆとり"), ("scarce", "わずか")]
    assert (own.phases, len(own.viewpoints)) == (built_in.phases, 63)
    assert len(built_in.margin) == 5


def test_a_changed_item_is_named(published: Write) -> None:
    published("margin.yaml", MARGIN.replace("わずか", "ほとんどない"))
    with pytest.raises(ContentError) as refused:
        packs()
    assert "違う所:\n    margin › scarce\n" in str(refused.value)
    assert "machi-2026/r2 のフォルダーに写して書き" in str(refused.value)
    assert "tomoni practice_publish machi-2026/r2" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "text", "changed"),
    [
        ("margin.yaml", MARGIN + "  - {id: none, label: ない}\n", ["margin › none"]),
        ("margin.yaml", MARGIN.replace("title: 余力", "title: ゆとり"), ["margin › title"]),
        (
            "attitudes.yaml",
            MARGIN,
            ["attitudes › ample", "attitudes › scarce", "attitudes › source", "attitudes › title"],
        ),
    ],
)
def test_added_items_heads_and_files_count(
    published: Write, name: str, text: str, changed: list[str]
) -> None:
    published(name, text)
    with pytest.raises(ContentError) as refused:
        packs()
    assert [line.strip() for line in str(refused.value).splitlines() if line.startswith("    ")] == changed


def test_layout_and_comments_do_not_count(published: Write) -> None:
    published(
        "margin.yaml",
        "# 写した日\nitems:\n- label: ゆとり\n  id: ample\n- {label: わずか, id: scarce}\nsource: {title: 町}\ntitle: 余力\n",
    )
    assert load(KEY).published


def test_the_order_of_items_counts(published: Write) -> None:
    published(
        "margin.yaml",
        "title: 余力\nsource: {title: 町}\nitems:\n  - {id: scarce, label: わずか}\n  - {id: ample, label: ゆとり}\n",
    )
    with pytest.raises(ContentError, match="公開したときと違います"):
        packs()


def test_a_published_revision_cannot_be_taken_away(
    published: Write, restart: Callable[[], None], tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "content/practice/machi-2026")
    restart()
    with pytest.raises(ContentError, match="machi-2026/r1 のフォルダーがありません"):
        packs()


def test_a_new_revision_stands_beside_the_old(published: Write, write: Write) -> None:
    write("practice/machi-2026/r2/pack.yaml", HEAD.format(revision=2).replace("kodomo-katei-2026-03/r1", KEY))
    write(
        "practice/machi-2026/r2/attitudes.yaml",
        "title: 態様\nsource: {title: 町}\nitems:\n  - {id: asks, label: 相談あり}\n",
    )
    call_command("practice_publish", "machi-2026/r2")
    write("note.txt", "")
    assert [pack.key for pack in packs()][-2:] == [KEY, "machi-2026/r2"]
    assert (current().revision, load(KEY).attitudes.label("asks")) == (2, "自分から相談している")
    assert (load("machi-2026").attitudes.label("asks"), len(load("machi-2026").margin)) == ("相談あり", 2)


def test_publishing_twice_is_harmless(published: Write, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("practice_publish", KEY)
    assert capsys.readouterr().out.startswith("machi-2026/r1 はすでに公開されています")


def test_publishing_what_does_not_exist(restart: Callable[[], None]) -> None:
    with pytest.raises(
        CommandError,
        match="がありません。いまあるのは "
        "kodomo-katei-2026-03/r1、kodomo-katei-2026-03/r2、kodomo-katei-2026-03/r3 です",
    ):
        call_command("practice_publish", "machi-2030/r1")


def test_publishing_broken_content_is_refused(own_pack: Write) -> None:
    own_pack("margin.yaml", "title: 余力\n")
    with pytest.raises(CommandError, match=r"margin\.yaml"):
        call_command("practice_publish", KEY)


def test_the_built_in_model_belongs_to_nobody_else(write: Write) -> None:
    head = HEAD.format(revision=4).replace("machi-2026", "kodomo-katei-2026-03")
    write("practice/kodomo-katei-2026-03/r4/pack.yaml", head)
    with pytest.raises(
        ContentError,
        match=r"変えられません。別の名前のフォルダーを作り、pack.yaml に based_on: kodomo-katei-2026-03/r3 と",
    ):
        packs()


def test_the_built_in_model_is_as_it_was_published() -> None:
    record = json.loads((FOLDER / "practice/revisions.json").read_text(encoding="utf-8"))
    assert {key: entry["sha256"] for key, entry in record.items()} == PUBLISHED
    assert all(load(key).published for key in PUBLISHED)


def test_the_second_revision_changes_words_only() -> None:
    """A record of the first revision reads as before; every id means the same in the second."""
    first, second = load("kodomo-katei-2026-03/r1"), load("kodomo-katei-2026-03/r2")
    assert (first.duties.label("plan_review"), second.duties.label("plan_review")) == (
        "プランの振り返り",
        "プランの見直し",
    )
    for listing in ("phases", "duties", "involvement", "margin", "attitudes", "families", "viewpoints"):
        assert [each.id for each in getattr(first, listing)] == [each.id for each in getattr(second, listing)]
    rules = [
        [replace(box.evidence, looks_at="") for each in pack.viewpoints for box in each.boxes]
        for pack in (first, second)
    ]
    assert rules[0] == rules[1]


def test_the_third_revision_adds_duties_only() -> None:
    """What has no place in a second or first revision falls due all the same: kinds of duty are asked of the newest."""
    second, third = load("kodomo-katei-2026-03/r2"), load("kodomo-katei-2026-03/r3")
    assert current() is third
    added = [kind.id for kind in third.duties if kind.id not in second.duties]
    assert added == ["tell_family", "feedback"]
    assert [each for each in third.duties if each.id in second.duties] == list(second.duties)
    assert third.viewpoints == second.viewpoints


def test_one_thing_has_one_name_in_the_current_model() -> None:
    """Rhythms, ways and what is looked for say 関与度 and 見直し, as the pages do."""
    pack = current()
    said = [each.text + each.label for each in pack.duties] + [way.when for way in pack.circle]
    said += [box.evidence.looks_at for each in pack.viewpoints for box in each.boxes]
    assert [
        text for text in said if re.search("かかわりの濃さ|関与の濃さ|プランの振り返り|当て$", text)
    ] == []


def test_a_model_of_the_same_date_does_not_push_the_municipalitys_own_aside(
    write: Write, restart: Callable[[], None]
) -> None:
    write("practice/machi-2026/r1/pack.yaml", HEAD.format(revision=1).replace("2026-04", load(BUILT_IN).date))
    call_command("practice_publish", KEY)
    restart()
    assert (current().key, load(BUILT_IN).key) == (KEY, "kodomo-katei-2026-03/r3")


def test_own_codes_are_added_behind(write: Write) -> None:
    built_in = codes("doors").choices()
    write(
        "codes/doors.yaml",
        "title: 入口\nsource: {title: 町}\nitems:\n  - {id: ferry, label: 渡し船の待合から}\n",
    )
    assert codes("doors").choices() == [*built_in, ("ferry", "渡し船の待合から")]


def test_an_own_list_is_a_list_of_its_own(write: Write) -> None:
    write("codes/islands.yaml", "title: 島\nsource: {title: 町}\nitems:\n  - {id: north, label: 北の島}\n")
    assert codes("islands").choices() == [("north", "北の島")]


def test_a_built_in_code_cannot_be_changed(write: Write) -> None:
    write("codes/doors.yaml", "title: 入口\nsource: {title: 町}\nitems:\n  - {id: police, label: 交番から}\n")
    with pytest.raises(ContentError, match="［police］ は本体にある区分で、変えられません"):
        codes("doors")


VALUES = st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=4)


@given(VALUES, VALUES)
def test_a_digest_is_for_one_content_only(one: dict[str, str], other: dict[str, str]) -> None:
    reordered = dict(reversed(one.items()))
    assert revisions.digest({"a": one}) == revisions.digest({"a": reordered})
    assert (revisions.digest({"a": one}) == revisions.digest({"a": other})) == (one == other)
