"""Reading published lists of facilities: which columns we know, and which kind a row is. No queries.

Headers follow 子育て施設一覧 and 公共施設一覧 (old and new) of 自治体標準オープンデータセット, and the English ones of some cities.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

COLUMNS = {
    "name": ("名称", "施設名", "name"),
    "name_kana": ("名称_カナ",),
    "address": ("所在地_連結表記", "住所", "address"),
    "building": ("方書", "建物名等(方書)"),
    "phone": ("電話番号", "telephonenumber"),
    "said_kind": ("種別", "certifiedtype"),
    "note": ("備考", "note"),
}
LONGEST = {
    "name": ("名称", 100),
    "name_kana": ("よみ", 200),
    "address": ("所在地", 200),
    "phone": ("電話番号", 60),
}
# The first word met decides: 幼稚園型認定こども園 is a こども園, 保育所型 too.
KINDS = {
    "こども園": "certified_nursery",
    "特別支援学校": "special_school",
    "幼稚園": "kindergarten",
    "保育": "nursery",
    "小学校": "primary_school",
    "中学校": "junior_high_school",
    "義務教育学校": "junior_high_school",
    "高等学校": "high_school",
    "児童クラブ": "after_school_club",
    "児童館": "childrens_hall",
    "子育て支援センター": "family_plaza",
}
_DASHES = re.compile("[‐‑‒–—―−－-]")


@dataclass(frozen=True)
class Entry:
    """A row as it can be loaded: the fields of an organisation, and why it cannot when ``wrong`` says so."""

    name: str
    kind: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    wrong: str = ""


def header_key(header: object) -> str:
    """A header in one spelling: cities type ー as a dash, in wide letters, with blanks around."""
    text = unicodedata.normalize("NFKC", str(header)).strip().removeprefix("\ufeff").lower()
    return _DASHES.sub("ー", text)


def read_row(row: Mapping[Any, Any]) -> Entry:
    """One row of a file (header to cell) as an entry. Columns we do not know are left alone; empty ones are empty."""
    cells = {header_key(key): _cell(value) for key, value in row.items() if key is not None}
    found = {column: _first(cells, headers) for column, headers in COLUMNS.items()}
    name, said = found["name"], found.pop("said_kind")
    facts = {
        "name_kana": found["name_kana"],
        "address": " ".join(filter(None, (found["address"], found["building"]))),
        "phone": found["phone"],
        "note": "／".join(filter(None, (said, found["note"]))),
    }
    kind = kind_of(said, found["note"], name)
    return Entry(name, kind, facts, _wrong(name, said, kind, facts))


def kind_of(*texts: str) -> str:
    """The code of ``organisation_kinds`` that the first telling text names; empty when none does."""
    return next((code for text in texts for word, code in KINDS.items() if word in text), "")


def _wrong(name: str, said: str, kind: str, facts: Mapping[str, str]) -> str:
    if not name:
        return "名称がありません。名称を書き足してから、もう一度読み込んでください。"
    if not kind:
        said = f"種別「{said}」" if said else "この施設の種別"
        return f"{said}が分かりません。「資源」の画面から、種別を選んで登録してください。"
    for column, (label, most) in LONGEST.items():
        if len({"name": name, **facts}[column]) > most:
            return f"{label}が{most}文字をこえています。短くしてから、もう一度読み込んでください。"
    return ""


def _first(cells: Mapping[str, str], headers: tuple[str, ...]) -> str:
    return next((cells[header_key(each)] for each in headers if cells.get(header_key(each))), "")


def _cell(value: object) -> str:
    """A cell on one line without control characters; wide blanks and line breaks become one blank."""
    return " ".join(str(value or "").replace("\0", "").split())
