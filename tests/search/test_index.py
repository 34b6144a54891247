"""What is put into the index is found in the database, whole and in part, and nothing else is."""

import csv
import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tomoni.access.actions import open_dossier
from tomoni.access.collect import looking
from tomoni.access.models import Dossier
from tomoni.access.viewer import Viewer
from tomoni.journal.models import Entry
from tomoni.search import actions
from tomoni.search.actions import drop, put, rebuild
from tomoni.search.choices import Reason
from tomoni.search.queries import NOTHING_TO_FIND, TOO_LONG, Found, find, suggest
from tomoni.search.rules import alternatives, words_of
from tomoni.tenancy.models import Municipality

DATA = Path(__file__).parent / "data"


def cells() -> list[tuple[str, str]]:
    with (DATA / "found.csv").open(encoding="utf-8", newline="") as rows:
        return [(typed, person) for typed, person in list(csv.reader(rows))[1:]]


@pytest.fixture
def dossier(sato: Viewer, in_muni: Municipality) -> Dossier:
    return open_dossier(sato, kind="family")


def known(dossier: Dossier, *names: str, ref: UUID | None = None, **texts: list[str]) -> UUID:
    """Enter a person by these names."""
    ref = ref or uuid4()
    put(
        dossier,
        "person",
        ref,
        label=names[0] if names else "",
        names=names,
        kana=texts.pop("kana", []),
        **texts,
    )
    return ref


def refs(viewer: Viewer, text: str, **how: int) -> list[UUID]:
    return [hit.ref for hit in find(viewer, text, **how).hits]


def entries() -> list[dict[str, object]]:
    bodies = [json.loads(body) for body in Entry.objects.order_by("seq").values_list("body", flat=True)]
    return [body for body in bodies if body["kind"] == "search"]


@pytest.mark.parametrize(("typed", "person"), cells())
def test_the_fifty_searches_find_the_person_in_the_database(
    typed: str, person: str, sato: Viewer, dossier: Dossier
) -> None:
    former, _, present = person.rpartition("→")
    name, _, kana = present.partition("|")
    known(dossier, "無関係 太郎", kana=["ムカンケイ タロウ"])
    expected = known(dossier, *filter(None, [name, former]), kana=[kana] if kana else [])
    assert refs(sato, typed) == [expected]


def test_what_is_dropped_is_gone_and_what_is_put_again_is_known_by_the_new_words_only(
    sato: Viewer, dossier: Dossier
) -> None:
    ref = known(dossier, "佐藤 花子", phones=["090-1111-2222"])
    known(dossier, "渡邊 花子", ref=ref, phones=["090-3333-4444"])
    assert (refs(sato, "佐藤"), refs(sato, "11112222")) == ([], [])
    assert refs(sato, "渡辺") == refs(sato, "33334444") == [ref]
    drop("family", ref)
    assert refs(sato, "渡辺") == [ref]
    drop("person", ref)
    assert (refs(sato, "渡辺"), refs(sato, "33334444")) == ([], [])


def test_rebuilding_replaces_one_kind_and_leaves_the_others(sato: Viewer, dossier: Dossier) -> None:
    known(dossier, "佐藤 花子")
    put(dossier, "family", family := uuid4(), label="佐藤さんの家庭", names=["佐藤さんの家庭"], kana=[])
    people = [
        actions.Entry(dossier.pk, uuid4(), f"佐藤 {given}", [f"佐藤 {given}"]) for given in ("蓮", "葵", "湊")
    ]
    assert rebuild("person", iter(people)) == 3
    assert set(refs(sato, "佐藤")) == {family, *(person.ref for person in people)}
    assert rebuild("person", []) == 0
    assert refs(sato, "佐藤") == [family]


@pytest.mark.parametrize(
    "typed",
    [
        "090-1234-5678",
        "０９０１２３４５６７８",
        "+81 90 1234 5678",
        "5678",
        "090-1234",
        "1234-5678",
        "1234 5678",
    ],
)
def test_a_telephone_is_found_whole_and_in_part(typed: str, sato: Viewer, dossier: Dossier) -> None:
    known(dossier, "別の人", phones=["080-5678-1234"])
    ref = known(dossier, "佐藤 花子", phones=["090-1234-5678"])
    assert refs(sato, typed)[0] == ref
    assert find(sato, typed).hits[0].reasons == (Reason.PHONE,)


@pytest.mark.parametrize(
    "typed",
    ["宮城県ともに町本町三丁目2番11号", "本町3-2-11", "本町３ー２ー１１", "本町", "佐藤 本町3丁目", "3-2"],
)
def test_an_address_is_found_however_it_is_spelled(typed: str, sato: Viewer, dossier: Dossier) -> None:
    known(dossier, "別の人", addresses=["ともに町新町1-1"])
    ref = known(dossier, "佐藤 花子", addresses=["ともに町本町3丁目2番11号"])
    assert refs(sato, typed) == [ref]


@pytest.mark.parametrize("typed", ["F-2026-0012", "f2026", "0012", "２０２６－００１２"])
def test_a_number_is_found_whole_and_in_part(typed: str, sato: Viewer, dossier: Dossier) -> None:
    ref = known(dossier, numbers=["F-2026-0012"])
    assert [(hit.ref, hit.reasons) for hit in find(sato, typed).hits] == [(ref, (Reason.NUMBER,))]


def test_words_come_in_any_order_and_may_stand_in_different_texts(sato: Viewer, dossier: Dossier) -> None:
    ref = known(dossier, "佐藤 花子", kana=["サトウ ハナコ"], addresses=["ともに町本町3-2"])
    known(dossier, "佐藤 一郎", addresses=["ともに町旭町3-2"])
    for typed in ("花子 佐藤", "はなこ 佐藤", "子 佐", "本町 佐藤", "佐藤 本町3", "は さ"):
        assert refs(sato, typed) == [ref], typed


def test_a_single_character_is_enough(sato: Viewer, dossier: Dossier) -> None:
    ref = known(dossier, "林 楓", kana=["ハヤシ カエデ"])
    known(dossier, "森 葵", kana=["モリ アオイ"])
    for typed in ("林", "楓", "林 楓", "楓 林", "か", "林 か"):
        assert refs(sato, typed) == [ref], typed


def test_those_who_begin_with_the_words_come_first(sato: Viewer, dossier: Dossier) -> None:
    inside = known(dossier, "小林 葵")
    start = known(dossier, "林 葵")
    assert refs(sato, "林") == [start, inside]


def test_a_name_of_a_hundred_characters_is_found_to_its_end(sato: Viewer, dossier: Dossier) -> None:
    name = "".join(chr(0x4E00 + 7 * at) for at in range(100))
    ref = known(dossier, name)
    assert (
        refs(sato, name) == refs(sato, name[40:60]) == refs(sato, name[-9:]) == refs(sato, name[99]) == [ref]
    )
    assert refs(sato, name[:-1] + "々々") == refs(sato, name[40:55] + "林") == []
    assert refs(sato, f"{name[70:95]} {name[10:30]}") == [ref]
    assert refs(sato, f"{name[:8]} {name[:4]}林") == []


def test_forms_of_kanji_and_characters_beyond_the_basic_plane(sato: Viewer, dossier: Dossier) -> None:
    ref = known(dossier, "𠮷田 辻󠄀葛󠄀𩸽子")
    [hit] = find(sato, "𠮷").hits
    assert hit.label == "𠮷田 辻󠄀葛󠄀𩸽子"
    assert refs(sato, "吉田") == refs(sato, "辻葛") == refs(sato, "辻󠄀") == refs(sato, "𩸽") == [ref]


@pytest.mark.parametrize(
    "typed", ["", " 　", "・", "。、！", "\0", "\0\0", "\ud842", "-", "旧姓", "\U000e0100"]
)
def test_nothing_to_look_for_gives_advice_and_no_entry(typed: str, sato: Viewer, dossier: Dossier) -> None:
    known(dossier, "佐藤 花子")
    assert find(sato, typed) == Found(advice=NOTHING_TO_FIND)
    assert suggest(sato, typed) == ()
    assert entries() == []


def test_a_query_of_ten_thousand_characters_is_refused_clearly(sato: Viewer, dossier: Dossier) -> None:
    known(dossier, "佐藤 花子")
    assert find(sato, "佐" * 10_000) == Found(advice=TOO_LONG)
    assert suggest(sato, "佐" * 10_000) == ()
    assert "200文字まで" in TOO_LONG
    assert find(sato, "佐 " * 100).hits[0].label == "佐藤 花子"
    assert find(sato, " ".join("佐藤花子林楓葵蓮") + " " + "い " * 90).hits == ()


@pytest.mark.parametrize(
    "typed", ["佐\0藤", "佐藤\ud842", "佐藤%", "_佐藤", "佐藤'--", "佐藤\\", '"佐藤"', "=佐藤", "佐藤\n"]
)
def test_signs_have_no_meaning_of_their_own(typed: str, sato: Viewer, dossier: Dossier) -> None:
    ref = known(dossier, "佐藤 花子")
    assert refs(sato, typed) == [ref]
    assert refs(sato, "%") == refs(sato, "_") == []


def test_pages_instead_of_a_count(sato: Viewer, dossier: Dossier) -> None:
    people = [known(dossier, f"佐藤 {chr(0x4E00 + at)}", kana=["サトウ"]) for at in range(45)]
    pages = [find(sato, "佐藤", page=page) for page in (1, 2, 3, 4)]
    assert [(len(page.hits), page.more) for page in pages] == [(20, True), (20, True), (5, False), (0, False)]
    assert sorted(hit.ref for page in pages for hit in page.hits) == sorted(people)
    assert len(suggest(sato, "さ")) == 10


def test_the_same_number_of_queries_with_one_hit_and_with_thirty(
    sato: Viewer, dossier: Dossier, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    known(dossier, "佐藤 花子", kana=["サトウ ハナコ"])
    find(sato, "佐藤")
    with django_assert_num_queries(11):
        assert len(find(sato, "佐藤", limit=50).hits) == 1
    for _ in range(29):
        known(open_dossier(sato, kind="family"), "佐藤 花子", kana=["サトウ ハナコ"])
    with django_assert_num_queries(11):
        assert len(find(sato, "佐藤", limit=50).hits) == 30


def test_only_the_kinds_that_were_asked_for(sato: Viewer, dossier: Dossier) -> None:
    person = known(dossier, "佐藤 花子")
    put(dossier, "family", family := uuid4(), label="佐藤さん", names=["佐藤さん"], kana=[])
    found = {
        kind: [hit.ref for hit in find(sato, "佐藤", kinds=[kind]).hits] for kind in ("person", "family", "x")
    }
    assert found == {"person": [person], "family": [family], "x": []}
    assert [hit.kind for hit in suggest(sato, "佐藤", kinds=["family"])] == ["family"]


def test_a_search_is_journaled_without_its_words(sato: Viewer, dossier: Dossier) -> None:
    known(dossier, "佐藤 花子")
    find(sato, "佐藤 花")
    suggest(sato, "佐")
    find(sato, "いない人")
    by = [sato.user.pk, sato.post.pk]
    shared = {"by": by, "kind": "search"}
    bodies = [{key: value for key, value in entry.items() if key != "at"} for entry in entries()]
    assert bodies == [
        {**shared, "what": "find", "length": 4, "hits": 1, "dossiers": [dossier.pk]},
        {**shared, "what": "suggest", "length": 1, "hits": 1, "dossiers": [dossier.pk]},
        {**shared, "what": "find", "length": 4, "hits": 0, "dossiers": []},
    ]


def test_the_searches_of_a_page_are_written_when_it_is_done(sato: Viewer, dossier: Dossier) -> None:
    known(dossier, "佐藤 花子")
    with looking("desk:search"):
        find(sato, "佐藤")
        find(sato, "花子")
        assert entries() == []
    assert [entry["what"] for entry in entries()] == ["find", "find"]


PARTS = st.text(st.sampled_from("佐藤花子林さとうハナヴー3-7 aé々𠮷"), min_size=1, max_size=9)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(people=st.lists(st.lists(PARTS, min_size=1, max_size=2), min_size=1, max_size=5), typed=PARTS)
def test_the_database_finds_exactly_what_the_rule_says(
    people: list[list[str]], typed: str, sato: Viewer, dossier: Dossier
) -> None:
    entries = [actions.Entry(dossier.pk, uuid4(), "人", names) for names in people]
    rebuild("person", entries)
    query = alternatives(typed)
    expected = {entry.ref for entry in entries if holds(entry, query)}
    assert set(refs(sato, typed, limit=50)) == expected


def holds(entry: actions.Entry, query: list[list[str]]) -> bool:
    """The rule: every phrase of one list stands in one of the keys."""
    keys = words_of(entry.names, [], [], [], []).splitlines()
    return any(all(any(phrase in key for key in keys) for phrase in phrases) for phrases in query)


def test_nothing_stored_lets_a_phrase_run_over_two_keys(sato: Viewer, dossier: Dossier) -> None:
    known(dossier, "佐藤", "花子", phones=["090-1234-5678"], addresses=["本町1-2"])
    assert refs(sato, "藤花") == refs(sato, "佐藤花子") == refs(sato, "子090") == []
