"""Times of day: as people type them, as moments in Japan, and when the office closes."""

import re
import unicodedata
from datetime import date, datetime, time

from tomoni.calendar.clock import TOKYO

NOON, OFFICE_CLOSES = time(12, 0), time(17, 0)
_CLOCK = re.compile(
    r"(?P<half>午前|午後)?(?P<hour>\d{1,2})(?:[:時](?:(?P<minute>\d{1,2})分?|(?P<thirty>半))?)"
)
_SOLID = re.compile(r"(?P<hour>\d{1,2})(?P<minute>\d\d)")


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


def noon_of(day: date) -> datetime:
    """Noon of a day in Japan: for what took place that day, nobody knows when."""
    return moment_of(day, NOON)


def close_of(day: date) -> datetime:
    """The close of the office on a day: when something promised for that day is due."""
    return moment_of(day, OFFICE_CLOSES)
