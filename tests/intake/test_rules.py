"""Calculations of phase 1, for all moments, names and referrals."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.calendar import TOKYO, add_clock_hours
from tomoni.calendar.hours import close_of
from tomoni.intake.rules import (
    ALWAYS_OWN,
    MOSTLY_OWN,
    clock,
    family_label,
    late,
    look_back_moment,
    outcomes,
    own_consultation,
    places_in,
)
from tomoni.practice import codes

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda m: m.replace(tzinfo=TOKYO))  # noqa: DTZ001


@given(received=MOMENTS, hours=st.integers(1, 48), after=st.timedeltas(timedelta(0), timedelta(days=9)))
def test_the_limit_is_reckoned_by_the_clock_over_nights_weekends_and_new_year(
    received: datetime, hours: int, after: timedelta
) -> None:
    due = add_clock_hours(received, hours)
    assert late(due, received + after) == (after > timedelta(hours=hours))
    assert clock(due, received + after, received) == (
        "seen_late" if after > timedelta(hours=hours) else "seen"
    )
    assert clock(due, None, received + after) == ("late" if after > timedelta(hours=hours) else "running")


@given(moment=MOMENTS)
def test_without_a_limit_nothing_is_late(moment: datetime) -> None:
    assert late(None, moment) is False
    assert clock(None, None, moment) == "none"


@pytest.mark.parametrize(
    ("on", "chosen", "moment"),
    [
        (date(2026, 4, 6), None, datetime(2026, 7, 6, 17, tzinfo=TOKYO)),
        (date(2025, 11, 30), None, datetime(2026, 2, 28, 17, tzinfo=TOKYO)),
        (date(2026, 4, 6), date(2026, 4, 7), datetime(2026, 4, 7, 17, tzinfo=TOKYO)),
    ],
)
def test_looking_back_is_due_at_the_close_of_the_office(
    on: date, chosen: date | None, moment: datetime
) -> None:
    assert look_back_moment(on, chosen) == moment
    assert close_of(moment.date()) == moment


@given(name=st.text(max_size=200))
def test_a_family_label_always_fits_its_column(name: str) -> None:
    label = family_label(name)
    assert len(label) <= 100
    assert label.endswith("さんの家庭")


def test_a_family_is_called_by_the_first_part_of_the_name() -> None:
    assert [family_label(name) for name in ("山田 花", "山田\u3000花", "マリア", "寿" * 91)] == [
        "山田さんの家庭",
        "山田さんの家庭",
        "マリアさんの家庭",
        "寿" * 90 + "…さんの家庭",
    ]


def test_outcomes_are_codes_of_the_list_and_the_familys_own_way_is_only_onward() -> None:
    known, others = set(ALWAYS_OWN | MOSTLY_OWN), set[str]()
    for door in codes("doors"):
        known.remove(door.id) if door.id in known else others.add(door.id)
    assert known == set()
    assert others == {door for door in others if not own_consultation(is_notice=False, door=door, told=None)}
    for is_notice, theirs in ((True, False), (False, False), (False, True)):
        assert set(outcomes(is_notice=is_notice, own=theirs)) <= {code.id for code in codes("acceptance")}
    assert outcomes(is_notice=False, own=True) == ("consultation",)
    assert outcomes(is_notice=False, own=False) == (
        "consultation",
        "other_agency",
        "information_only",
        "other_municipality",
    )
    assert outcomes(is_notice=True, own=False) == (
        "accepted",
        "not_accepted",
        "other_agency",
        "information_only",
        "other_municipality",
        "sent_to_guidance_centre",
        "notified_guidance_centre",
        "pending",
    )


@pytest.mark.parametrize(
    ("door", "untold", "told_own", "told_other"),
    [
        *((door, True, True, True) for door in ("family", "child", "pregnant", "pregnancy_notification")),
        *((door, True, True, False) for door in ("health_check", "plaza", "relative", "night_desk")),
        *((door, False, True, False) for door in ("school", "medical", "welfare", "neighbour", "other")),
    ],
)
def test_whose_consultation_it_is_is_told_or_else_the_door_tells(
    door: str, untold: bool, told_own: bool, told_other: bool
) -> None:
    asked = [own_consultation(is_notice=False, door=door, told=told) for told in (None, True, False)]
    assert asked == [untold, told_own, told_other]
    assert not own_consultation(is_notice=True, door=door, told=None)


@pytest.mark.parametrize("row", ["一", "1", "一丁目", "町一", "の1"])
def test_a_call_of_a_hundred_thousand_numerals_is_read_like_any_other(row: str) -> None:
    """What looks back at every start of a row would need hours here."""
    assert places_in(f"{row * 50_000} 本町2丁目8-15")[-1] == "本町2丁目8-15"
