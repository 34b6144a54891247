"""The circle of phases as a drawing of our own: places on an oval, and lines between them. Numbers only, no markup."""

from dataclasses import dataclass
from math import cos, hypot, pi, sin

from tomoni.practice.kinds import Pack, Phase, Way

WIDTH, HEIGHT = 560, 470
BOX_WIDTH, BOX_HEIGHT = 128, 54
REACH_X, REACH_Y = 205, 185
GAP = 5
# How far a line bends: outwards (above 1) along the oval, inwards (below 1) for the ways back.
BEND = {"forward": 1.1, "back": 0.45, "again": 0.8}

Point = tuple[float, float]


@dataclass(frozen=True)
class Node:
    """A phase on the drawing; ``x`` and ``y`` are the middle of its box."""

    phase: Phase
    x: float
    y: float

    @property
    def left(self) -> float:
        """Left edge of the box."""
        return round(self.x - BOX_WIDTH / 2, 1)

    @property
    def top(self) -> float:
        """Upper edge of the box."""
        return round(self.y - BOX_HEIGHT / 2, 1)

    @property
    def baseline(self) -> float:
        """Where the text stands."""
        return round(self.y + 6, 1)


@dataclass(frozen=True)
class Line:
    """A way on the drawing, as the path of a quadratic curve."""

    way: Way
    path: str


@dataclass(frozen=True)
class Circle:
    """The whole drawing, in a field of ``width`` × ``height``."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    width: int = WIDTH
    height: int = HEIGHT
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


def circle(pack: Pack) -> Circle:
    """Phases clockwise from the top, every way between them."""
    places = {phase.id: _place(order / len(pack.phases)) for order, phase in enumerate(pack.phases)}
    nodes = tuple(Node(phase, *places[phase.id]) for phase in pack.phases)
    lines = tuple(Line(way, _path(places[way.start], places[way.end], BEND[way.kind])) for way in pack.circle)
    return Circle(nodes, lines)


def _place(share: float) -> Point:
    """The point after this share of a turn, clockwise from the top."""
    angle = 2 * pi * share - pi / 2
    return round(WIDTH / 2 + REACH_X * cos(angle), 1), round(HEIGHT / 2 + REACH_Y * sin(angle), 1)


def _path(start: Point, end: Point, bend: float) -> str:
    """A curve from the edge of one box to the edge of another, its bend measured from the middle of the field."""
    middle_x, middle_y = WIDTH / 2, HEIGHT / 2
    control = (
        round(middle_x + ((start[0] + end[0]) / 2 - middle_x) * bend, 1),
        round(middle_y + ((start[1] + end[1]) / 2 - middle_y) * bend, 1),
    )
    (x1, y1), (x2, y2) = _edge(start, control), _edge(end, control)
    return f"M {x1} {y1} Q {control[0]} {control[1]} {x2} {y2}"


def _edge(box: Point, towards: Point) -> Point:
    """The point just outside a box in the direction of another point."""
    dx, dy = towards[0] - box[0], towards[1] - box[1]
    share = min(
        (BOX_WIDTH / 2 / abs(dx)) if dx else float("inf"),
        (BOX_HEIGHT / 2 / abs(dy)) if dy else float("inf"),
    )
    share += GAP / (hypot(dx, dy) or 1)
    return round(box[0] + dx * share, 1), round(box[1] + dy * share, 1)
