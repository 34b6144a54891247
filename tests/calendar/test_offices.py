"""Office days and deadlines."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.calendar import (
    TOKYO,
    add_clock_hours,
    add_months,
    business_days_between,
    is_business_day,
    next_business_day,
)

DATES = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2024, 5, 2), True),
        (date(2024, 5, 3), False),  # 憲法記念日
        (date(2024, 5, 6), False),  # 振替休日
        (date(2024, 5, 11), False),  # Saturday
        (date(2026, 9, 22), False),  # 国民の休日 between two holidays
        (date(2024, 12, 27), True),
        (date(2024, 12, 30), False),
        (date(2025, 1, 3), False),
        (date(2025, 1, 6), True),
        (date(2019, 5, 1), False),  # 即位の日
    ],
)
def test_open_days(day: date, open_: bool) -> None:
    assert is_business_day(day) is open_


def test_over_the_new_year() -> None:
    assert next_business_day(date(2024, 12, 27)) == date(2025, 1, 6)
    assert business_days_between(date(2024, 12, 27), date(2025, 1, 6)) == 1


def test_a_municipality_closes_on_further_days() -> None:
    closed = {date(2025, 1, 6), date(2025, 1, 7)}
    assert not is_business_day(date(2025, 1, 6), closed)
    assert next_business_day(date(2024, 12, 27), closed) == date(2025, 1, 8)
    assert business_days_between(date(2024, 12, 27), date(2025, 1, 8), closed) == 1


@given(DATES, st.integers(0, 60), st.integers(0, 60))
def test_business_days_add_up(start: date, one: int, two: int) -> None:
    middle, end = start + timedelta(days=one), start + timedelta(days=one + two)
    whole = business_days_between(start, end)
    assert whole == business_days_between(start, middle) + business_days_between(middle, end)
    assert business_days_between(end, start) == -whole


@given(DATES)
def test_the_next_business_day_is_the_first(day: date) -> None:
    following = next_business_day(day)
    assert is_business_day(following)
    assert business_days_between(day, following) == 1


def test_clock_hours_run_through_nights_and_holidays() -> None:
    friday = datetime(2024, 5, 2, 17, 15, tzinfo=TOKYO)
    assert add_clock_hours(friday, 48) == datetime(2024, 5, 4, 17, 15, tzinfo=TOKYO)
    assert add_clock_hours(datetime(2024, 5, 2, 8, 15, tzinfo=UTC), 0.5) == datetime(
        2024, 5, 2, 8, 45, tzinfo=UTC
    )
    with pytest.raises(ValueError, match="time zone"):
        add_clock_hours(datetime(2024, 5, 2, 17, 15), 48)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
    ],
)
def test_months_stop_at_the_end_of_the_month(day: date, months: int, result: date) -> None:
    assert add_months(day, months) == result


@given(DATES, st.integers(-240, 240))
def test_months_keep_the_day_or_take_the_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
