"""Whether two records may be of one person: a small score that says its reasons. People decide, never the score.

A name alone never suffices: the points of a name stay below ``OFFER``, whatever else is unknown.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from rapidfuzz.distance import OSA

from tomoni.calendar import Day, Precision
from tomoni.search.fold import Name, fold, fold_kana, name_keys

OFFER = 60
_SAME_BIRTH = {
    Precision.DAY: (40, "生年月日が同じ"),
    Precision.MONTH: (25, "生まれた年月が合う"),
    Precision.YEAR: (10, "生まれた年が合う"),
    Precision.ABOUT: (5, "生まれたころが合う"),
}
_BETWEEN = re.compile(r"[\s・]+")
_JAPANESE = re.compile("[ぁ-ゖ\u3400-\u9fff\U00020000-\U0003ffff]")
_PREFECTURE = re.compile("^(東京都|北海道|京都府|大阪府|[^市区町村]{2,3}県)")
_NUMERALS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")}
_NUMBERED = re.compile("([〇一二三四五六七八九十]{1,8})(?=丁目|番|号)")
_UNIT = re.compile("(?<=[0-9])(丁目|番地の?|番の?|号室?|[の‐‑‒–—―−ー-](?=[0-9]))")


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a person for comparing: all names, former ones too; empty where nothing is known.

    ``sex`` is any code; ``phones`` and ``address`` are keys made by ``phone_key`` and ``address_key``.
    """

    names: tuple[Name, ...]
    birth: Day | None = None
    sex: str = ""
    phones: Collection[str] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """How much speaks for one person: points, below zero where more speaks against it, and why (Japanese)."""

    value: int
    reasons: tuple[str, ...]


def same_person_score(a: Traits, b: Traits) -> Score:
    """Compare two records; the order of the two does not matter."""
    found = [_best_name(a, b), *_birth(a.birth, b.birth), *_other(a, b)]
    return Score(sum(points for points, _ in found), tuple(reason for _, reason in found if reason))


def offer_as_same(a: Traits, b: Traits) -> bool:
    """Whether to ask a worker if both are one person: a name agrees and enough else does."""
    return _best_name(a, b)[0] > 0 and same_person_score(a, b).value >= OFFER


def may_be_called(told: Name, names: Iterable[Name]) -> bool:
    """Whether somebody told by this name may be who bears these: by the whole name as written, read or heard; one word
    alone may also be the beginning of a surname or a given name (小林 健太 is never 林 健).
    """
    keys, words = set(name_keys(told.text, told.kana)), _words(told)
    known = list(names)
    if any(keys & set(name_keys(name.text, name.kana)) for name in known):
        return True
    return any(key.startswith(word) for word in words for name in known for key in _beginnings(name))


def _words(told: Name) -> list[str]:
    """What was told, where it is a single word."""
    texts = [text for text in (told.text, told.kana) if len(_BETWEEN.split(text.strip())) == 1]
    return [key for key in map(fold, texts) if key]


def _beginnings(name: Name) -> Iterator[str]:
    """A name from its surname and from its given name on."""
    for text in (name.text, name.kana):
        yield fold(text)
        yield from map(fold, _BETWEEN.split(text.strip())[1:])


def _best_name(a: Traits, b: Traits) -> tuple[int, str]:
    """The best agreement between any name of one and any of the other."""
    return max((_name(one, other) for one, other in product(a.names, b.names)), default=(0, ""))


def _name(one: Name, other: Name) -> tuple[int, str]:
    text, kana = _agree(one.text, other.text), _agree(one.kana, other.kana)
    match text, kana:
        case True, True:
            points, reason = 50, "氏名とかなが同じ"
        case True, None:
            points, reason = 30, "氏名が同じ"
        case True, False:
            near = OSA.distance(fold_kana(one.kana), fold_kana(other.kana)) == 1
            points, reason = (
                (25, "氏名が同じ・かなが1文字ちがう") if near else (20, "氏名が同じ・かながちがう")
            )
        case None, True:
            points, reason = 30, "かなが同じ"
        case _, True:
            points, reason = 30, "かなが同じ・漢字がちがう"
        case _ if _given(one, other):
            points, reason = 20, "名が同じ・姓がちがう"
        case _:
            return 0, ""
    return points, f"旧姓・旧名で{reason}" if one.former or other.former else reason


def _agree(one: str, other: str) -> bool | None:
    """Whether two writings fold alike; None when one is missing."""
    a, b = fold(one), fold(other)
    return a == b if a and b else None


def _given(one: Name, other: Name) -> bool:
    """Whether the given names are one: Japanese ones only, where the last word is the given name."""
    texts, kana = (one.text.split(), other.text.split()), (one.kana.split(), other.kana.split())
    if not all(len(words) == 2 and _JAPANESE.search(words[1]) for words in texts):
        return False
    read_apart = all(len(words) == 2 for words in kana) and not _agree(kana[0][1], kana[1][1])
    return bool(_agree(texts[0][1], texts[1][1])) and not read_apart


def _birth(a: Day | None, b: Day | None) -> Iterator[tuple[int, str]]:
    if a is None or b is None or a.date is None or b.date is None:
        return
    if a.precision is b.precision is Precision.DAY and a != b:
        slip = _slip(a.to_text(), b.to_text())
        yield (0, "生年月日が1か所ちがう（打ちまちがいかもしれない）") if slip else (-60, "生年月日がちがう")
    elif not a.overlaps(b):
        yield -60, "生年月日が合わない"
    else:
        yield _SAME_BIRTH[max(a.precision, b.precision, key=list(_SAME_BIRTH).index)]


def _slip(a: str, b: str) -> bool:
    """Whether two days differ by one slip of the hand: a digit, two neighbours swapped, month and day swapped."""
    year, month, day = a.split("-")
    return OSA.distance(a, b) == 1 or b == f"{year}-{day}-{month}"


def _other(a: Traits, b: Traits) -> Iterator[tuple[int, str]]:
    if a.sex and b.sex:
        yield (2, "性別が同じ") if a.sex == b.sex else (-20, "性別がちがう")
    if set(a.phones) & set(b.phones):
        yield 30, "電話番号が同じ"
    if a.address and a.address == b.address:
        yield 20, "住所が同じ"


def phone_key(text: str) -> str:
    """The digits of a telephone number, from 0 on; empty when there are too few to tell people apart."""
    text = unicodedata.normalize("NFKC", text).strip()
    digits = re.sub("[^0-9]", "", re.sub(r"^\+81", "0", text).replace("(0)", ""))
    return digits if len(digits) >= 9 else ""


def address_key(text: str) -> str:
    """An address in one spelling: without prefecture and blanks, 一丁目8番15号 as 1-8-15, forms of kanji alike."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    text = _NUMBERED.sub(lambda found: _number(found[1]), _PREFECTURE.sub("", text))
    return "-".join(filter(None, map(fold, _UNIT.sub("/", text).split("/"))))


def _number(numeral: str) -> str:
    """The digits of a numeral up to 99: 十五 is 15, 二十 is 20."""
    if "十" not in numeral:
        return "".join(str(_NUMERALS[each]) for each in numeral)
    tens, ones = numeral.split("十", 1)
    return str(10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(ones, 0))
