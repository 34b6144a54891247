"""Whether the words of a call name an agreed sign of return: no queries, no clock, no guessing at meanings.

Words are compared as they are written, after one spelling for widths, numerals and a list of words that are taken for each
other (content list ``return_words``). People see which words were found, and judge.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from math import ceil

ENOUGH = 0.75  # of a sign's words, rounded up
FEWEST = 2  # shared words that make a sign of a family that is known by name
ALONE = 3  # shared words by which a sign points at a family that nobody named
_NUMERALS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")}
_COUNTED = re.compile(
    "([0-9]{1,6}|[一二三四五六七八九十]{1,6})(日間?|週間?|[かヶヵカケ箇]月間?|年間?|時間?|回|度|人)"
)
_WORD = re.compile("([0-9]{1,6}[日週月年時回度人]|[ァ-ヺー]{2,}|[々\u3400-\u9fff]+)([ぁ-ゖ]*)")
_PARTICLE = re.compile("[をがにはでともへの]")
_NOT = re.compile("ない|なか|なく|なけ|ません|ず")
# Words of nearly every talk: beside others they tell nothing.
COMMON = frozenset(
    [
        "日",
        "週",
        "月",
        "年",
        "時",
        "人",
        "子",
        "家",
        "上",
        "以上",
        "下",
        "前",
        "後",
        "中",
        "事",
        "様子",
        "大",
        "続",
    ]
)


def named_words(sign: str, call: str, same: Mapping[str, str]) -> list[str]:
    """The words of the sign that stand in the call, as the sign writes them; none when too few do.

    ``same`` gives for a word the one it is taken for. Whoever says 眠れる speaks against 眠れない.
    """
    told, sought = {key for key, _ in _words(call, same)}, _words(sign, same)
    keys = dict.fromkeys(key for key, _ in sought)
    if any(key not in told and _opposite(key) in told for key in keys):
        return []
    shared = [key for key in keys if key in told]
    telling = [key for key in shared if key.rstrip("×") not in COMMON]
    if len(shared) < max(FEWEST, ceil(ENOUGH * len(keys))) or len(telling) < FEWEST:
        return []
    return list(dict.fromkeys(word for key, word in sought if key in shared))


def same_words(groups: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of (label, variants with ・ between): for each variant its label, long variants first."""
    pairs = [(variant, label) for label, text in groups for variant in text.split("・") if variant]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


def _words(text: str, same: Mapping[str, str]) -> list[tuple[str, str]]:
    """The words of a text that carry meaning: a key to compare (× behind a verb that is denied), and as it reads."""
    text = unicodedata.normalize("NFKC", text)
    for variant, label in same.items():
        text = text.replace(variant, label)
    text = _COUNTED.sub(lambda found: f"{_digits(found[1])}{found[2].strip('かヶヵカケ箇間')} ", text)
    return [_word(stem, "" if _PARTICLE.match(tail) else tail) for stem, tail in _WORD.findall(text)]


def _word(stem: str, ending: str) -> tuple[str, str]:
    return f"{stem}×" if _NOT.search(ending[:6]) else stem, stem + ending


def _opposite(key: str) -> str:
    return key[:-1] if key.endswith("×") else f"{key}×"


def _digits(numeral: str) -> str:
    if numeral.isdecimal():
        return numeral
    if "十" not in numeral:
        return "".join(str(_NUMERALS[each]) for each in numeral)
    tens, ones = numeral.split("十", 1)
    return str(10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(ones, 0))
