"""Calculations about needs and views: no queries, no clock."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tomoni.people.rules import Thread

FAR_APART = 3


def newest(views: Iterable[Thread[Any]]) -> dict[int | None, list[Thread[Any]]]:
    """Views by rater (None: the practitioner), the newest first."""
    found: dict[int | None, list[Thread[Any]]] = {}
    for thread in sorted(views, key=_begun):
        found.setdefault(thread.fact.person_id, []).insert(0, thread)
    return found


def _begun(thread: Thread[Any]) -> tuple[date, int]:
    since = thread.fact.valid_from
    return since.earliest if since else thread.fact.recorded_at.date(), thread.fact.pk


def spread(scales: Iterable[int | None]) -> int | None:
    """How far the numbers of several raters lie apart; None when fewer than two gave one."""
    told = [scale for scale in scales if scale is not None]
    return max(told) - min(told) if len(told) > 1 else None
