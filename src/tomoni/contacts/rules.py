"""Calculations about contacts: no queries, no clock."""

from collections.abc import Iterable, Sequence
from typing import Protocol

TITLE_LENGTH = 40
HIDDEN_TITLE = "（秘匿を含む記録）"
MOST_CHARACTERS = 200_000
LINE_LENGTH = 40  # full-width characters, the measure of running text


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


def source_of(origin: str, is_person: bool, about_somebody_else: bool) -> str:
    """Where a passage comes from: a person speaks for themselves (``self``), or of another member (``family``)."""
    if not is_person:
        return origin
    return "family" if about_somebody_else else "self"


def beginning(texts: Iterable[str], lines: int) -> list[tuple[str, bool]]:
    """The first lines of some texts together, as many as fit: each with whether something of it is left out."""
    shown: list[tuple[str, bool]] = []
    for text in texts:
        kept: list[str] = []
        rest = [part for part in text.split("\n") if part.strip()]
        while rest and lines > 0:
            line = rest.pop(0)
            kept.append(line[: lines * LINE_LENGTH])
            if len(line) > lines * LINE_LENGTH:
                rest.insert(0, line)
            lines -= -(-len(kept[-1]) // LINE_LENGTH)
        shown.append(("\n".join(kept), bool(rest)))
    return shown


# What is put beside a record

SUITED = {
    "photo": ({"image"}, "写真は JPEG か PNG を選んでください。"),
    "injury": ({"image"}, "けがの写真は JPEG か PNG を選んでください。"),
    "document": ({"image", "paper"}, "書類・手紙・絵は、PDF か、写した写真（JPEG・PNG）を選んでください。"),
    "sound": ({"sound"}, "録音は M4A・MP3・WAV を選んでください。"),
}


def kinds_beside(concern: bool) -> tuple[str, ...]:
    """What can be put beside a record: where a child may have been hurt (C8), no photograph but one the child said yes to."""
    return ("injury", "document", "sound") if concern else ("photo", "document", "sound")


def unsuited(kind: str, family: str) -> str:
    """What is said of a file that is not of this kind; nothing of one that is."""
    families, words = SUITED[kind]
    return "" if family in families else words
