"""Calculations about consent: no queries, no clock."""

from datetime import date
from enum import StrEnum

from tomoni.calendar import Day

OF_AGE = 18  # 民法4条


class Standing(StrEnum):
    """How a person's answer stands on a day."""

    YES = "yes"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    NO = "no"


def standing(*, given: bool, until: date | None, withdrawn: bool, on: date) -> Standing:
    """A yes lasts through its last day, unless it was taken back."""
    if not given:
        return Standing.NO
    if withdrawn:
        return Standing.WITHDRAWN
    return Standing.ENDED if until and until < on else Standing.YES


def is_minor(birth: Day | None, on: date) -> bool:
    """Whether the person may have been under age on that day; who has no birth on record is not taken for a child."""
    ages = birth.ages_on(on) if birth else None
    return ages is not None and ages[0] < OF_AGE
