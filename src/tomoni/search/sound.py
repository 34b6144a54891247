"""One spelling for how a name sounds, from Latin letters or from kana: Nguyen and グエン both become ``ｑｇｅｎ``.

Rough on purpose: it lets a name typed in Latin letters find the person whose reading is on record. Vowels that kana add
between consonants are left out of both, l is r, v is b. Each word begins with ``ｑ``, which no sound uses otherwise, so
that words are found by their beginning. Wide letters keep sounds apart from names written in Latin letters.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import reduce

_CONSONANTS = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザジズゼゾ", "t": "タチツテト",
    "d": "ダ..デド", "n": "ナニヌネノ", "h": "ハヒフヘホ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ",
    "y": "ヤ.ユ.ヨ", "r": "ラリルレロ", "w": "ワヰ.ヱヲ", "x": "ァィゥェォ",
}  # fmt: skip
_KATAKANA = {
    kana: consonant + vowel
    for consonant, row in _CONSONANTS.items()
    for kana, vowel in zip(row, "aiueo", strict=True)
    if kana != "."
} | {"ャ": "xa", "ュ": "xu", "ョ": "xo", "ヂ": "zi", "ヅ": "zu", "ヴ": "bu", "ン": "n", "ッ": "", "ー": ""}
_KANA = str.maketrans(_KATAKANA | {chr(ord(k) - 0x60): v for k, v in _KATAKANA.items() if k != "ー"})
_LATIN_RULES = [
    (re.compile(spelling), sound)
    for spelling, sound in (
        ("^ng", "g"), ("ng(?![aeiou])|nh", "n"), ("ph|f", "h"), ("v", "b"), ("tch|ch|th|ts", "t"), ("sh|^x|c(?=[eiy])", "s"),
        ("([dkg])h", r"\1"), ("ck|c|q", "k"), ("x", "ks"), ("l", "r"), ("j|zh", "z"), ("w(?=[ieo])", ""), ("h(?![aeiou])", ""),
        ("(?<=[^aeio])y(?=[aeiou])", ""),
    )
]  # fmt: skip
_COMMON_RULES = [
    (re.compile(spelling), sound)
    for spelling, sound in (
        ("[aiueo]x", ""), ("m(?=[bpm])", "n"), ("(?<!^)(?<!^y)u", ""), ("(?<=[td])o(?![aeiou])", ""), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip


_WIDE = {letter: letter + 0xFEE0 for letter in range(ord("a"), ord("z") + 1)}


def _reduced(words: Iterable[str]) -> str:
    return "".join("q" + _ruled(_COMMON_RULES, word) for word in words).translate(_WIDE)


def _ruled(rules: list[tuple[re.Pattern[str], str]], word: str) -> str:
    return reduce(lambda spelling, rule: rule[0].sub(rule[1], spelling), rules, word)


def of_kana(reading: str) -> str:
    """The sound of a reading in kana; words of other letters are left out."""
    words = unicodedata.normalize("NFKC", reading).translate(_KANA).replace("・", " ").split()
    return _reduced(word for word in words if word.isascii() and word.isalpha())


def of_latin(words: Iterable[str]) -> str:
    """The sound of words in small Latin letters without diacritics; other words are left out."""
    return _reduced(_ruled(_LATIN_RULES, word) for word in words if word.isascii() and word.isalpha())
