"""A day that may be known by half: the way births, deaths, moves and beginnings are kept."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Self

from tomoni.calendar import ages, reading
from tomoni.calendar.clock import today
from tomoni.calendar.eras import year_letter
from tomoni.calendar.reading import DayError, Precision, last_day
from tomoni.calendar.school import SchoolYear, school_year

_UNKNOWN = "unknown"
# A space sorts before a hyphen under every collation: "about 2024" stands after 2024 and before its months.
_STORED = re.compile(r"([0-9]{4})(-[0-9]{2})?(-[0-9]{2})?( ~)?")
_LENGTHS = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4, Precision.ABOUT: 4}


@total_ordering
@dataclass(frozen=True, slots=True)
class Day:
    """A day in the Gregorian calendar, 1868 to 2100, and how exactly it is known.

    ``date`` is the day itself, or the first day of the month or year; None only when the day is unknown.
    Days are ordered by that first day, the vaguer first, the unknown last: the order of their stored texts.
    A day outside the years raises ``DayError``.
    """

    date: dt.date | None
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        if (self.date is None) != (self.precision is Precision.UNKNOWN):
            raise ValueError("a day is unknown exactly when it has no date")
        if self.date is not None:
            object.__setattr__(self, "date", reading.first_day(self.date, self.precision))

    @classmethod
    def unknown(cls) -> Self:
        """The day that was asked for and is not known (不明)."""
        return cls(None, Precision.UNKNOWN)

    @classmethod
    def parse(cls, text: str, today: dt.date | None = None) -> Self | None:
        """The day that was typed, 和暦 or 西暦, or None when nothing was; see ``reading.read``."""
        found = reading.read(text, today)
        return None if found is None else cls(*found)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The day of a stored text: 2024-04-01, 2024-04, 2024, 2024 ~ (about) or unknown; else ``DayError``."""
        if text == _UNKNOWN:
            return cls.unknown()
        try:
            year, month, day, about = _STORED.fullmatch(text).groups()  # type: ignore[union-attr]
            first = dt.date.fromisoformat(year + (month or "-01") + (day or "-01"))
        except (AttributeError, ValueError):
            raise DayError(f"保存された日付の形ではありません（{text}）。") from None
        known = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        found = cls(first, Precision.ABOUT if about else known)
        if found.to_text() != text:
            raise DayError(f"保存された日付の形ではありません（{text}）。")
        return found

    def to_text(self) -> str:
        """The stored text; texts sort as the days do."""
        if self.date is None:
            return _UNKNOWN
        return self.date.isoformat()[: _LENGTHS[self.precision]] + self._about(" ~")

    def _about(self, mark: str) -> str:
        return mark if self.precision is Precision.ABOUT else ""

    def __lt__(self, other: object) -> bool:
        return self.to_text() < other.to_text() if isinstance(other, Day) else NotImplemented

    @property
    def earliest(self) -> dt.date:
        """The first calendar day it can be; "about" reaches one year to each side."""
        if self.date is None:
            return dt.date.min
        return self.date.replace(year=self.date.year - 1) if self._about("~") else self.date

    @property
    def latest(self) -> dt.date:
        """The last calendar day it can be."""
        if self.date is None:
            return dt.date.max
        last = last_day(self.date, self.precision)
        return last.replace(year=last.year + 1) if self._about("~") else last

    def overlaps(self, other: "Day") -> bool:
        """Whether both can be the same calendar day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def japanese(self) -> str:
        """令和6年4月1日, 令和6年4月, 令和6年, 令和6年ごろ or 不明, in the era of its last day."""
        if self.date is None:
            return "不明"
        return reading.wording(last_day(self.date, self.precision), self.precision) + self._about("ごろ")

    __str__ = japanese

    def short(self) -> str:
        """R6.4.1, R6.4, R6, R6ごろ or 不明, in the era of its last day."""
        if self.date is None:
            return "不明"
        parts = self.to_text()[4 : _LENGTHS[self.precision]].split("-")[1:]
        year = year_letter(last_day(self.date, self.precision))
        return ".".join([year, *(str(int(part)) for part in parts)]) + self._about("ごろ")

    def western(self) -> str:
        """2024年4月1日, 2024年4月, 2024年, 2024年ごろ or 不明."""
        if self.date is None:
            return "不明"
        parts = zip(self.to_text()[: _LENGTHS[self.precision]].split("-"), "年月日", strict=False)
        return "".join(f"{int(part)}{unit}" for part, unit in parts) + self._about("ごろ")

    def ages_on(self, on: dt.date) -> tuple[int, int] | None:
        """As a birth: the lowest and the highest age in years on a day; None when unknown or not yet born."""
        if self.date is None or on < self.earliest:
            return None
        return max(0, ages.years(self.latest, on)), ages.years(self.earliest, on)

    def age_on(self, on: dt.date) -> int | None:
        """As a birth: the age in years on a day, when only one is possible."""
        found = self.ages_on(on)
        return found[0] if found and found[0] == found[1] else None

    def months_on(self, on: dt.date) -> int | None:
        """As a birth: completed months on a day, when the day of birth is known and has come."""
        if self.date is None or self.precision is not Precision.DAY or on < self.date:
            return None
        return ages.months(self.date, on)

    def age_text(self, on: dt.date) -> str:
        """As a birth: 生後12日, 7か月, 1歳6か月, 8歳, 7〜8歳, 8歳くらい, 出生前 or 年齢不明."""
        if self.date is None:
            return "年齢不明"
        if self.precision is Precision.DAY:
            return ages.wording(self.date, on)
        found = self.ages_on(on)
        if found is None:
            return "出生前"
        if self._about("~"):
            return f"{max(0, on.year - self.date.year)}歳くらい"
        return f"{found[0]}歳" if found[0] == found[1] else f"{found[0]}〜{found[1]}歳"

    def school_year_on(self, on: dt.date) -> SchoolYear | None:
        """As a birth: the school year on a day, when only one is possible; see ``school_year``."""
        first, last = school_year(self.earliest, on), school_year(self.latest, on)
        return first if first == last else None


def not_future(day: Day | None) -> None:
    """Form and model validator: ``DayError`` for a day that has not come; today and the present month are fine."""
    if day is not None and day.date is not None and day.date > today():
        raise DayError("まだ来ていない日付です。年と月日を確かめて入力してください。")
