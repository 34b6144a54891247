"""The phrasebook: passages and names from which a town of any size is told; no database.

``content/passages/*.yaml`` holds groups by kind of ``contact`` (codes of ``contact_methods``), ``phase`` (or any), ``age`` of the child
(pregnancy, infant, preschool, primary, secondary or any) and ``theme``. A group has ``runs``: passages that belong together and
are told in that order. Slots such as ``{child}`` and ``{mother}`` take the name by which the family calls that person
(陽太さん); ``by`` names the slot of whoever spoke. A run is dealt only to families that have everybody it names or
``needs``. ``{season:…}`` fits the day, as everywhere in the town.

``content/threads.yaml`` holds what is stated round the circle: each thread ties a need in several views to a strength, a
goal, its steps, what is observed and a sign of return, in one or more wordings that belong together.
"""

import random
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from tomoni.town.offsets import prose
from tomoni.town.reading import CONTENT, load

KINDS = {"fact": "fact", "quote": "quotation", "opinion": "opinion"}
# What may be told in a phase when its own runs are used up: the phases that look alike from the family's table.
NEAR = {
    "planning": {"support"},
    "support": {"monitoring"},
    "monitoring": {"support"},
    "evaluation": {"monitoring"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One passage; ``text`` has slots until it is dealt."""

    kind: str
    text: str
    source: str
    by: str = ""
    good: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Passages told together, and the slots they need."""

    contact: str
    phase: str
    age: str
    theme: str
    lines: tuple[Line, ...]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Invented people: pairs of name and reading."""

    families: tuple[tuple[str, str], ...]
    women: tuple[tuple[str, str], ...]
    men: tuple[tuple[str, str], ...]
    girls: tuple[tuple[str, str], ...]
    boys: tuple[tuple[str, str], ...]
    elsewhere: tuple["NamesElsewhere", ...]
    streets: tuple[str, ...]
    homes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesElsewhere:
    """A family with roots in another country; ``language`` is what it speaks at home."""

    language: str
    family: tuple[str, str]
    women: tuple[tuple[str, str], ...]
    men: tuple[tuple[str, str], ...]
    girls: tuple[tuple[str, str], ...]
    boys: tuple[tuple[str, str], ...]


class UsedUp(LookupError):
    """No run fits that has not been told often enough already."""


@cache
def runs() -> tuple[Run, ...]:
    """Every run of the phrasebook, in the order of its files."""
    groups = [
        group for path in sorted((CONTENT / "passages").glob("*.yaml")) for group in load(path, "library")
    ]
    return tuple(_run(group, run) for group in groups for run in group["runs"])


def _run(group: Mapping[str, Any], raw: Collection[dict[str, Any]]) -> Run:
    lines = tuple(_line(item) for item in raw)
    named = {slot for line in lines for slot in re.findall(r"\{(\w+)\}", line.text)}
    needs = (
        named
        | {line.by for line in lines if line.by}
        | {slot for item in raw for slot in item.get("needs", ())}
    )
    where = {name: group[name] for name in ("contact", "phase", "age", "theme")}
    return Run(**where, lines=lines, needs=frozenset(needs))


def _line(item: Mapping[str, Any]) -> Line:
    (word,) = KINDS.keys() & item.keys()
    by, good = item.get("by", ""), item.get("good", False)
    return Line(kind=KINDS[word], text=item[word], source=item["source"], by=by, good=good)


@cache
def names() -> Names:
    """The names of ``content/names.yaml``."""
    raw = load(CONTENT / "names.yaml", "names")
    elsewhere = tuple(NamesElsewhere(**_frozen(one)) for one in raw.pop("elsewhere"))
    return Names(**_frozen(raw), elsewhere=elsewhere)


def _frozen(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _tuples(value) for key, value in raw.items()}


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Thread:
    """One story from need to change, told in one of its wordings; ``told`` reads a text by its path, slots filled."""

    raw: Mapping[str, Any]
    wording: int

    @property
    def steps(self) -> range:
        """The places of the steps, for ``told``."""
        return range(len(self.raw["steps"]))

    def at(self, *path: str | int) -> Any:
        """What stands at that place; nothing where the thread says nothing."""
        found: Any = self.raw
        for part in path:
            found = found.get(part, "") if isinstance(found, Mapping) else found[part]
        return found

    def told(self, slots: Mapping[str, str], on: date, *path: str | int) -> str:
        """The text at that place as this family has it."""
        texts = self.at(*path)
        return prose(texts[self.wording % len(texts)], on, {}, slots) if texts else ""


@cache
def threads() -> tuple[Thread, ...]:
    """Every thread of ``content/threads.yaml`` in each of its wordings."""
    rows = load(CONTENT / "threads.yaml", "threads")
    return tuple(Thread(raw, number) for raw in rows for number in range(len(raw["wished"])))


class Spinner:
    """Deals threads evenly: the one told least often of those that fit; the same seed deals alike."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - it deals stories, it keeps no secret
        self._dealt: Counter[int] = Counter()

    def deal(self, age: str, slots: Collection[str]) -> Thread:
        """A thread for a child of that age and a family with these people."""
        alone = len({"mother", "father", "grandmother"} & set(slots)) == 1
        fitting = [
            (self._dealt[number], self._random.random(), number)
            for number, thread in enumerate(threads())
            if age in thread.at("ages")
            and set(thread.at("needs")) <= set(slots)
            and (alone or not thread.at("alone"))
        ]
        number = min(fitting)[2]
        self._dealt[number] += 1
        return threads()[number]


class Dealer:
    """Deals runs so that no text is told more than ``most`` times, nor twice to one family; the same seed deals alike."""

    def __init__(self, seed: int, most: int = 3) -> None:
        self._random = random.Random(seed)  # noqa: S311 - it deals stories, it keeps no secret
        self._most = most
        self._dealt: Counter[Run] = Counter()
        self._families: set[tuple[str, Run]] = set()
        self._told: Counter[str] = Counter()

    def deal(
        self, family: str, *, contact: str, phase: str, age: str, slots: Mapping[str, str], on: date
    ) -> tuple[Line, ...]:
        """One run for a contact of that family, its slots filled; ``UsedUp`` when nothing fits any more."""
        fitting = [
            run for run in runs()
            if run.contact == contact and run.phase in {phase, "any", *NEAR.get(phase, ())} and run.age in {age, "any"}
            and run.needs <= slots.keys() and (family, run) not in self._families
        ]  # fmt: skip
        fitting.sort(key=lambda run: (self._dealt[run], run.phase != phase, self._random.random()))
        for run in fitting:
            lines = tuple(replace(line, text=prose(line.text, on, {}, slots)) for line in run.lines)
            if all(self._told[line.text] < self._most for line in lines):
                self._dealt[run] += 1
                self._families.add((family, run))
                self._told.update(line.text for line in lines)
                return lines
        raise UsedUp(f"{contact} {phase} {age}")
