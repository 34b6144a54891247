"""Calculations of phase 1: no queries, no clock."""

from datetime import date, datetime, time

from tomoni.calendar import TOKYO, add_months

LOOK_BACK_MONTHS = 3
OFFICE_CLOSES = time(17, 0)


def late(due_at: datetime | None, seen_at: datetime) -> bool:
    """Whether a sight came after the limit."""
    return due_at is not None and seen_at > due_at


def look_back_moment(on: date, chosen: date | None) -> datetime:
    """When to look back at a hand-over: the chosen day, or three months on, at the close of the office."""
    return datetime.combine(chosen or add_months(on, LOOK_BACK_MONTHS), OFFICE_CLOSES, tzinfo=TOKYO)
