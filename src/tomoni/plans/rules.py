"""Calculations about plans: no queries, no clock."""

from datetime import date

# States that only make sense with a word on why.
WITH_REASON = frozenset({"on_hold", "internal", "ended"})
UNDER_WAY = frozenset({"agreed", "given", "reviewed"})


def in_order(starts_on: date | None, until: date | None, review_on: date | None) -> bool:
    """Whether the period does not end before it begins, and nobody looks back before it began."""
    if starts_on is None:
        return True
    return all(day is None or day >= starts_on for day in (until, review_on))
