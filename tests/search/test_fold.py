"""Names are found however they are written, and different names stay apart."""

import csv
import unicodedata
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.search.fold import (
    VARIANTS,
    Name,
    fold,
    fold_kana,
    grams,
    matches,
    name_keys,
    query_grams,
    query_phrases,
)

FOUND = Path(__file__).parent / "data" / "found.csv"
KANJI = st.sampled_from("髙高橋渡邊邉辺部齋斎斉藤佐々木山﨑崎吉𠮷田島嶋沢澤大小野真理優子花一")
KANA = st.sampled_from(
    "アイウエオカガキギクコゴサシジスタチツトドナニノハブホミユヨリルンァィュョッヴーあいうおかきこさしたとのはみゃゅょっ"
)
PLAIN = st.text(KANJI | KANA | st.sampled_from("abnốđÉ・ 　々ー-"), max_size=12)


def stored(text: str) -> list[Name]:
    """A cell of the file: ``name|kana``, after ``former name→`` where there is one."""
    former, _, present = text.rpartition("→")
    name, _, kana = present.partition("|")
    return [Name(name, kana)] + ([Name(former, former=True)] if former else [])


def cells() -> list[tuple[str, str]]:
    with FOUND.open(encoding="utf-8", newline="") as rows:
        return [(typed, person) for typed, person in list(csv.reader(rows))[1:]]


def test_all_fifty_searches_are_on_file() -> None:
    assert len(cells()) == 50


@pytest.mark.parametrize(("typed", "person"), cells())
def test_what_is_typed_finds_the_person(typed: str, person: str) -> None:
    assert matches(typed, stored(person))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("髙橋", "高橋"),
        ("渡邊 渡邉 渡邉󠄀", "渡辺渡辺渡辺"),
        ("辻󠄀", "辻"),
        ("神谷", "神谷"),
        ("𠮷田", "吉田"),
        ("佐々木", "佐佐木"),
        ("みすゞ", "ミスズ"),
        ("ｻﾞｸﾛ", "ザクロ"),
        ("おおの", "オオノ"),
        ("オーノ", "オオノ"),
        ("オ－ノ", "オオノ"),
        ("オウノ", "オオノ"),
        ("けーこ", "ケエコ"),
        ("ケイコ", "ケエコ"),
        ("ジユン", "ジユン"),
        ("ジュン", "ジユン"),
        ("きょうこ", "キヨオコ"),
        ("みづき", "ミズキ"),
        ("ちぢわ", "チジワ"),
        ("ヴィヴィアン", "ビビアン"),
        ("ゔぇら", "ベラ"),
        ("ルゥヴル", "ルウブル"),
        ("三ヶ島", "三ケ島"),
        ("ヲトメ", "オトメ"),
        ("Nguyễn Thị Đào", "nguyenthidao"),
        ("ＭＡＲＩＡ", "maria"),
        ("Anne-Marie O’Brien", "annemarieobrien"),
        ("Łukasz Øre", "lukaszore"),
        ("グエン・ティ＝ラン", "グエンテエラン"),
        ("　佐藤　花子 ", "佐藤花子"),
        ("李（イ）", "李イ"),
        ("김민수", "김민수"),
        ("", ""),
        ("・　ー", ""),
    ],
)
def test_keys(text: str, key: str) -> None:
    assert fold(text) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("サトウ", "サイトウ"),
        ("オオノ", "オノ"),
        ("サト", "サトウ"),
        ("ユウコ", "ユキ"),
        ("ナカジマ", "ナカシマ"),
        ("ユウ", "ユ"),
        ("渡辺", "渡部"),
        ("斉藤", "斎藤"),
        ("伊藤", "伊東"),
        ("畑", "畠"),
        ("坂", "阪"),
        ("崎", "埼"),
        ("庄", "荘"),
        ("燿", "耀"),
        ("中", "仲"),
        ("籐", "藤"),
        ("邱", "丘"),
        ("宮", "官"),
        ("叶", "葉"),
        ("一", "ー"),
        ("は", "ば"),
        ("An", "Anh"),
    ],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(PLAIN)
def test_a_key_is_made_of_folded_characters(text: str) -> None:
    assert [fold(character) for character in fold(text)] == list(fold(text))


@given(st.text(max_size=30))
def test_any_text_folds(text: str) -> None:
    key = fold(text)
    assert key == fold_kana(text) == fold(unicodedata.normalize("NFKC", text))
    assert not set(key) & set(" 　・ー'")


def test_the_table_of_variants_is_sound() -> None:
    assert len(VARIANTS) == 886
    for variant, base in VARIANTS.items():
        assert len(variant) == len(base) == 1
        assert unicodedata.normalize("NFKC", variant) == variant
        assert unicodedata.normalize("NFKC", base) == base
        assert base not in VARIANTS
        assert fold(variant) == base


def test_the_table_says_where_each_row_is_from() -> None:
    table = (files("tomoni.search") / "variants.csv").read_text(encoding="utf-8").splitlines()
    assert {row.rsplit(",", 1)[1] for row in table[1:]} == {"joyo", "jinmei", "tax", "own"}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("花子 佐藤", Name("佐藤花子", "サトウ ハナコ")),
        ("はなこ　さとう", Name("佐藤花子", "サトウ ハナコ")),
        ("さとうはなこ", Name("佐藤花子", "サトウ ハナコ")),
        ("佐藤 はなこ", Name("佐藤花子", "サトウ ハナコ")),
        ("さと", Name("佐藤花子", "サトウ ハナコ")),
        ("子", Name("佐藤花子", "サトウ ハナコ")),
        ("みとうた", Name("水戸 詩", "ミト ウタ")),
        ("みと うた", Name("水戸 詩", "ミト ウタ")),
        ("うた", Name("水戸 詩", "ミト ウタ")),
        ("みと うた", Name("水戸詩", "ミトウタ")),
        ("おのおさむ", Name("小野 治", "オノ オサム")),
        ("Sato Hanako", Name("佐藤花子", "サトウ ハナコ")),
        ("SATOH", Name("佐藤花子", "サトウ ハナコ")),
        ("ohno yuko", Name("大野 優子", "オオノ ユウコ")),
        ("Shin'ichi Namba", Name("難波 真一", "ナンバ シンイチ")),
        ("ryota", Name("鈴木 涼太", "スズキ リョウタ")),
        ("Victoria", Name("ヴィクトリア", "ビクトリア")),
        ("nguyen", Name("グエン ティ ラン", "グエン ティ ラン")),
        ("Silva", Name("シルバ・ロドリゴ", "シルバ ロドリゴ")),
        ("William", Name("ウィリアム", "ウィリアム")),
        ("佐藤 Hanako", Name("佐藤花子", "サトウ ハナコ")),
        ("Tran", Name("Trần Văn Đức", "")),
    ],
)
def test_words_in_any_order_in_part_or_in_latin_letters(typed: str, name: Name) -> None:
    assert matches(typed, [name])


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("佐藤 太郎", Name("佐藤花子", "サトウ ハナコ")),
        ("さいとう", Name("佐藤花子", "サトウ ハナコ")),
        ("渡部", Name("渡辺 由美", "ワタナベ ユミ")),
        ("斉藤", Name("斎藤", "サイトウ")),
        ("オオノ", Name("小野", "オノ")),
        ("Saito", Name("佐藤花子", "サトウ ハナコ")),
        ("nako", Name("佐藤花子", "サトウ ハナコ")),
        ("旧姓 鈴木", Name("渡邊 由美", "ワタナベ ユミ")),
        ("", Name("佐藤花子", "サトウ ハナコ")),
        ("　・", Name("佐藤花子", "サトウ ハナコ")),
        ("旧姓", Name("佐藤花子", "サトウ ハナコ")),
        ("さとう", Name("", "")),
    ],
)
def test_who_is_not_found(typed: str, name: Name) -> None:
    assert not matches(typed, [name])


def test_words_may_be_of_different_names_of_one_person() -> None:
    names = [Name("渡邊 由美", "ワタナベ ユミ"), Name("小林 由美", "コバヤシ ユミ", former=True)]
    assert matches("旧姓小林 由美", names)
    assert matches("旧姓：コバヤシ わたなべ", names)


def test_keys_of_a_name() -> None:
    assert name_keys("水戸 詩", "ミト ウタ") == ["水戸詩", "ミトウタ", "ミトオタ", "ｑｍｉｔｑｕｔａ"]
    assert name_keys("Maria Santos", "") == ["mariasantos", "ｑｍａｒｉａｑｓａｎｔｓ"]
    assert name_keys("", "") == []


def test_phrases_of_a_query() -> None:
    assert query_phrases("佐藤 花") == [["佐藤", "花"], ["佐藤花"]]
    assert query_phrases("Nguyen Lan") == [["nguyen", "lan"], ["ｑｇｅｎ", "ｑｒａｎ"], ["nguyenlan"]]
    assert query_phrases("　") == []


def test_grams() -> None:
    assert grams("佐藤花") == ["佐藤", "藤花", "佐", "藤", "花"]
    assert grams("林") == ["林"]
    assert grams("") == []
    assert query_grams("佐藤花") == ["佐藤", "藤花"]
    assert query_grams("林") == ["林"]


def in_index(query: str, names: list[Name]) -> bool:
    """What an index of grams answers: each phrase stands somewhere as grams next to each other."""
    kept = [gram for name in names for key in name_keys(name.text, name.kana) for gram in grams(key)]

    def stands(phrase: str) -> bool:
        wanted = query_grams(phrase)
        return any(kept[at : at + len(wanted)] == wanted for at in range(len(kept)))

    return any(all(map(stands, phrases)) for phrases in query_phrases(query))


@given(st.lists(st.builds(Name, PLAIN, PLAIN), max_size=3), PLAIN, st.integers(0, 8), st.integers(1, 6))
def test_the_index_of_grams_follows_the_rule(names: list[Name], other: str, start: int, length: int) -> None:
    part = names[0].text[start : start + length] if names else ""
    for query in (part, other):
        assert in_index(query, names) == matches(query, names)


@given(st.lists(KANJI | KANA, min_size=1, max_size=10).map("".join), st.data())
def test_a_name_is_found_by_itself_and_by_its_reading(text: str, data: st.DataObject) -> None:
    kana = data.draw(st.text(KANA, max_size=8))
    name = Name(text, kana)
    for typed in filter(fold, (text, kana)):
        assert matches(typed, [name])
        assert matches(typed.replace("ー", "－"), [name])
