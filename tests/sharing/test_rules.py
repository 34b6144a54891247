"""How an answer stands on a day, and who is a child."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.calendar import Day, Precision
from tomoni.sharing.rules import Standing, is_minor, standing

TODAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("given_", "until", "withdrawn", "expected"),
    [
        (True, None, False, Standing.YES),
        (True, TODAY, False, Standing.YES),
        (True, TODAY - timedelta(days=1), False, Standing.ENDED),
        (True, TODAY + timedelta(days=1), True, Standing.WITHDRAWN),
        (True, TODAY - timedelta(days=1), True, Standing.WITHDRAWN),
        (False, None, False, Standing.NO),
        (False, TODAY, True, Standing.NO),
    ],
)
def test_an_answer_stands_until_its_last_day(
    given_: bool, until: date | None, withdrawn: bool, expected: Standing
) -> None:
    assert standing(given=given_, until=until, withdrawn=withdrawn, on=TODAY) == expected


@given(st.dates(), st.none() | st.dates())
def test_what_was_taken_back_or_refused_never_stands(on: date, until: date | None) -> None:
    assert standing(given=True, until=until, withdrawn=True, on=on) != Standing.YES
    assert standing(given=False, until=until, withdrawn=False, on=on) != Standing.YES


@pytest.mark.parametrize(
    ("birth", "minor"),
    [
        (Day(date(2008, 6, 11)), True),
        (Day(date(2008, 6, 10)), False),
        (Day(date(2008, 1, 1), Precision.YEAR), True),
        (Day(date(2007, 1, 1), Precision.YEAR), False),
        (Day(date(2026, 6, 11)), False),
        (Day.unknown(), False),
        (None, False),
    ],
)
def test_a_child_is_who_may_be_under_eighteen(birth: Day | None, minor: bool) -> None:
    assert is_minor(birth, TODAY) is minor
