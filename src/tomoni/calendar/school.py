"""School years and fiscal years: both turn on 1 April."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tomoni.calendar.eras import year_name


class Stage(StrEnum):
    """Where children of a school year usually are."""

    NURSERY = "nursery"
    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    UPPER_SECONDARY = "upper_secondary"


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """A school year by age: ``number`` 0 is 小1, negative before school (-1 年長), 11 高3相当."""

    number: int

    @property
    def name(self) -> str:
        """0歳児クラス … 2歳児クラス, 年少, 年中, 年長, 小1 … 小6, 中1 … 中3, 高1相当 … 高3相当."""
        return _NAMES[self.number][1]

    @property
    def stage(self) -> Stage:
        """Nursery (0–2), kindergarten (年少 to 年長), primary, lower or upper secondary."""
        return _NAMES[self.number][0]

    @property
    def compulsory(self) -> bool:
        """Whether the law obliges the guardians to let the child attend (学校教育法17条: 小学校, 中学校)."""
        return self.stage in (Stage.PRIMARY, Stage.LOWER_SECONDARY)

    def __str__(self) -> str:
        return self.name


_NAMES = {
    **{age - 6: (Stage.NURSERY, f"{age}歳児クラス") for age in range(3)},
    **{age - 6: (Stage.KINDERGARTEN, name) for age, name in ((3, "年少"), (4, "年中"), (5, "年長"))},
    **{grade - 1: (Stage.PRIMARY, f"小{grade}") for grade in range(1, 7)},
    **{grade + 5: (Stage.LOWER_SECONDARY, f"中{grade}") for grade in range(1, 4)},
    **{grade + 8: (Stage.UPPER_SECONDARY, f"高{grade}相当") for grade in range(1, 4)},
}


def entry_year(birth: date) -> int:
    """The year in whose April the child enters primary school.

    The first school year after the day following the one on which the child reaches six (学校教育法17条1項); who is
    born on 1 April reaches six on 31 March (年齢計算ニ関スル法律) and goes with those born in the March before.
    """
    return birth.year + (6 if (birth.month, birth.day) <= (4, 1) else 7)


def school_year(birth: date, on: date) -> SchoolYear | None:
    """The school year on a day, as it would be without delay or deferral; None before birth and after 高3相当.

    Children born during the fiscal year are, until its end, counted with the 0歳児クラス.
    """
    number = fiscal_year(on) - entry_year(birth)
    if on < birth or number > max(_NAMES):
        return None
    return SchoolYear(max(number, min(_NAMES)))


def fiscal_year(day: date) -> int:
    """The fiscal year (年度) of a day, 1 April to 31 March."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_days(year: int) -> tuple[date, date]:
    """The first and the last day of a fiscal year."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def fiscal_year_name(year: int) -> str:
    """令和6年度, in the era of that year's last day (2019 is 令和元年度)."""
    return year_name(date(year, 12, 31)) + "度"
