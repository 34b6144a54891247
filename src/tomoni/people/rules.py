"""Calculations about persons: no queries, no clock."""

from datetime import date

from tomoni.calendar import Day, SchoolYear, school_year

CONTROL = dict.fromkeys((*range(32), 127))


def clean_name(text: str) -> str:
    """A name as typed, without control characters and outer blanks; IVS and rare characters stay."""
    return text.translate(CONTROL).strip(" \u3000")


def grade(birth: Day | None, on: date) -> SchoolYear | None:
    """The school year of a child on that day; None when the birth is not known to the day or the child is grown."""
    return school_year(birth.date, on) if birth and birth.date and birth.earliest == birth.latest else None


def renewal_due(ends_on: date, on: date) -> bool:
    """A support measure can be renewed from one month before its end; from then on we say so."""
    return (ends_on - on).days <= 31
