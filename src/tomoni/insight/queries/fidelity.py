"""How the boxes of a case stand: the map of seven phases by nine principles."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tomoni.access.viewer import Viewer
from tomoni.cases.models import Case
from tomoni.insight.queries import going, knowing, meeting
from tomoni.insight.queries.ground import Ground, situation, stand_on
from tomoni.insight.rules import Answer, Clue, Situation, State, answer
from tomoni.practice import Pack, Phase, Principle, Viewpoint, load
from tomoni.practice.kinds import Box


@dataclass(frozen=True)
class Shown:
    """A box and how it stands."""

    box: Box
    answer: Answer


@dataclass(frozen=True)
class Cell:
    """A viewpoint with its boxes."""

    viewpoint: Viewpoint
    boxes: tuple[Shown, ...]

    @property
    def count(self) -> Counter[State]:
        """How many boxes stand how."""
        return Counter(shown.answer.state for shown in self.boxes)


@dataclass(frozen=True)
class Fidelity:
    """All cells of a case, in the order of the model."""

    pack: Pack
    cells: tuple[Cell, ...]

    @property
    def rows(self) -> list[tuple[Principle, list[Cell]]]:
        """By principle, each in the order of the phases."""
        return [(p, [c for c in self.cells if c.viewpoint.principle == p.id]) for p in self.pack.principles]

    @property
    def phases(self) -> list[tuple[Phase, Counter[State]]]:
        """How many boxes of each phase stand how."""
        return [
            (phase, sum((c.count for c in self.cells if c.viewpoint.phase == phase.id), Counter()))
            for phase in self.pack.phases
        ]

    @property
    def total(self) -> Counter[State]:
        """How many boxes stand how, over all."""
        return sum((cell.count for cell in self.cells), Counter())


def evidence(viewer: Viewer, case: Case) -> tuple[list[Clue], Situation]:
    """All that the records show this viewer, and what holds for the case."""
    ground = stand_on(viewer, case)
    return list(_clues(ground)), situation(ground, load(case.pack))


def _clues(ground: Ground) -> Iterable[Clue]:
    agreed = meeting.consents(ground)
    needs = knowing.needs(ground)
    yield from meeting.clues(ground, agreed)
    yield from knowing.clues(ground, needs)
    yield from going.clues(ground, needs, agreed)


def of(viewer: Viewer, case: Case) -> Fidelity:
    """The map of a case as this viewer may know it, by the revision of the model that the case is kept under."""
    clues, holding = evidence(viewer, case)
    return judge(load(case.pack), clues, holding)


def judge(pack: Pack, clues: list[Clue], holding: Situation) -> Fidelity:
    """Every box of the model held against what was found."""
    return Fidelity(pack, tuple(_cell(viewpoint, clues, holding) for viewpoint in pack.viewpoints))


def _cell(viewpoint: Viewpoint, clues: list[Clue], holding: Situation) -> Cell:
    found = tuple(Shown(box, answer(box, viewpoint.phase, clues, holding)) for box in viewpoint.boxes)
    return Cell(viewpoint, found)
