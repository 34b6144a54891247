"""The eras since 明治: when each began and ended, and how a year is written in them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Era:
    """An era (元号); ``first`` and ``last`` are its first and last day, both inside it."""

    name: str
    letter: str
    first: date
    last: date

    def year_of(self, day: date) -> int:
        """The year of the era, 1 for its first."""
        return day.year - self.first.year + 1


# 明治 began on 慶応4年1月1日 of the old calendar; 昭和 follows 大正 on the same day's change, likewise 大正 明治.
# Source: 改元の詔書・元号法に基づく政令（昭和64年政令第1号、平成31年政令第143号）.
ERAS = (
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 29)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 24)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", date(2019, 5, 1), date.max),
)

_BY_SIGN = {sign: era for era in ERAS for sign in (era.name, era.letter)}


def era_of(day: date) -> Era:
    """The era of a day; a day before 明治 raises ``ValueError``."""
    for era in reversed(ERAS):
        if day >= era.first:
            return era
    raise ValueError(f"no era for {day}")


def era_called(sign: str) -> Era:
    """The era of a name or letter (令和, R, r); an unknown one raises ``KeyError``."""
    return _BY_SIGN[sign.upper()]


def year_name(day: date) -> str:
    """The year of a day as 令和6年 or 令和元年."""
    era = era_of(day)
    number = era.year_of(day)
    return f"{era.name}{'元' if number == 1 else number}年"


def year_letter(day: date) -> str:
    """The year of a day as R6."""
    era = era_of(day)
    return f"{era.letter}{era.year_of(day)}"
