"""What records show of a box: no queries, no clock. Records speak by kind, day, voice and marks, never by what was written
in them, and never by who wrote them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from tomoni.practice.kinds import Box, Reference, Wanted

OUGHT = ("done", "partly", "not_yet")  # answers that say how it was; the others say that it cannot be said
FAMILY = frozenset({"child", "parent", "relative", "family"})


class State(StrEnum):
    """How a box stands."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, order=True)
class Record:
    """A record as people find it: its day, kind and ref, what it is called, and its page."""

    on: date
    kind: str
    ref: str
    text: str = field(default="", compare=False)
    path: str = field(default="", compare=False)


@dataclass(frozen=True)
class Clue:
    """What one record shows: its kind and day, whose voice it carries, whom it is about, and closed marks.

    ``voice`` is child, parent, relative, family (together), others, centre or nobody's; ``who`` tells persons and places
    apart. ``records`` are those without which it would not show this; the opening of a case has none.
    """

    kind: str
    on: date
    records: tuple[Record, ...]
    voice: str = ""
    person: int | None = None
    marks: frozenset[str] = frozenset()
    who: str = ""


@dataclass(frozen=True)
class Situation:
    """What holds for the whole case: phases it came to, voices its family can have, who is to be asked of the household,
    kinds of duties whose date has passed.
    """

    reached: frozenset[str]
    voices: frozenset[str]
    household: frozenset[int]
    overdue: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """How a box stands, by which records, and what of it is still wanted. ``why`` says what decides where nothing proves."""

    state: State
    proof: tuple[Record, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    why: str = ""


def answer(box: Box, phase: str, clues: Sequence[Clue], situation: Situation) -> Answer:
    """How the box of a phase stands. What is proven stays so; a passed date speaks where nothing proves; else unknown."""
    evidence = box.evidence
    found = [proof(wanted, clues, situation) for wanted in evidence.wanted]
    if found and all(each is not None for each in found):
        return Answer(State.MET, _once(record for each in found for record in each or ()))
    missing = tuple(w for w, each in zip(evidence.wanted, found, strict=True) if each is None)
    if evidence.due in situation.overdue:
        return Answer(State.NOT_MET, wanted=missing, why="due")
    if phase not in situation.reached:
        return Answer(State.NOT_APPLICABLE, wanted=missing, why="phase")
    if any(not heard(wanted, situation) for wanted in missing):
        return Answer(State.NOT_APPLICABLE, wanted=missing, why="voice")
    if evidence.occasion and _absent(evidence.occasion, clues):
        return Answer(State.NOT_APPLICABLE, wanted=missing, why="occasion")
    return Answer(State.UNKNOWN, wanted=missing, why="" if evidence.wanted else "none")


def proof(wanted: Wanted, clues: Sequence[Clue], situation: Situation) -> tuple[Record, ...] | None:
    """The records that show what is wanted, None when they do not."""
    fitting = [
        (clue, start) for clue in clues if _fits(wanted, clue) for start in _since(wanted, clue, clues)
    ]
    shown = RULES[wanted.rule](wanted, [clue for clue, _ in fitting], situation)
    if not shown:
        return None
    starts = [start for clue, start in fitting if clue in shown and start]
    return _once(record for clue in (*shown, *starts) for record in clue.records)


def heard(wanted: Wanted, situation: Situation) -> bool:
    """Whether anybody is there whose voice is wanted; without wanted voices there always is."""
    return not wanted.voices or any(_can_speak(voice, situation) for voice in wanted.voices)


def _exists(wanted: Wanted, fitting: list[Clue], _: Situation) -> list[Clue]:
    return [clue for clue in fitting if not wanted.voices or any(_speaks(v, clue) for v in wanted.voices)]


def _each_voice(wanted: Wanted, fitting: list[Clue], situation: Situation) -> list[Clue]:
    """One in each voice; a voice that nobody in the family can have yet is not missed."""
    voices = [voice for voice in wanted.voices if _can_speak(voice, situation)]
    by_voice = [[clue for clue in fitting if _speaks(voice, clue)] for voice in voices]
    return [clue for found in by_voice for clue in found] if all(by_voice) else []


def _everyone(_: Wanted, fitting: list[Clue], situation: Situation) -> list[Clue]:
    about = [clue for clue in fitting if clue.person in situation.household]
    return about if {clue.person for clue in about} == situation.household else []


def _at_least(wanted: Wanted, fitting: list[Clue], situation: Situation) -> list[Clue]:
    found = _exists(wanted, fitting, situation)
    return found if len({value for clue in found for value in _values(wanted, clue)}) >= wanted.count else []


Rule = Callable[[Wanted, list[Clue], Situation], list[Clue]]
RULES: dict[str, Rule] = {
    "exists": _exists,
    "each_voice": _each_voice,
    "everyone": _everyone,
    "at_least": _at_least,
}


def _values(wanted: Wanted, clue: Clue) -> Iterable[object]:
    if wanted.different == "marks":
        return clue.marks & set(wanted.any)
    return {clue.on} if wanted.different == "days" else {clue.who}


def _fits(wanted: Wanted, clue: Clue) -> bool:
    return clue.kind in wanted.kinds and _marked(wanted, clue)


def _marked(asked: Wanted | Reference, clue: Clue) -> bool:
    return clue.marks.issuperset(asked.all) and (not asked.any or not clue.marks.isdisjoint(asked.any))


def _since(wanted: Wanted, clue: Clue, clues: Sequence[Clue]) -> list[Clue | None]:
    """Where a clue counts from: nothing asked, any time after, or within days of a record, which then belongs to it."""
    since = wanted.since
    if since is None:
        return [None]
    starts = [each for each in clues if each.kind == since.kind and _marked(since, each)]
    if not since.days:
        return [None] if any(each.on < clue.on for each in starts) else []
    span = timedelta(since.days)
    near = [each for each in starts if each.on <= clue.on <= each.on + span]
    return [max(near, key=lambda each: (each.on, each.records))] if near else []


def _absent(occasion: Reference, clues: Sequence[Clue]) -> bool:
    known = [clue for clue in clues if clue.kind == occasion.kind]
    return bool(known) and not any(_marked(occasion, clue) for clue in known)


def _speaks(voice: str, clue: Clue) -> bool:
    return clue.voice in FAMILY if voice == "family" else clue.voice == voice


def _can_speak(voice: str, situation: Situation) -> bool:
    return voice in situation.voices or voice not in {"child", "parent"}


def _once(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(sorted(set(records)))


@dataclass(frozen=True)
class Tally:
    """Answers to boxes: how many were done of those that applied, and how many nobody could tell."""

    done: int
    applicable: int
    unsure: int


def tally(answers: Iterable[str]) -> Tally:
    """Done ÷ applicable is shown as the two numbers it is made of; what is not known is never counted as not done."""
    given = list(answers)
    return Tally(given.count("done"), sum(each in OUGHT for each in given), given.count("unsure"))


@dataclass(frozen=True)
class Agreement:
    """How far two raters agree: on so many of the boxes that both could tell, and beyond chance (Cohen's κ, from −1 to 1)."""

    both: int
    same: int
    kappa: float | None


def agreement(pairs: Iterable[tuple[str, str]]) -> Agreement:
    """Cohen (1960): (observed − by chance) ÷ (1 − by chance). No κ without boxes, nor where both always say one thing."""
    told = [pair for pair in pairs if all(each in OUGHT for each in pair)]
    same, count = sum(one == other for one, other in told), len(told)
    ones, others = Counter(one for one, _ in told), Counter(other for _, other in told)
    chance = sum(ones[each] * others[each] for each in OUGHT)
    kappa = (same * count - chance) / (count * count - chance) if count * count > chance else None
    return Agreement(count, same, kappa)
