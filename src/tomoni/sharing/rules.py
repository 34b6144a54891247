"""Calculations about consent and what may be told: no queries, no clock."""

import unicodedata
from datetime import date
from enum import StrEnum

from tomoni.calendar import Day

OF_AGE = 18  # 民法4条
TELLING = 3  # so many signs can betray somebody; a word of two stands in too many others


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


def bare(text: str) -> str:
    """Letters and digits only, however they were typed: ０７０－1 and 070 1 are the same."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def betrays(text: str, hidden: str) -> bool:
    """Whether the text says what is to stay hidden, however it is written."""
    sought = bare(hidden)
    return len(sought) >= TELLING and sought in bare(text)
