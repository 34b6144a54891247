"""Calculations about families: no queries, no clock."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, TypeVar

from tomoni.calendar import Day
from tomoni.families.choices import ParentKind, Relation, UnionEnd, UnionKind
from tomoni.people.rules import PREGNANCY
from tomoni.search.compare import OFFER, Score

K = TypeVar("K")
LABEL = "{}さんの家庭"
LABEL_LENGTH = 100


def usual_label(names: Sequence[tuple[str, bool]]) -> str:
    """青木さんの家庭, from the first name of somebody who is born; a long single name is cut to what the label holds."""
    name = next((name for name, born in names if born), names[0][0])
    return LABEL.format((name.split() or [name])[0][: LABEL_LENGTH - len(LABEL.format(""))])


def together(scores: Collection[tuple[int, K, Score]]) -> list[tuple[int, K, Score]]:
    """Of (line, person, score) what speaks for one known family: for each line its best person, each person once.

    Empty unless the points together reach ``OFFER``: one name alone never does, the names of several of a family do.
    """
    best: dict[int, tuple[int, K, Score]] = {}
    taken: set[K] = set()
    for line, person, score in sorted(scores, key=lambda each: -each[2].value):
        if score.value > 0 and line not in best and person not in taken:
            best[line] = (line, person, score)
            taken.add(person)
    found = [best[line] for line in sorted(best)]
    return found if sum(score.value for _, _, score in found) >= OFFER else []


def held_on(fact: Any, on: Day) -> bool:
    """Whether a relation may have held on a day: by its own days, and because everybody in it was born (or, unborn,
    expected within a pregnancy's time). Nobody lives anywhere after death.
    """
    people = [
        getattr(fact, name) for name in ("person", "one", "two", "parent", "child") if hasattr(fact, name)
    ]
    if not fact.true_on(on) or any(_begins(person) > on.latest for person in people):
        return False
    gone = getattr(fact, "household_id", None) is not None and people[0].death
    return not gone or gone.latest >= on.earliest


def _begins(person: Any) -> date:
    """The first day on which the person can have been there."""
    if person.unborn and person.expected_on.date:
        return person.expected_on.earliest - PREGNANCY  # type: ignore[no-any-return]
    return person.birth.earliest if person.birth else date.min


def words_of(fact: Any) -> str:
    """What a relation says, without the names: 母, ときどき, 婚姻（離婚）, 実の親."""
    if hasattr(fact, "relation"):
        return str(Relation(fact.relation).label)
    if hasattr(fact, "part_time"):
        return "ときどき" if fact.part_time else "いつも"
    if hasattr(fact, "end"):
        ended = f"（{UnionEnd(fact.end).label}）" if fact.end else ""
        return f"{UnionKind(fact.kind).label}{ended}"
    return str(ParentKind(fact.kind).label)
