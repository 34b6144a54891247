"""Whether a call names an agreed sign: by words, after one spelling, and never by half a sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.closing.rules import named_words, same_words
from tomoni.practice import codes

SIGN = "学校を三日続けて休んだら"


@pytest.fixture(scope="module")
def same() -> dict[str, str]:
    return same_words((code.label, code.text) for code in codes("return_words"))


@pytest.mark.parametrize(
    ("sign", "call", "words"),
    [
        (SIGN, "月曜から３日間続けて学校を欠席しています", ["学校", "3日", "続けて", "休んだら"]),
        (SIGN, "学校に来ていません。これで三日続けてです", ["学校", "3日", "続けて", "休んだら"]),
        (SIGN, "四日も学校を休んでいます", []),
        (SIGN, "学校を休まず、三日続けて来られました", []),
        ("母が眠れない日が一週間続いたら", "お母さんが、もう１週間眠れない日が続く", ["母", "眠れない", "日", "1週", "続いたら"]),
        ("母が眠れない日が続いたら", "母が眠れる日が続いています", []),
        ("夜に子どもだけの日が続いたら", "お子さんと過ごす日が続いています", []),
        ("", "三日続けて学校を休んでいます", []),
        (SIGN, "", []),
    ],
)  # fmt: skip
def test_a_sign_is_named_by_most_of_its_words(
    sign: str, call: str, words: list[str], same: dict[str, str]
) -> None:
    assert named_words(sign, call, same) == words


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_words_can_be_compared_and_only_words_of_the_sign_come_back(sign: str, call: str) -> None:
    words = named_words(sign, call, {})
    assert len(words) == len(set(words))
    assert named_words(sign, "", {}) == []


@given(st.permutations(["学校を休んでいます。", "三日続けてです。", "心配です。"]))
def test_the_order_in_which_somebody_tells_does_not_matter(parts: list[str]) -> None:
    assert len(named_words(SIGN, "".join(parts), {})) == 4
