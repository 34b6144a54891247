"""Days that may be known by half: order, spans, wording, ages."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.calendar import TOKYO, Day, DayError, Precision, era_of, frozen, not_future

CALENDAR = st.dates(date(1868, 1, 25), date(2100, 12, 31))
KNOWN = st.builds(Day, CALENDAR, st.sampled_from([p for p in Precision if p is not Precision.UNKNOWN]))
DAYS = KNOWN | st.just(Day.unknown())


def day(text: str) -> Day:
    found = Day.parse(text)
    assert found is not None
    return found


@given(DAYS)
def test_what_is_written_is_read_again(some: Day) -> None:
    assert Day.parse(some.japanese()) == some
    assert Day.parse(some.short()) == some
    assert Day.parse(some.western()) == some
    assert Day.from_text(some.to_text()) == some
    assert str(some) == some.japanese()


@given(DAYS, DAYS)
def test_stored_texts_sort_as_the_days(one: Day, other: Day) -> None:
    assert (one < other) == (one.to_text() < other.to_text())
    assert (one == other) == (one.to_text() == other.to_text()) == (hash(one) == hash(other))
    assert (one <= other) or (one > other)
    assert len(one.to_text()) <= 10


@given(CALENDAR, CALENDAR)
def test_whole_days_sort_by_the_calendar(one: date, other: date) -> None:
    assert (Day(one) < Day(other)) == (one < other)


@given(KNOWN)
def test_a_day_lies_within_its_span(some: Day) -> None:
    assert some.date is not None
    assert some.earliest <= some.date <= some.latest
    assert some.overlaps(some)
    assert some.overlaps(Day.unknown())


def test_order_is_by_first_day_the_vaguer_first_the_unknown_last() -> None:
    texts = [
        "2023年12月31日",
        "2024年",
        "2024年ごろ",
        "2024年1月",
        "2024年1月1日",
        "2024年2月",
        "2024年12月31日",
        "2025年",
    ]
    assert [str(x) for x in sorted(map(day, [*reversed(texts), "不明"]))] == [
        str(day(t)) for t in [*texts, "不明"]
    ]


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("R6.4.1", date(2024, 4, 1), date(2024, 4, 1)),
        ("令和6年2月", date(2024, 2, 1), date(2024, 2, 29)),
        ("令和6年", date(2024, 1, 1), date(2024, 12, 31)),
        ("令和6年ごろ", date(2023, 1, 1), date(2025, 12, 31)),
        ("不明", date.min, date.max),
    ],
)
def test_the_span_of_a_day(text: str, earliest: date, latest: date) -> None:
    assert (day(text).earliest, day(text).latest) == (earliest, latest)


def test_half_known_days_overlap_with_what_they_may_be() -> None:
    assert day("2019年ごろ").overlaps(day("2020年12月31日"))
    assert not day("2019年ごろ").overlaps(day("2021年1月1日"))
    assert day("2019年4月").overlaps(day("2019年"))
    assert not day("2019年4月").overlaps(day("2019年5月1日"))


def test_the_first_day_stands_for_a_month_or_year() -> None:
    assert Day(date(2024, 4, 17), Precision.MONTH) == Day(date(2024, 4, 1), Precision.MONTH)
    assert Day(date(2024, 4, 17), Precision.ABOUT) == Day(date(2024, 1, 1), Precision.ABOUT)
    assert Day(date(2024, 1, 1), Precision.YEAR) != Day(date(2024, 1, 1), Precision.ABOUT)


@pytest.mark.parametrize(
    ("text", "japanese", "short", "western"),
    [
        ("2024-04-01", "令和6年4月1日", "R6.4.1", "2024年4月1日"),
        ("2019-05", "令和元年5月", "R1.5", "2019年5月"),
        ("2019-04", "平成31年4月", "H31.4", "2019年4月"),
        ("2019", "令和元年", "R1", "2019年"),
        ("1989-01", "平成元年1月", "H1.1", "1989年1月"),
        ("1989-01-07", "昭和64年1月7日", "S64.1.7", "1989年1月7日"),
        ("1926-12-25", "昭和元年12月25日", "S1.12.25", "1926年12月25日"),
        ("1912-07-29", "明治45年7月29日", "M45.7.29", "1912年7月29日"),
        ("2024 ~", "令和6年ごろ", "R6ごろ", "2024年ごろ"),
        ("unknown", "不明", "不明", "不明"),
    ],
)
def test_wording(text: str, japanese: str, short: str, western: str) -> None:
    some = Day.from_text(text)
    assert (some.japanese(), some.short(), some.western()) == (japanese, short, western)


@pytest.mark.parametrize(
    "text", ["", "2024-4-1", "2024-04-31", "2024-04 ~", "R6.4.1", "2024~", "0000", "２０２４", "1867"]
)
def test_other_texts_are_no_stored_days(text: str) -> None:
    with pytest.raises(DayError):
        Day.from_text(text)


@pytest.mark.parametrize("wrong", [date(1868, 1, 24), date(2101, 1, 1), date(9999, 12, 31), date.min])
def test_days_outside_the_years_are_refused(wrong: date) -> None:
    with pytest.raises(DayError, match="年を確かめて"):
        Day(wrong)


def test_a_day_is_unknown_exactly_when_it_has_no_date() -> None:
    with pytest.raises(ValueError, match="unknown"):
        Day(None)
    with pytest.raises(ValueError, match="unknown"):
        Day(date(2024, 1, 1), Precision.UNKNOWN)


@given(CALENDAR, st.integers(0, 120), st.integers(0, 365))
def test_age_rises_by_one_on_the_birthday(birth: date, years: int, days: int) -> None:
    leap = (birth.month, birth.day) == (2, 29)
    year = birth.year + years
    birthday = date(year, 3, 1) if leap and not _is_leap(year) else birth.replace(year=year)
    assert Day(birth).age_on(birthday) == years
    if years:
        assert Day(birth).age_on(birthday - timedelta(days=1)) == years - 1


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@given(KNOWN, CALENDAR)
def test_a_half_known_birth_has_a_range_of_ages_that_holds_the_true_one(birth: Day, on: date) -> None:
    ages = birth.ages_on(on)
    if on < birth.earliest:
        assert ages is None
        assert birth.age_on(on) is None
    else:
        assert ages is not None
        assert 0 <= ages[0] <= ages[1] <= ages[0] + 3
        assert birth.age_on(on) == (ages[0] if ages[0] == ages[1] else None)


@pytest.mark.parametrize(
    ("birth", "on", "text"),
    [
        ("R6.4.1", date(2024, 3, 31), "出生前"),
        ("R6.4.1", date(2024, 4, 1), "生後0日"),
        ("R6.4.1", date(2024, 4, 30), "生後29日"),
        ("R6.4.1", date(2024, 5, 1), "1か月"),
        ("2024-01-31", date(2024, 2, 29), "生後29日"),
        ("2024-01-31", date(2024, 3, 1), "1か月"),
        ("R6.4.1", date(2025, 3, 31), "11か月"),
        ("R6.4.1", date(2025, 4, 1), "1歳0か月"),
        ("R6.4.1", date(2027, 3, 31), "2歳11か月"),
        ("R6.4.1", date(2027, 4, 1), "3歳"),
        ("2024-02-29", date(2028, 2, 28), "3歳"),
        ("2024-02-29", date(2027, 2, 28), "2歳11か月"),
        ("2024-02-29", date(2027, 3, 1), "3歳"),
        ("2016年", date(2024, 6, 1), "7〜8歳"),
        ("2016年", date(2024, 12, 31), "8歳"),
        ("2016年5月", date(2024, 6, 1), "8歳"),
        ("2016年ごろ", date(2024, 6, 1), "8歳くらい"),
        ("2016年ごろ", date(2014, 12, 31), "出生前"),
        ("2016年ごろ", date(2015, 1, 1), "0歳くらい"),
        ("不明", date(2024, 6, 1), "年齢不明"),
    ],
)
def test_age_in_words(birth: str, on: date, text: str) -> None:
    assert day(birth).age_text(on) == text


def test_months_are_counted_for_a_whole_day_of_birth_only() -> None:
    assert day("R6.4.1").months_on(date(2025, 9, 30)) == 17
    assert day("R6.4.1").months_on(date(2024, 3, 31)) is None
    assert day("R6.4").months_on(date(2025, 9, 30)) is None
    assert day("不明").months_on(date(2025, 9, 30)) is None
    assert day("不明").ages_on(date(2025, 9, 30)) is None


def test_days_to_come_have_their_own_check() -> None:
    with frozen(datetime(2026, 4, 1, tzinfo=TOKYO)):
        for fine in ("R8.4.1", "R8.4", "R8", "R8ごろ", "不明", "H1.1.8"):
            not_future(day(fine))
        not_future(None)
        for early in ("R8.4.2", "R8.5", "R9", "R9ごろ"):
            with pytest.raises(DayError, match="まだ来ていない日付です"):
                not_future(day(early))


@pytest.mark.parametrize(
    ("on", "name", "year"),
    [
        (date(1868, 1, 25), "明治", 1),
        (date(1912, 7, 29), "明治", 45),
        (date(1912, 7, 30), "大正", 1),
        (date(1926, 12, 24), "大正", 15),
        (date(1926, 12, 25), "昭和", 1),
        (date(1989, 1, 7), "昭和", 64),
        (date(1989, 1, 8), "平成", 1),
        (date(2019, 4, 30), "平成", 31),
        (date(2019, 5, 1), "令和", 1),
    ],
)
def test_the_eras_turn_on_their_days(on: date, name: str, year: int) -> None:
    era = era_of(on)
    assert (era.name, era.year_of(on)) == (name, year)


def test_before_the_eras_there_is_none() -> None:
    with pytest.raises(ValueError, match="no era"):
        era_of(date(1868, 1, 24))
