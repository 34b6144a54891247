"""Words that families, children and agencies read: by key, in a register and a language, each with who checked it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from tomoni.content import FOLDER
from tomoni.practice.reading import ContentError

REGISTERS = ("family", "child", "agency", "guest", "easy")


@dataclass(frozen=True)
class Text:
    """One wording. ``checked_by`` is empty until somebody of its readers, or who knows them, has read it."""

    text: str
    checked_by: str


def say(key: str, register: str, language: str = "ja") -> str:
    """The wording for these readers; ``ContentError`` when there is none: no page invents its own."""
    found = _all().get((key, register, language))
    if found is None:
        raise ContentError(
            f"words: 「{key}」（{register}・{language}）のことばがありません。content/words に加えてください。"
        )
    return found.text


@cache
def _all() -> dict[tuple[str, str, str], Text]:
    texts: dict[tuple[str, str, str], Text] = {}
    for path in sorted((FOLDER / "words").glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["words"]:
            texts |= {
                _place(entry["key"], row): Text(row["text"], row["checked_by"]) for row in entry["texts"]
            }
    return texts


def _place(key: str, row: dict[str, Any]) -> tuple[str, str, str]:
    if row["register"] not in REGISTERS:
        raise ContentError(
            f"words: 「{key}」の register「{row['register']}」は使えません（{'、'.join(REGISTERS)}）。"
        )
    return key, row["register"], row["language"]
