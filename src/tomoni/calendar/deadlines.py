"""Reckoning deadlines: by the clock and by months."""

from calendar import monthrange
from datetime import date, datetime, timedelta


def add_clock_hours(moment: datetime, hours: float) -> datetime:
    """``moment`` and so many hours later, nights and holidays counted (a safety check within 48 hours).

    A moment without time zone raises ``ValueError``.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment + timedelta(hours=hours)


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later or earlier, or that month's last day (民法143条2項)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))
