"""Who can have which legal status, and which statements about a case leave no room for each other: no queries, no clock."""

from datetime import date, timedelta
from typing import Any

from tomoni.calendar import Day, add_months, is_business_day, next_business_day
from tomoni.practice.kinds import Span

# A child's statuses (児福法6条の3第5項・第8項): 要支援児童 is whoever is not 要保護児童, so never both at once.
OF_CHILDREN = frozenset({"protection", "needs_support"})
# 特定妊婦 (6条の3第5項) is told of the woman, whatever her age: a pregnant girl can be a 要保護児童 beside it.
EXPECTANT = "expectant"
LONGEST = (
    20  # 25条の2第1項: in the council's eyes also those whose placement or protection goes on until then
)

UNBORN = "生まれる前のこどもに区分はありません。特定妊婦は、妊娠している本人を選んで書いてください。"
GROWN = "要保護児童・要支援児童は20歳になるまでの区分です。こどもを選び直してください。"
UNDONE = "取り消し："  # how a line of the chronology begins that tells that an event was a mistake


def rivals(kind: str) -> frozenset[str]:
    """Statuses of one person that cannot stand on the same day as this one, itself included."""
    return OF_CHILDREN if kind in OF_CHILDREN else frozenset({kind})


def unfit(kind: str, birth: Day | None, *, unborn: bool, on: Day) -> str:
    """Why somebody of this birth cannot have the status from that day on, in words for people; empty when it is fine."""
    if unborn or (birth is not None and on.latest < birth.earliest):
        return UNBORN
    ages = birth.ages_on(on.earliest) if birth and kind in OF_CHILDREN else None
    return GROWN if ages and ages[0] >= LONGEST else ""


def day_before(day: Day) -> Day:
    """The last day on which something else was true."""
    return Day(day.earliest - timedelta(days=1))


def at_once(one: Any, other: Any) -> bool:
    """Whether two facts were surely true on one and the same day, as far as their days are known; an end and a beginning
    may share theirs.
    """
    return _begun(one) < _ended(other) and _begun(other) < _ended(one)


def _begun(fact: Any) -> date:
    return fact.valid_from.latest if fact.valid_from else date.min


def _ended(fact: Any) -> date:
    return fact.valid_until.earliest if fact.valid_until else date.max


def pointer(row: Any) -> str:
    """How rows point at each other across folders: ``label:ref``."""
    return f"{row._meta.label_lower}:{row.ref}"


SPANS = ("7 days", "14 days", "1 months", "2 months", "3 months", "4 months", "6 months")


def span_of(every: str) -> Span:
    """14日 from ``14 days``."""
    amount, unit = every.split()
    return Span(int(amount), unit)


def every_of(span: Span) -> str:
    """How a rhythm is kept: ``1 months``."""
    return f"{span.amount} {span.unit}"


def next_on(on: date, every: str) -> date:
    """When it is time again: so long after that day, and then the first day on which the office is open."""
    span = span_of(every)
    day = add_months(on, span.amount) if span.unit == "months" else on + timedelta(days=span.amount)
    return day if is_business_day(day) else next_business_day(day)
