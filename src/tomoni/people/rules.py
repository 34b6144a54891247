"""Calculations about persons: no queries, no clock."""

from datetime import date

CONTROL = dict.fromkeys((*range(32), 127))


def clean_name(text: str) -> str:
    """A name as typed, without control characters and outer blanks; IVS and rare characters stay."""
    return text.translate(CONTROL).strip(" \u3000")


def renewal_due(ends_on: date, on: date) -> bool:
    """A support measure can be renewed from one month before its end; from then on we say so."""
    return (ends_on - on).days <= 31
