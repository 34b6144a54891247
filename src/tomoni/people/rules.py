"""Calculations about persons and what is told of them: no queries, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from tomoni.calendar import Day, Precision, add_months, fiscal_year_name

F = TypeVar("F")
# Cc of Unicode: what a keyboard cannot write and a page cannot show.
CONTROL = dict.fromkeys((*range(32), *range(127, 160)))
PREGNANCY = timedelta(days=300)


def clean_name(text: str) -> str:
    """A name as typed, without control characters and outer blanks; IVS and rare characters stay."""
    return text.translate(CONTROL).strip()


def renewal_due(ends_on: date, on: date) -> bool:
    """A support measure can be renewed from one month before its end; from then on we say so."""
    return on >= add_months(ends_on, -1)


def expected_too_far(expected_on: Day, on: date) -> bool:
    """Whether a birth is expected later than a pregnancy can last, counted generously."""
    return expected_on.date is not None and expected_on.earliest > on + PREGNANCY


def too_early(birth: Day | None, on: Day | None) -> bool:
    """Whether something told of a person would lie before the person was even expected."""
    return birth is not None and on is not None and on.latest < birth.earliest - PREGNANCY


def in_order(since: Day | None, until: Day | None) -> bool:
    """Whether something that began then can have ended then, as far as both days are known."""
    return since is None or until is None or since.earliest <= until.latest


def unsure_on(fact: Any, on: Day) -> bool:
    """Whether a fact's beginning or end is known so roughly that it may or may not have been true on that day."""
    ends = (fact.valid_from, fact.valid_until)
    return any(end is not None and end.precision is not Precision.DAY and end.overlaps(on) for end in ends)


def class_label(class_name: str, class_year: int | None, year: int) -> str:
    """2組 in the school year for which it was told; later 昨年度：2組 or 令和6年度：2組, for classes change each April."""
    if not class_name or class_year is None or class_year == year:
        return class_name
    return f"{'昨年度' if class_year == year - 1 else fiscal_year_name(class_year)}：{class_name}"


@dataclass(frozen=True)
class Thread(Generic[F]):
    """A fact as it stands and what was told before it was corrected, the newest first."""

    fact: F
    earlier: list[F]

    @property
    def first(self) -> F:
        """As it was told at first: whose word it is, whoever corrected it since."""
        return self.earlier[-1] if self.earlier else self.fact


def threads(facts: Iterable[Any]) -> tuple[list[Thread[Any]], list[Any]]:
    """Facts of one kind (standing, replaced and retracted ones) as threads, and those taken back altogether."""
    told = {fact.pk: fact for fact in facts}
    replaced = {f.replaces_id for f in told.values() if f.retracted_at is None and f.replaces_id}
    standing = [f for f in told.values() if f.retracted_at is None and f.pk not in replaced]
    found = [Thread(fact, list(_earlier(fact, told))) for fact in standing]
    shown = {fact.pk for thread in found for fact in (thread.fact, *thread.earlier)}
    return found, [fact for fact in told.values() if fact.pk not in shown]


class Versions(Generic[F]):
    """Facts by the key of any of their versions: what points at an earlier wording finds the one that stands."""

    def __init__(self, threads: Iterable[Thread[F]]) -> None:
        self.threads = list(threads)
        self._by_key = {fact.pk: t for t in self.threads for fact in _versions(t)}

    def get(self, key: int | None) -> Thread[F] | None:
        """The thread of this version; None for none, and when it was taken back."""
        return None if key is None else self._by_key.get(key)


def _versions(thread: Thread[Any]) -> list[Any]:
    return [thread.fact, *thread.earlier]


def _earlier(fact: Any, told: dict[int, Any]) -> Iterable[Any]:
    while fact := told.get(fact.replaces_id):
        yield fact
