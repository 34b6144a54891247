"""There is one clock; it can be stopped by those who build a demo town and by tests."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import Settings

from tomoni.calendar import TOKYO, frozen, now, today


def test_the_clock_tells_the_time_of_japan() -> None:
    before = datetime.now(UTC)
    moment = now()
    assert before <= moment <= datetime.now(UTC)
    assert moment.utcoffset() == timedelta(hours=9)


def test_the_clock_stands_still_inside_the_block_and_the_innermost_counts() -> None:
    with frozen(datetime(2026, 3, 31, 16, 30, tzinfo=UTC)):
        assert now() == datetime(2026, 4, 1, 1, 30, tzinfo=TOKYO)
        assert today() == date(2026, 4, 1)
        with frozen(datetime(2020, 1, 1, tzinfo=TOKYO)):
            assert today() == date(2020, 1, 1)
        assert today() == date(2026, 4, 1)
    assert now() - datetime.now(UTC) < timedelta(minutes=1)


def test_the_clock_goes_on_after_an_error() -> None:
    with pytest.raises(RuntimeError), frozen(datetime(2020, 1, 1, tzinfo=TOKYO)):
        raise RuntimeError
    assert now().year >= 2026


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), frozen(datetime(2026, 4, 1)):  # noqa: DTZ001
        pass


def test_a_demo_may_run_behind(settings: Settings) -> None:
    settings.TOMONI_CLOCK_OFFSET = timedelta(days=-30)
    before = datetime.now(UTC)
    assert before <= now() + timedelta(days=30) <= datetime.now(UTC)
