"""How closely we went along and how much margin the family had, over the life of a case (guideline fig. 3, p. 21).

Both stand on the same five lines: involvement as a filled band from below, margin as a long-dashed line where it is the
family's own view and a thinner one in a pattern of its own for each of us, with a number at its beginning, so that they are
told apart without colour, on paper too. Beneath them lie the everyday supports of others, each a bar as long as it lasted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tomoni.calendar import ERAS, Day, Precision

WIDTH, LEFT, RIGHT = 840, 76, 124  # the names of the levels stand at both sides
LEVEL, LEVELS = 26, 5
TOP, ROW = 16, 36
AXIS = 32
TICKS = 6
THIN = 4.0
PATTERNS = 4  # of dashes in the style sheet; whoever comes after has a number of their own, not a pattern
APART = 3.5  # so much lower lies the next line, so that two at one level are both seen
MARK = 14


@dataclass(frozen=True)
class Since:
    """A level from a day on; ``place`` counts from 0 (lowest)."""

    day: date
    place: int


@dataclass(frozen=True)
class Support:
    """Everyday support of somebody else, from a day on; without ``until`` it goes on."""

    label: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Tick:
    """A day on the axis."""

    x: float
    label: str


@dataclass(frozen=True)
class Bar:
    """A support as a bar."""

    label: str
    x: float
    y: float
    width: float

    @property
    def anchor(self) -> str:
        """Which end of the name stands at ``name_x``: a name that begins late in the field is written to the left."""
        return "start" if self.x < WIDTH / 2 else "end"

    @property
    def name_x(self) -> float:
        """Where the name stands."""
        return self.x if self.anchor == "start" else round(self.x + self.width, 1)


@dataclass(frozen=True)
class Seen:
    """The margin as one of us sees it: ``number`` (from 1) stands at its beginning, at ``x`` and ``y``, and in the legend;
    ``pattern`` is that of its dashes.
    """

    number: int
    pattern: int
    points: str
    x: float
    y: float


@dataclass(frozen=True)
class Course:
    """The drawing in a field of ``width`` × ``height``; lists of points as SVG wants them."""

    involvement: str
    margin: str
    ours: list[Seen]
    lines: list[float]
    ticks: list[Tick]
    bars: list[Bar]
    floor: float
    height: float
    width: int = WIDTH
    left: int = LEFT
    right: int = WIDTH - RIGHT


def course(
    involvement: Sequence[Since],
    margin: Sequence[Since],
    others: Sequence[Support],
    first: date,
    last: date,
    ours: Iterable[Sequence[Since]] = (),
) -> Course:
    """The drawing from ``first`` to ``last``; what began earlier starts at the left edge, and no axis before 明治.
    ``margin`` is as the family sees it, ``ours`` as each of us does.
    """
    first = max(first, ERAS[0].first)
    scale = _Scale(first, max(last, first))
    floor = float(TOP + LEVEL * LEVELS)
    steps = _steps(involvement, scale, floor)
    area = f"{steps[0][0]},{floor} {_points(steps)} {steps[-1][0]},{floor}" if steps else ""
    bars = [_bar(each, row, scale, floor) for row, each in enumerate(others)]
    height = floor + AXIS + ROW * len(bars)
    lines = [floor - LEVEL * place for place in range(1, LEVELS + 1)]
    theirs = _points(_steps(margin, scale, floor))
    by_us = [_seen(number, _steps(each, scale, floor)) for number, each in enumerate(ours, 1) if each]
    return Course(area, theirs, by_us, lines, scale.ticks(), bars, floor, height)


def _seen(number: int, steps: list[tuple[float, float]]) -> Seen:
    """The steps a little below those of whoever came before, the number above their beginning."""
    pattern = (number - 1) % PATTERNS + 1
    lower = [(x, y + APART * pattern) for x, y in steps]
    beside = min(steps[0][0] + MARK * (number - 1), WIDTH - RIGHT - MARK)
    return Seen(number, pattern, _points(lower), round(beside, 1), steps[0][1] - 4)


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        span = max((self.last - self.first).days, 1)
        share = min(max((day - self.first).days / span, 0.0), 1.0)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def ticks(self) -> list[Tick]:
        span = (self.last - self.first).days
        days = (
            [self.first + (self.last - self.first) * n / TICKS for n in range(TICKS + 1)]
            if span > TICKS
            else [self.first]
        )
        return [Tick(self.x(day), Day(day, Precision.MONTH).short()) for day in days]


def _steps(levels: Sequence[Since], scale: _Scale, floor: float) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    ordered = sorted(levels, key=lambda each: each.day)
    for place, each in enumerate(ordered):
        y = floor - LEVEL * (each.place + 1)
        end = ordered[place + 1].day if place + 1 < len(ordered) else scale.last
        points += [(scale.x(each.day), y), (scale.x(end), y)]
    return points


def _points(steps: list[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in steps)


def _bar(each: Support, row: int, scale: _Scale, floor: float) -> Bar:
    start, end = scale.x(each.since), scale.x(each.until or scale.last)
    width = max(round(end - start, 1), THIN)
    return Bar(each.label, min(start, WIDTH - RIGHT - width), floor + AXIS + ROW * row, width)
