"""Times told from today, so that the town stays fresh; and prose that fits the day on which it is read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from tomoni.calendar import TOKYO, Day, Precision, SchoolYear, add_months, fiscal_year

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MOMENT = re.compile(r"([+-]\d+)(?:w (mon|tue|wed|thu|fri|sat|sun)|d)(?: (\d\d):(\d\d))?")
_AGE = re.compile(r"(about )?(?:(\d+)y)?(?:(\d+)m)?(?:(\d+)w)?(?:(\d+)d)?")
_CLASS = re.compile(r"(.+)/(\d\d)-(\d\d)")
_CLASSES = {SchoolYear(number).name: number for number in range(-6, 12)}
_SLOT = re.compile(r"\{([^{}]+)\}")


class OffsetError(ValueError):
    """A time in the script that cannot be read."""


@dataclass(frozen=True, slots=True)
class When:
    """A moment told from today: ``-31w wed 08:40`` (that weekday, so many weeks from this one) or ``-3d 09:00``."""

    amount: int
    weekday: int | None = None
    clock: time = time(0)

    @classmethod
    def read(cls, text: str) -> Self:
        """The moment of a text in the script; anything else raises ``OffsetError``."""
        found = _MOMENT.fullmatch(text)
        if found is None:
            raise OffsetError(text)
        amount, weekday, hour, minute = found.groups()
        return cls(
            int(amount), WEEKDAYS.index(weekday) if weekday else None, time(int(hour or 0), int(minute or 0))
        )

    def on(self, today: date) -> date:
        """The calendar day."""
        if self.weekday is None:
            return today + timedelta(days=self.amount)
        return today + timedelta(weeks=self.amount, days=self.weekday - today.weekday())

    def at(self, today: date) -> datetime:
        """The moment in Japan, with its time zone."""
        return datetime.combine(self.on(today), self.clock, TOKYO)


@dataclass(frozen=True, slots=True)
class Since:
    """A day of life told from today: an age (``7y2m``, ``about 68y``), a school class with birthday (``小5/09-02``)
    or a moment (``-7w fri``). A whole age in years is known to the year only.
    """

    text: str

    @classmethod
    def read(cls, text: str) -> Self:
        """The day of a text in the script; anything else raises ``OffsetError``."""
        cls(text).day(date(2024, 2, 29))
        return cls(text)

    def day(self, today: date) -> Day:
        """The day, as exactly as the script knows it."""
        if self.text.startswith(("+", "-")):
            return Day(When.read(self.text).on(today))
        if "/" in self.text:
            return Day(_birthday(self.text, today))
        return _past(self.text, today)


def _past(text: str, today: date) -> Day:
    found = _AGE.fullmatch(text)
    if found is None or not any(found.groups()[1:]):
        raise OffsetError(text)
    years, months, weeks, days = (int(part or 0) for part in found.groups()[1:])
    day = add_months(today, -12 * years - months) - timedelta(weeks=weeks, days=days)
    if found[1]:
        return Day(day, Precision.ABOUT)
    return Day(day) if months or weeks or days else Day(day, Precision.YEAR)


def _birthday(text: str, today: date) -> date:
    found = _CLASS.fullmatch(text)
    if found is None or found[1] not in _CLASSES:
        raise OffsetError(text)
    entry, month, day = fiscal_year(today) - _CLASSES[found[1]], int(found[2]), int(found[3])
    return date(entry - (6 if (month, day) <= (4, 1) else 7), month, day)


def prose(text: str, on: date, births: Mapping[str, Day], names: Mapping[str, str] | None = None) -> str:
    """The text as it reads on that day: ``{season:春|夏|秋|冬}`` and, from ``births``, ``{grade:key}`` and ``{age:key}``;
    any other ``{slot}`` is taken from ``names``. An unknown slot raises ``KeyError``.
    """
    tellers: dict[str, Callable[[str], str]] = {
        "season": lambda choices: choices.split("|")[(on.month - 3) % 12 // 3],
        "grade": lambda key: str(births[key].school_year_on(on)),
        "age": lambda key: births[key].age_text(on),
    }

    def told(found: re.Match[str]) -> str:
        kind, colon, rest = found[1].partition(":")
        return tellers[kind](rest) if colon else (names or {})[kind]

    return _SLOT.sub(told, text)
