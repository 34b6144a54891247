"""Calculations about contacts: no queries, no clock."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Protocol

from tomoni.calendar import TOKYO

TITLE_LENGTH = 40
HIDDEN_TITLE = "（秘匿を含む記録）"
MOST_CHARACTERS = 200_000
LINE_LENGTH = 40  # full-width characters, the measure of running text
OFFICE_CLOSES = time(17, 0)

# What word processors leave behind: their breaks become line breaks, other signs that nobody can see go.
_BREAKS = dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n")
_UNSEEN = {code: None for code in (*range(9), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFEFF) if code != 0x85}
_CLOCK = re.compile(
    r"(?P<half>午前|午後)?(?P<hour>\d{1,2})(?:[:時](?:(?P<minute>\d{1,2})分?|(?P<thirty>半))?)"
)
_SOLID = re.compile(r"(?P<hour>\d{1,2})(?P<minute>\d\d)")


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


def readable(text: str) -> str:
    """A text as it was typed or pasted, with plain line breaks and without control characters nobody can see."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS).translate(_UNSEEN)


def clock(text: str) -> time | None:
    """A time of day as people type it: 14:05, １４時５分, 午後2時半, 1405. None for what is no time."""
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    found = _CLOCK.fullmatch(bare) or _SOLID.fullmatch(bare)
    if found is None:
        return None
    parts = found.groupdict()
    hour, minute = int(parts["hour"]), 30 if parts.get("thirty") else int(parts["minute"] or 0)
    if parts.get("half"):
        hour = hour % 12 + (12 if parts["half"] == "午後" else 0) if hour <= 12 else 24
    return time(hour, minute) if hour < 24 and minute < 60 else None


def moment_of(day: date, at: time) -> datetime:
    """A day and a time in Japan."""
    return datetime.combine(day, at, tzinfo=TOKYO)


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
