"""Time: the only clock, days known by half, eras, school years, office days and deadlines."""

from tomoni.calendar.clock import TOKYO, frozen, now, today
from tomoni.calendar.day import Day, not_future
from tomoni.calendar.deadlines import add_clock_hours, add_months
from tomoni.calendar.eras import ERAS, Era, era_of
from tomoni.calendar.offices import business_days_between, is_business_day, next_business_day
from tomoni.calendar.reading import DayError, Precision
from tomoni.calendar.school import (
    SchoolYear,
    Stage,
    entry_year,
    fiscal_year,
    fiscal_year_days,
    fiscal_year_name,
    school_year,
)

__all__ = [
    "ERAS", "TOKYO", "Day", "DayError", "Era", "Precision", "SchoolYear", "Stage", "add_clock_hours", "add_months",
    "business_days_between", "entry_year", "era_of", "fiscal_year", "fiscal_year_days", "fiscal_year_name", "frozen",
    "is_business_day", "next_business_day", "not_future", "now", "school_year", "today",
]  # fmt: skip
