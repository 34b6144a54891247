"""School years by the law's counting, and fiscal years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.calendar import (
    Day,
    Stage,
    entry_year,
    fiscal_year,
    fiscal_year_days,
    fiscal_year_name,
    school_year,
)

NAMES = [
    *("0歳児クラス", "1歳児クラス", "2歳児クラス", "年少", "年中", "年長"),
    *(f"小{n}" for n in range(1, 7)),
    *(f"中{n}" for n in range(1, 4)),
    *(f"高{n}相当" for n in range(1, 4)),
]


@pytest.mark.parametrize(
    ("birth", "enters"),
    [
        (date(2018, 4, 1), 2024),
        (date(2018, 4, 2), 2025),
        (date(2017, 4, 2), 2024),
        (date(2018, 3, 31), 2024),
        (date(2016, 2, 29), 2022),
    ],
)
def test_who_is_born_on_1_april_goes_with_those_of_the_march_before(birth: date, enters: int) -> None:
    assert entry_year(birth) == enters
    assert str(school_year(birth, date(enters, 3, 31))) == "年長"
    assert str(school_year(birth, date(enters, 4, 1))) == "小1"


@pytest.mark.parametrize("day", [date(2015, 4, 2) + timedelta(days=n) for n in range(366)])
def test_every_birth_day_of_one_year_moves_up_together(day: date) -> None:
    years = [school_year(day, date(year, 4, 1)) for year in range(2016, 2035)]
    assert [str(year) for year in years] == [*NAMES, "None"]


@given(st.dates(date(1950, 1, 1), date(2080, 1, 1)), st.integers(0, 8000))
def test_moves_up_each_april_and_only_then(birth: date, days: int) -> None:
    on = birth + timedelta(days=days)
    here, tomorrow = school_year(birth, on), school_year(birth, on + timedelta(days=1))
    if here is None:
        assert tomorrow is None
    elif (on.month, on.day) == (3, 31) and on.year >= birth.year + 1 and here.number > -6:
        assert (
            tomorrow is None
            if here.number == 11
            else tomorrow is not None and tomorrow.number == here.number + 1
        )
    elif (on.month, on.day) != (3, 31):
        assert tomorrow == here


def test_from_birth_to_the_end_of_school() -> None:
    birth = date(2024, 6, 1)
    assert school_year(birth, date(2024, 5, 31)) is None
    assert str(school_year(birth, birth)) == "0歳児クラス"
    assert str(school_year(birth, date(2025, 4, 1))) == "0歳児クラス"
    assert str(school_year(birth, date(2026, 4, 1))) == "1歳児クラス"
    assert str(school_year(birth, date(2043, 3, 31))) == "高3相当"
    assert school_year(birth, date(2043, 4, 1)) is None


def test_stages_and_the_years_of_compulsory_school() -> None:
    years = [school_year(date(2015, 4, 2), date(year, 4, 1)) for year in range(2016, 2034)]
    stages = [year.stage for year in years if year]
    assert stages == [
        *[Stage.NURSERY] * 3,
        *[Stage.KINDERGARTEN] * 3,
        *[Stage.PRIMARY] * 6,
        *[Stage.LOWER_SECONDARY] * 3,
        *[Stage.UPPER_SECONDARY] * 3,
    ]
    assert [year.name for year in years if year and year.compulsory] == NAMES[6:15]


def test_a_half_known_birth_has_a_school_year_when_only_one_is_possible() -> None:
    assert str(Day.from_text("2016-05").school_year_on(date(2024, 6, 1))) == "小2"
    assert Day.from_text("2016-04").school_year_on(date(2024, 6, 1)) is None
    assert Day.from_text("2016").school_year_on(date(2024, 6, 1)) is None
    assert Day.unknown().school_year_on(date(2024, 6, 1)) is None


def test_fiscal_years_turn_on_1_april() -> None:
    assert fiscal_year(date(2025, 3, 31)) == 2024
    assert fiscal_year(date(2025, 4, 1)) == 2025
    assert fiscal_year_days(2024) == (date(2024, 4, 1), date(2025, 3, 31))
    assert [fiscal_year_name(year) for year in (1988, 1989, 2018, 2019, 2024)] == [
        "昭和63年度",
        "平成元年度",
        "平成30年度",
        "令和元年度",
        "令和6年度",
    ]
