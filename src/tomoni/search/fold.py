"""Folding names for search: keys under which a name is found however it is written. Nothing here stores a name.

A key is made for looking up and comparing only; what was typed stays as it was typed (house rule on names).
"""

import csv
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tomoni.search import sound

_ROWS = {
    "a": "アカガサザタダナハバパマヤラワ",
    "i": "イキギシジチヂニヒビピミリ",
    "u": "ウクグスズツヅヌフブプムユル",
    "e": "エケゲセゼテデネヘベペメレ",
    "o": "オコゴソゾトドノホボポモヨロヲ",
}
_PLAIN_KANA = str.maketrans("ァィゥェォッャュョヮヵヶヂヅヲヰヱ", "アイウエオツヤユヨワカケジズオイエ")
_LATIN = {"đ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
_NAME_JOINTS = "'’‘ʼ`"
_DASH_FOR_LONG_VOWEL = re.compile("(?<=[ぁ-ゖァ-ヺー])[-‐‑‒–—―−]")
_REPEATED = re.compile("(.)([々〻ヽヾ])")
_B_FOR_V = {"ヴア": "バ", "ヴイ": "ビ", "ヴエ": "ベ", "ヴオ": "ボ", "ヴ": "ブ"}
# サトウ and サトー are said alike, also オオ and オウ, ケイ and ケー: a long vowel is written as the vowel twice.
_LONG_VOWELS = [
    (re.compile(f"(?<=[{_ROWS[vowel]}])[{also}ー]"), _ROWS[vowel][0])
    for vowel, also in (("o", "ウ"), ("e", "イ"), ("a", ""), ("i", ""), ("u", ""))
]
_FORMER = re.compile("旧姓|旧名")


def _variants() -> dict[str, str]:
    with Path(__file__).with_name("variants.csv").open(encoding="utf-8", newline="") as table:
        return {row["variant"]: row["base"] for row in csv.DictReader(table)}


VARIANTS = _variants()


class _Characters(dict[int, str | None]):
    """What becomes of each character; worked out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = self._folded(chr(code))
        return self[code]

    @staticmethod
    def _folded(character: str) -> str | None:
        if "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
            return None
        if character in _NAME_JOINTS or "\u0300" <= character <= "\u036f":
            return None
        kind = unicodedata.category(character)
        if kind[0] in "PZ" or kind in ("Cc", "Cf", "Sc", "Sk", "Sm"):
            return " "
        if "ぁ" <= character <= "ゖ" or character in "ゝゞ":
            character = chr(ord(character) + 0x60)
        if character in VARIANTS:
            return VARIANTS[character]
        return _without_marks(character.casefold()).translate(_PLAIN_KANA)


def _without_marks(letters: str) -> str:
    parts = unicodedata.normalize("NFD", "".join(_LATIN.get(letter, letter) for letter in letters))
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", parts))


_CHARACTERS = _Characters()


def _parts(text: str) -> list[str]:
    """The folded words of a text; a long vowel does not reach over a blank or a dot."""
    text = _DASH_FOR_LONG_VOWEL.sub("ー", unicodedata.normalize("NFKC", text)).translate(_CHARACTERS)
    text = _REPEATED.sub(_repeat, text)
    if "ヴ" in text:
        for v, b in _B_FOR_V.items():
            text = text.replace(v, b)
    for long, vowel in _LONG_VOWELS:
        text = long.sub(vowel, text)
    return text.replace("ー", "").split()


def _repeat(found: re.Match[str]) -> str:
    before, mark = found.groups()
    return before + (unicodedata.normalize("NFC", before + "\u3099") if mark == "ヾ" else before)


@lru_cache(maxsize=4096)  # a call is held against the same few hundred names again and again
def fold(text: str) -> str:
    """The key of a name as written: one for all widths, cases, forms of a kanji, kana and diacritics.

    Blanks and dots are dropped. Kanji that are different names stay apart (see variants.txt).
    """
    return "".join(_parts(text))


# A reading follows the same rule; the name tells at the call which of the two is meant.
fold_kana = fold


class Name(NamedTuple):
    """A name as it is stored: as written, its reading, and whether it was borne before (旧姓・旧名)."""

    text: str
    kana: str = ""
    former: bool = False


def name_keys(text: str, kana: str = "") -> list[str]:
    """All keys under which a name is found: as written, as read, and by the sound of its reading.

    Words are also folded as one, for the long vowel that arises where two meet (ミト ウタ typed as みとうた).
    """
    sounds = sound.of_kana(kana) if kana else sound.of_latin(_parts(text))
    keys = (fold(text), fold(kana), fold("".join(text.split())), fold("".join(kana.split())), sounds)
    return [key for key in dict.fromkeys(keys) if key]


def query_phrases(query: str) -> list[list[str]]:
    """What a query looks for: a person is found when all phrases of one of these lists occur in their keys.

    The words may come in any order and each be the beginning or the middle of a name; a word in Latin letters is also
    looked for by its sound. 旧姓 is no part of a name. A query without letters looks for nothing.
    """
    words = _parts(_FORMER.sub(" ", query))
    by_sound = [sound.of_latin([word]) or word for word in words]
    as_one = fold("".join(_FORMER.sub("", query).split()))
    return [
        list(phrases) for phrases in dict.fromkeys([tuple(words), tuple(by_sound), (as_one,)]) if any(phrases)
    ]


def matches(query: str, names: Iterable[Name]) -> bool:
    """Whether a query finds the person of these names (present and former): the rule that the index follows."""
    keys = [key for name in names for key in name_keys(name.text, name.kana)]
    return any(
        all(any(phrase in key for key in keys) for phrase in phrases) for phrases in query_phrases(query)
    )


def grams(key: str) -> list[str]:
    """What the index keeps of a key: its pairs of neighbours in order, then its single characters."""
    return [*_pairs(key), *key]


def query_grams(phrase: str) -> list[str]:
    """What to look for in the index, next to each other, so that a phrase is found: its pairs, or its one character."""
    return _pairs(phrase) or [phrase]


def _pairs(key: str) -> list[str]:
    return [key[at : at + 2] for at in range(len(key) - 1)]
