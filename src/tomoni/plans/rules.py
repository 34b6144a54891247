"""Calculations about plans: no queries, no clock."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tomoni.people.rules import Thread

# States that only make sense with a word on why.
WITH_REASON = frozenset({"on_hold", "internal", "ended"})
UNDER_WAY = frozenset({"agreed", "given", "reviewed"})


def in_order(starts_on: date | None, until: date | None, review_on: date | None) -> bool:
    """Whether the period does not end before it begins, and nobody looks back before it began."""
    if starts_on is None:
        return True
    return all(day is None or day >= starts_on for day in (until, review_on))


def by_day(state: Thread[Any]) -> tuple[date, int]:
    """States in the order in which they began, those of one day as they were told; who corrects one does not move it."""
    return state.fact.told_on, state.first.pk


def latest(states: Iterable[Thread[Any]]) -> Any | None:
    """The state that holds: of those that go on the one that began last, whenever it was typed."""
    going = [state for state in states if state.fact.valid_until is None]
    return max(going, key=by_day).fact if going else None
