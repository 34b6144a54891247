"""Times told from today, and prose that fits the day."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.calendar import TOKYO, Day, Precision
from tomoni.calendar.school import SchoolYear
from tomoni.town.offsets import WEEKDAYS, OffsetError, Since, When, prose

days = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("-31w wed 08:40", datetime(2025, 10, 29, 8, 40, tzinfo=TOKYO)),
        ("+1w fri 10:30", datetime(2026, 6, 12, 10, 30, tzinfo=TOKYO)),
        ("-143d 10:20", datetime(2026, 1, 12, 10, 20, tzinfo=TOKYO)),
        ("-1d", datetime(2026, 6, 3, tzinfo=TOKYO)),
    ],
)
def test_moments(text: str, moment: datetime) -> None:
    assert When.read(text).at(date(2026, 6, 4)) == moment


@given(days, st.integers(-60, 9), st.sampled_from(WEEKDAYS))
def test_a_weekday_stays_that_weekday(today: date, weeks: int, weekday: str) -> None:
    day = When.read(f"{weeks:+d}w {weekday}").on(today)
    assert day.weekday() == WEEKDAYS.index(weekday)
    assert day.isocalendar()[:2] == date.fromordinal(today.toordinal() + 7 * weeks).isocalendar()[:2]


@given(
    days,
    st.sampled_from([SchoolYear(number).name for number in range(-6, 12)]),
    st.integers(1, 12),
    st.integers(1, 28),
)
def test_a_child_is_in_that_class_today(today: date, name: str, month: int, day: int) -> None:
    birth = Since.read(f"{name}/{month:02d}-{day:02d}").day(today)
    if birth.date is not None and birth.date <= today:
        assert str(birth.school_year_on(today)) == name
        assert (birth.date.month, birth.date.day) == (month, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7y2m", Day(date(2019, 4, 4))),
        ("7w2d", Day(date(2026, 4, 14))),
        ("69y", Day(date(1957, 6, 4), Precision.YEAR)),
        ("about 68y", Day(date(1958, 6, 4), Precision.ABOUT)),
        ("-7w fri", Day(date(2026, 4, 17))),
        ("小5/09-02", Day(date(2015, 9, 2))),
        ("小5/04-01", Day(date(2016, 4, 1))),
    ],
)
def test_days_of_life(text: str, day: Day) -> None:
    assert Since.read(text).day(date(2026, 6, 4)) == day


@pytest.mark.parametrize("text", ["", "tomorrow", "-31w", "-31w wen 08:40", "31w wed"])
def test_a_moment_nobody_can_read_is_refused(text: str) -> None:
    with pytest.raises(OffsetError):
        When.read(text)


@pytest.mark.parametrize("text", ["", "about ", "小7/01-01", "小5", "-7w"])
def test_a_day_nobody_can_read_is_refused(text: str) -> None:
    with pytest.raises(OffsetError):
        Since.read(text)


@pytest.mark.parametrize(
    ("month", "season"), list(zip(range(1, 13), "冬冬春春春夏夏夏秋秋秋冬", strict=True))
)
def test_prose_fits_the_season(month: int, season: str) -> None:
    assert prose("{season:春|夏|秋|冬}の朝", date(2026, month, 1), {}) == f"{season}の朝"


def test_prose_tells_age_grade_and_names() -> None:
    births = {"yui": Day(date(2015, 9, 2))}
    told = prose("{child}は{grade:yui}、{age:yui}。", date(2026, 6, 4), births, {"child": "結さん"})
    assert told == "結さんは小5、10歳。"


def test_an_unknown_slot_is_refused() -> None:
    with pytest.raises(KeyError):
        prose("{nobody}", date(2026, 6, 4), {})
