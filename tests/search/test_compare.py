"""Two records are offered as one person when a name agrees and enough else does; never on a name alone."""

import csv
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.calendar import Day
from tomoni.search.compare import OFFER, Traits, address_key, offer_as_same, phone_key, same_person_score
from tomoni.search.fold import Name

DATA = Path(__file__).parent / "data"
HOME = {"phones": ["0878392011"], "address": address_key("高松市番町1-8-15")}


def born(text: str) -> Day | None:
    return Day.parse(text)


def rows() -> list[tuple[str, str]]:
    with (DATA / "different.csv").open(encoding="utf-8", newline="") as table:
        return [(one, other) for one, other in list(csv.reader(table))[1:]]


def record(cell: str) -> Traits:
    """A cell of the file: ``name|kana``; a birth day, 父 or 子 may follow the name, 双子 may stand before it.

    Twins share birth, home and sex; father and child share the home.
    """
    text, _, kana = cell.partition("|")
    twin = text.startswith("双子 ")
    words = text.removeprefix("双子 ").split(" ")
    last = words[-1]
    if twin:
        return Traits((Name(" ".join(words), kana),), born("R6.4.1"), "f", **HOME)
    if last in ("父", "子"):
        return Traits(
            (Name(" ".join(words[:-1]), kana),), born("S63.5.5" if last == "父" else "R2.5.5"), **HOME
        )
    if last.startswith("20"):
        return Traits((Name(" ".join(words[:-1]), kana),), born(last))
    return Traits((Name(text, kana),))


def test_all_twenty_pairs_are_on_file() -> None:
    assert len(rows()) == 20


@pytest.mark.parametrize(("one", "other"), rows())
def test_pairs_that_are_not_one_person_are_not_offered(one: str, other: str) -> None:
    a, b = record(one), record(other)
    assert not offer_as_same(a, b)
    assert not offer_as_same(b, a)


@pytest.mark.parametrize(("one", "other"), rows())
def test_their_names_alone_stay_below_the_line(one: str, other: str) -> None:
    names = [Traits(record(cell).names) for cell in (one, other)]
    assert same_person_score(*names).value < OFFER


@pytest.mark.parametrize(
    "name",
    [Name("佐藤 花子", "サトウ ハナコ"), Name("Nguyen Van An", "グエン バン アン"), Name("林", "ハヤシ")],
)
def test_the_same_name_alone_is_never_enough(name: Name) -> None:
    a, b = Traits((name,), sex="f"), Traits((name,), sex="f")
    assert same_person_score(a, b).reasons == ("氏名とかなが同じ", "性別が同じ")
    assert not offer_as_same(a, b)


SATO = (Name("佐藤 花子", "サトウ ハナコ"),)
EVERYTHING = [
    # names of the other, her birth, value, reasons, offered — against 佐藤 花子, born 平成2年3月4日
    ((Name("佐藤花子", "ｻﾄｳ ﾊﾅｺ"),), "H2.3.4", 90, ("氏名とかなが同じ", "生年月日が同じ"), True),
    ((Name("佐藤 花子"),), "H2.3.4", 70, ("氏名が同じ", "生年月日が同じ"), True),
    ((Name("佐籐 華子", "さとう はなこ"),), "H2.3.4", 70, ("かなが同じ・漢字がちがう", "生年月日が同じ"), True),
    ((Name("佐藤 花子", "サトウ カコ"),), "H2.3.4", 60, ("氏名が同じ・かながちがう", "生年月日が同じ"), True),
    ((Name("佐藤 花子", "サトウ ハナゴ"),), "H2.3.4", 65, ("氏名が同じ・かなが1文字ちがう", "生年月日が同じ"), True),
    ((Name("鈴木 花子", "スズキ ハナコ"),), "H2.3.4", 60, ("名が同じ・姓がちがう", "生年月日が同じ"), True),
    ((Name("鈴木 花子", "スズキ カコ"),), "H2.3.4", 40, ("生年月日が同じ",), False),
    ((Name("鈴木 花", "スズキ ハナ"),), "H2.3.4", 40, ("生年月日が同じ",), False),
    ((Name("佐藤花子", "サトウハナコ"),), "H2.3", 75, ("氏名とかなが同じ", "生まれた年月が合う"), True),
    ((Name("佐藤花子", "サトウハナコ"),), "H2", 60, ("氏名とかなが同じ", "生まれた年が合う"), True),
    ((Name("佐藤花子", "サトウハナコ"),), "H3ごろ", 55, ("氏名とかなが同じ", "生まれたころが合う"), False),
    ((Name("佐藤花子", "サトウハナコ"),), "不明", 50, ("氏名とかなが同じ",), False),
    ((Name("佐藤花子", "サトウハナコ"),), "", 50, ("氏名とかなが同じ",), False),
    ((Name("佐藤花子", "サトウハナコ"),), "H2.4", -10, ("氏名とかなが同じ", "生年月日が合わない"), False),
    ((Name("佐藤花子", "サトウハナコ"),), "H5.11.20", -10, ("氏名とかなが同じ", "生年月日がちがう"), False),
    (
        (Name("佐藤花子", "サトウハナコ"),), "H2.4.3", 50,
        ("氏名とかなが同じ", "生年月日が1か所ちがう（打ちまちがいかもしれない）"), False,
    ),
    (
        (Name("鈴木 花子", "スズキ ハナコ"), Name("佐藤 花子", "サトウ ハナコ", former=True)), "H2.3.4", 90,
        ("旧姓・旧名で氏名とかなが同じ", "生年月日が同じ"), True,
    ),
    ((), "H2.3.4", 40, ("生年月日が同じ",), False),
]  # fmt: skip


@pytest.mark.parametrize(("names", "birth", "value", "reasons", "offered"), EVERYTHING)
def test_what_speaks_for_one_person(
    names: tuple[Name, ...], birth: str, value: int, reasons: tuple[str, ...], offered: bool
) -> None:
    a, b = Traits(SATO, born("H2.3.4")), Traits(names, born(birth))
    score = same_person_score(a, b)
    assert (score.value, score.reasons) == (value, reasons)
    assert score == same_person_score(b, a)
    assert offer_as_same(a, b) is offered


def test_telephone_address_and_sex_speak_too() -> None:
    a = Traits(SATO, None, "f", **HOME)
    b = Traits((Name("佐藤 花子"),), None, "f", ["0878392011", "09000000000"], HOME["address"])
    assert same_person_score(a, b).reasons == ("氏名が同じ", "性別が同じ", "電話番号が同じ", "住所が同じ")
    assert same_person_score(a, b).value == 82
    assert offer_as_same(a, b)
    assert same_person_score(a, Traits(SATO, None, "m")).reasons == ("氏名とかなが同じ", "性別がちがう")


def test_a_slip_in_the_birth_day_is_offered_when_all_else_agrees() -> None:
    a, b = Traits(SATO, born("H2.3.4"), **HOME), Traits(SATO, born("H2.3.14"), **HOME)
    assert offer_as_same(a, b)
    assert not offer_as_same(a, Traits(SATO, born("H12.11.24"), phones=HOME["phones"]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Name("Maria Santos", "マリア サントス"), Name("Mario Santos", "マリオ サントス")),
        (Name("マリア サントス", "マリア サントス"), Name("マリオ サントス", "マリオ サントス")),
        (Name("山田 蒼", "ヤマダ アオ"), Name("山田 葵", "ヤマダ アオイ")),
        (Name("山田 一郎", "ヤマダ イチロウ"), Name("山田 二郎", "ヤマダ ジロウ")),
        (Name("山田 優", "ヤマダ ユウ"), Name("山田 優", "ヤマダ ユウ")),
    ],
)
def test_twins_are_two(one: Name, other: Name) -> None:
    a, b = Traits((one,), born("R6.4.1"), "f", **HOME), Traits((other,), born("R6.4.1"), "f", **HOME)
    assert offer_as_same(a, b) is (one == other)


NAMES = st.lists(
    st.builds(Name, st.sampled_from(["佐藤 花子", "佐藤花子", "鈴木 花子", "Maria Santos", ""]), st.sampled_from(["サトウ ハナコ", "スズキ ハナコ", ""]), st.booleans()),
    max_size=3,
).map(tuple)  # fmt: skip
TRAITS = st.builds(
    Traits,
    NAMES,
    st.sampled_from(
        [None, Day.unknown(), *map(born, ("H2.3.4", "H2.4.3", "H2.3", "H2", "H3ごろ", "R6.4.1"))]
    ),
    st.sampled_from(["", "f", "m"]),
    st.lists(st.sampled_from(["0878392011", "09000000000"])),
    st.sampled_from(["", "高松市番町1-8-15"]),
)


@given(TRAITS, TRAITS)
def test_the_order_of_two_records_does_not_matter(a: Traits, b: Traits) -> None:
    assert same_person_score(a, b) == same_person_score(b, a)
    assert offer_as_same(a, b) == offer_as_same(b, a)


@given(NAMES, NAMES)
def test_names_alone_are_never_offered(a: tuple[Name, ...], b: tuple[Name, ...]) -> None:
    assert not any(
        offer_as_same(Traits(a, sex=one), Traits(b, sex=other)) for one, other in product(["", "f"], repeat=2)
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("087-839-2011", "0878392011"),
        ("０８７（８３９）２０１１", "0878392011"),
        ("+81 (0)87-839-2011", "0878392011"),
        ("+81 87 839 2011", "0878392011"),
        ("090 1234 5678", "09012345678"),
        ("内線110", ""),
        ("", ""),
    ],
)
def test_telephone_keys(text: str, key: str) -> None:
    assert phone_key(text) == key


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        (
            "高松市番町1-8-15",
            [
                "香川県高松市番町一丁目8番15号",
                "高松市番町１－８－１５",
                "高松市 番町1丁目8の15",
                "高松市番町1ー8ー15",
            ],
        ),
        ("焼津市本町23-4", ["静岡県焼津市本町二十三番地の4", "焼津市本町23-4", "焼津市本町２３番地４号"]),
        ("千代田区霞ガ関3-2-5-101", ["東京都千代田区霞が関三丁目2番5号101号室", "千代田区霞が関3-2-5-101"]),
        ("広島市中区国泰寺町十", ["広島県廣島市中区国泰寺町十"]),
        ("", ["", "　"]),
    ],
)
def test_address_keys(key: str, texts: list[str]) -> None:
    assert {address_key(text) for text in texts} == {key}
