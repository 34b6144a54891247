"""Calculations about needs and views: no queries, no clock."""

from collections.abc import Iterable
from datetime import date
from typing import Generic, TypeVar

from tomoni.access.facts import Fact
from tomoni.assessment.models import View
from tomoni.people.rules import Thread

F = TypeVar("F", bound=Fact)
FAR_APART = 3


class Versions(Generic[F]):
    """Facts by the key of any of their versions: what points at an earlier wording finds the one that stands."""

    def __init__(self, threads: Iterable[Thread[F]]) -> None:
        self.threads = list(threads)
        self._by_key = {fact.pk: t for t in self.threads for fact in (t.fact, *t.earlier)}

    def get(self, key: int) -> Thread[F] | None:
        """The thread of this version; None when it was taken back."""
        return self._by_key.get(key)


def newest(views: Iterable[Thread[View]]) -> dict[int | None, list[Thread[View]]]:
    """Views by rater (None: the practitioner), the newest first."""
    found: dict[int | None, list[Thread[View]]] = {}
    for thread in sorted(views, key=_begun):
        found.setdefault(thread.fact.person_id, []).insert(0, thread)
    return found


def _begun(thread: Thread[View]) -> tuple[date, int]:
    since = thread.fact.valid_from
    return since.earliest if since else thread.fact.recorded_at.date(), thread.fact.pk


def spread(scales: Iterable[int | None]) -> int | None:
    """How far the numbers of several raters lie apart; None when fewer than two gave one."""
    told = [scale for scale in scales if scale is not None]
    return max(told) - min(told) if len(told) > 1 else None
