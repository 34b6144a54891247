"""Moments are told in Japan: a record of 8:30 is of that day, and half past midnight has its hour."""

from datetime import UTC, datetime

from tomoni.calendar import TOKYO
from tomoni.ui.markup import day, moment


def test_a_moment_before_nine_is_of_its_own_day() -> None:
    stored = datetime(2026, 4, 1, 8, 30, tzinfo=TOKYO).astimezone(UTC)
    assert stored.date().day == 31
    assert "R8.4.1" in day(stored, short=True)


def test_half_past_midnight_has_its_hour() -> None:
    assert moment(datetime(2026, 4, 1, 0, 30, tzinfo=TOKYO)).endswith(" 0:30")
