"""Times of day as people type them, and as moments in Japan."""

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.calendar import TOKYO
from tomoni.calendar.hours import clock, close_of, moment_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:05", time(14, 5)),
        ("１４：０５", time(14, 5)),
        ("14時5分", time(14, 5)),
        ("14時", time(14, 0)),
        ("午後2時半", time(14, 30)),
        ("午後 2時 10分", time(14, 10)),
        ("午前0時", time(0, 0)),
        ("午後12時", time(12, 0)),
        ("午前12時", time(0, 0)),
        ("1405", time(14, 5)),
        ("905", time(9, 5)),
    ],
)
def test_a_time_is_read_as_it_is_typed(typed: str, meant: time) -> None:
    assert clock(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["24:00", "25時", "14:60", "午後13時", "昼ごろ", "9", "14:5:00", "-1", "", "２４６０", "14時半分"],
)
def test_what_is_no_time_is_none(typed: str) -> None:
    assert clock(typed) is None


@given(st.times(timezones=st.none()))
def test_every_minute_of_the_day_is_read_back(at: time) -> None:
    whole = at.replace(second=0, microsecond=0)
    assert clock(f"{at:%H:%M}") == whole
    assert clock(f"{at.hour}時{at.minute}分") == whole


@given(st.text())
def test_whatever_is_typed_as_a_time_is_a_time_or_none(typed: str) -> None:
    assert clock(typed) is None or isinstance(clock(typed), time)


def test_a_moment_is_told_in_japan() -> None:
    day = datetime(2026, 6, 10, tzinfo=TOKYO).date()
    assert moment_of(day, time(9, 30)).isoformat() == "2026-06-10T09:30:00+09:00"


def test_the_office_closes_at_five() -> None:
    day = datetime(2026, 6, 10, tzinfo=TOKYO).date()
    assert close_of(day).isoformat() == "2026-06-10T17:00:00+09:00"
