"""Days on which offices are open."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache

import holidays

_NEW_YEAR = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}


@lru_cache(maxsize=256)
def holiday_names(year: int) -> dict[date, str]:
    """The national holidays of a year (国民の祝日に関する法律), substitute holidays and days between included."""
    return dict(holidays.country_holidays("JP", years=year).items())


def is_business_day(day: date, closed: Collection[date] = ()) -> bool:
    """Whether offices are open: no weekend, no holiday, not 29 December to 3 January (地方自治法4条の2).

    ``closed`` are the further closing days of the municipality.
    """
    if day.weekday() >= 5 or (day.month, day.day) in _NEW_YEAR:
        return False
    return day not in holiday_names(day.year) and day not in closed


def next_business_day(day: date, closed: Collection[date] = ()) -> date:
    """The first day after ``day`` on which offices are open."""
    day += timedelta(days=1)
    while not is_business_day(day, closed):
        day += timedelta(days=1)
    return day


def business_days_between(start: date, end: date, closed: Collection[date] = ()) -> int:
    """How many business days follow ``start`` up to and with ``end``: 0 on the day itself, negative backwards."""
    if end < start:
        return -business_days_between(end, start, closed)
    return sum(is_business_day(start + timedelta(days=n), closed) for n in range(1, (end - start).days + 1))
