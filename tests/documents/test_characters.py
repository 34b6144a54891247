"""Which characters can be printed: the reader of the fonts says what Typst does, and nothing is lost on the way to the paper."""

from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.conftest import Print
from tests.paper import Read
from tomoni.documents.characters import characters, lacking, plain, replaced
from tomoni.documents.faces import faces

E = "\U000e0100"
# Pieces that names and notes are made of, and what phones put between them.
PIECES = st.sampled_from(
    [
        "髙", "﨑", "𠮷", "辻", "辻\U000e0100", "辻\U000e0101", "葛\U000e0100", "神\ufe00", "、\ufe01", "\U000e0100", "か\u3099", "ｶﾞ",
        "e\u0301", "x\u0323\u0302", "ff", "ffi", "①", "㈱", "〓", "😀", "👨\u200d👩\u200d👧", "👍🏽", "🇯🇵", "☎\ufe0f", "1\ufe0f\u20e3",
        "\u200b", "\u200d", "\u202e", "\ufeff", "\0", "\x07", "\t", "\n", "\r\n", "\u2028", "\u00ad", "한", "简", "#", "$x$", "*", "\\", "ﾀ",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=12).map("".join)


def bare(text: str) -> str:
    """Without blanks: a line may end at any of them."""
    return "".join(text.split())


@pytest.mark.parametrize(
    ("typed", "signs"),
    [
        ("水沢 陽花", []),
        ("𠮷野 髙子、﨑山 ㋿", []),
        ("葛\U000e0100飾", []),
        ("辻\U000e0101さん", ["辻\U000e0101"]),
        ("ママと😀食べたい😀。👨\u200d👩\u200d👧と👍🏽", ["😀", "👨\u200d👩\u200d👧", "👍🏽"]),
        ("🇯🇵の旗と1\ufe0f\u20e3", ["🇯🇵", "1\u20e3"]),
        ("简体と한", ["简", "한"]),
        ("\0a\x07b\u200bc\u202ed\ufeffe\u2060", []),
        ("か\u3099とe\u0301", []),
    ],
)
def test_what_the_fonts_lack_is_named(typed: str, signs: list[str]) -> None:
    assert lacking(typed) == signs


def test_a_form_gives_way_to_the_plain_character_and_the_rest_to_a_geta() -> None:
    assert replaced("辻\U000e0101さん😀と简体") == "辻さん〓と〓体"


def test_only_what_can_be_seen_goes_to_paper() -> None:
    assert plain("\0月\u200b曜\r\nに\t\u202eおに\u2028ぎり\x85を\ufeff") == "月曜\nに おに\nぎり\nを"
    assert plain("☎\ufe0fとa\u200db") == "☎とab"


@given(st.text())
def test_a_text_is_cut_into_characters_and_nothing_is_lost(text: str) -> None:
    assert "".join(characters(text)) == text


@given(TEXTS)
def test_what_stands_in_can_be_printed(text: str) -> None:
    assert lacking(replaced(text)) == []


def test_every_character_that_is_called_printable_is_printed_as_it_is(lines: Print) -> None:
    """All of them, one paper: what the reader of the fonts says, Typst does."""
    signs = sorted(
        {chr(sign) for face in faces() for sign in face.signs if category(chr(sign))[0] not in "CZM"}
    )
    signs = [sign for sign in signs if plain(sign)]
    assert len(signs) > 16_000
    assert [sign for sign in signs if lacking(sign)] == []
    text = " ".join("".join(signs[at : at + 40]) for at in range(0, len(signs), 40))
    assert bare(Read(lines(text).printed()).text) == "題" + bare(text)


def test_every_form_that_is_called_printable_is_printed_as_it_is(lines: Print) -> None:
    forms = sorted({chr(sign) + chr(selector) for face in faces() for sign, selector in face.forms})
    assert len(forms) > 13_000
    assert [form for form in forms if lacking(form)] == []
    text = " ".join("".join(forms[at : at + 40]) for at in range(0, len(forms), 40))
    assert bare(Read(lines(text).printed()).text) == "題" + bare(text)


@settings(max_examples=60)
@given(texts=st.lists(TEXTS, min_size=1, max_size=3))
def test_every_character_comes_out_in_order(lines: Print, texts: list[str]) -> None:
    paper = lines(*texts)
    missing = [each for text in texts for each in lacking(text)]
    assert [each for field in paper.lacking() for each in field.characters] == missing or missing
    read = Read(paper.printed(stand_ins=True)).text
    expected = "題" + "".join(replaced(text) for text in texts)
    assert bare(read).startswith(bare(expected))
    assert (bare(read) == bare(expected)) is (not missing)
