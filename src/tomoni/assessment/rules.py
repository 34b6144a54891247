"""Calculations about needs and views: no queries, no clock."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tomoni.calendar import TOKYO
from tomoni.people.rules import Thread

FAR_APART = 3
Rater = tuple[int | None, int | None]  # a person of the family, or the user who wrote as practitioner


def newest(views: Iterable[Thread[Any]]) -> dict[Rater, list[Thread[Any]]]:
    """Views by rater, the newest first. Two practitioners are two raters; who corrects another's words is none."""
    found: dict[Rater, list[Thread[Any]]] = {}
    for thread in sorted(views, key=_begun):
        found.setdefault(rater(thread), []).insert(0, thread)
    return found


def rater(thread: Thread[Any]) -> Rater:
    """Whose view it is."""
    person = thread.fact.person_id
    return (person, None) if person else (None, thread.first.recorded_by.user_id)


def _begun(thread: Thread[Any]) -> tuple[date, int]:
    since = thread.fact.valid_from
    return since.earliest if since else thread.fact.recorded_at.astimezone(TOKYO).date(), thread.fact.pk


def spread(scales: Iterable[int | None]) -> int | None:
    """How far the numbers of several raters lie apart; None when fewer than two gave one."""
    told = [scale for scale in scales if scale is not None]
    return max(told) - min(told) if len(told) > 1 else None
