"""National codes of local governments (全国地方公共団体コード) and the places they stand for."""

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import jaconv

_TABLES = Path(__file__).resolve().parents[1] / "content" / "municipalities"
_WEIGHTS = (6, 5, 4, 3, 2)


@dataclass(frozen=True, slots=True)
class Place:
    """A prefecture, municipality or ward of a designated city; ``ward_of`` is that city's code, else empty.

    ``name`` and ``kana`` (hiragana) of a ward begin with its city and a blank: 札幌市 中央区.
    """

    code: str
    prefecture: str
    name: str
    kana: str
    ward_of: str

    @property
    def full_name(self) -> str:
        """北海道札幌市中央区; a prefecture by itself."""
        return (
            self.prefecture if self.name == self.prefecture else self.prefecture + self.name.replace(" ", "")
        )


def check_digit(code5: str) -> str:
    """The sixth digit for the first five: 11 less the weighted sum modulo 11, its last digit.

    Source: 総務省 全国地方公共団体コード（検査数字を求める算式）. Other than five digits raises ``ValueError``.
    """
    if not re.fullmatch("[0-9]{5}", code5):
        raise ValueError("a local government code has five digits before its check digit")
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code5, strict=True))
    return str((11 - total % 11) % 10)


def valid(code6: str) -> bool:
    """Whether a code has six digits, the last of them its check digit. It need not belong to a place."""
    return bool(re.fullmatch("[0-9]{6}", code6)) and check_digit(code6[:5]) == code6[5]


@lru_cache(maxsize=1)
def places() -> Mapping[str, Place]:
    """All places by code: 47 prefectures, 1,741 municipalities, 175 wards; read once (source beside the tables)."""
    found: dict[str, Place] = {}
    for table in ("prefectures.csv", "municipalities.csv"):
        with (_TABLES / table).open(encoding="utf-8", newline="") as rows:
            found |= {row["code"]: Place(**row) for row in csv.DictReader(rows)}
    return MappingProxyType(dict(sorted(found.items())))


def place(code: str) -> Place | None:
    """The place of a six-digit code, if there is one."""
    return places().get(code)


def search(name: str) -> list[Place]:
    """Places whose name or reading holds what was typed: the same name first, then those that begin so, then by code.

    高松, たかまつ, タカマツ and 香川県高松市 all find 高松市. Nothing typed finds nothing.
    """
    typed = _plain(name)
    if not typed:
        return []
    found = ((found, each) for each in places().values() if (found := _rank(typed, each)) is not None)
    return [each for _, each in sorted(found, key=lambda pair: (pair[0], pair[1].code))]


def _rank(typed: str, each: Place) -> int | None:
    """0 the name itself, 1 its beginning, 2 within it, None not at all."""
    ranks = []
    for written in map(_plain, (each.name, each.full_name, each.kana)):
        if typed in written:
            ranks.append(0 if typed == written else 1 if written.startswith(typed) else 2)
    return min(ranks, default=None)


def _plain(text: str) -> str:
    text = "".join(unicodedata.normalize("NFKC", text).split())
    return str(jaconv.kata2hira(text.replace("ヶ", "ケ")))
