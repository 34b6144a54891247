"""Calculations about contacts: no queries, no clock."""

from collections.abc import Sequence
from typing import Protocol

TITLE_LENGTH = 40
HIDDEN_TITLE = "（秘匿を含む記録）"


class HasText(Protocol):
    """A passage, written or about to be."""

    @property
    def text(self) -> str: ...
    @property
    def protected(self) -> bool: ...


def title_of(passages: Sequence[HasText]) -> str:
    """The beginning of the first open passage, for lists; nothing of a protected one."""
    for passage in passages:
        if not passage.protected and passage.text.strip():
            line = passage.text.strip().splitlines()[0]
            return line if len(line) <= TITLE_LENGTH else f"{line[: TITLE_LENGTH - 1]}…"
    return HIDDEN_TITLE if passages else ""


def headline(title: str, hidden: bool) -> str:
    """The line in the chronology."""
    return title or (HIDDEN_TITLE if hidden else "記録")
