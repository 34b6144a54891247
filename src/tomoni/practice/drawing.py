"""The circle of phases as a drawing of our own: places on an oval, and lines between them. Numbers only, no markup."""

from dataclasses import dataclass
from math import cos, hypot, pi, sin

from tomoni.practice.kinds import Pack, Phase, Way

GAP = 5
# How far a line bends: outwards (above 1) along the oval, inwards (below 1) for the ways back.
BEND = {"forward": 1.1, "back": 0.45, "again": 0.8}

Point = tuple[float, float]


@dataclass(frozen=True)
class Field:
    """The field of a drawing: its size, that of a box, and how far the oval reaches from the middle."""

    width: int = 560
    height: int = 470
    box_width: int = 128
    box_height: int = 54
    reach_x: int = 205
    reach_y: int = 185

    def place(self, share: float) -> Point:
        """The point after this share of a turn, clockwise from the top."""
        angle = 2 * pi * share - pi / 2
        return (
            round(self.width / 2 + self.reach_x * cos(angle), 1),
            round(self.height / 2 + self.reach_y * sin(angle), 1),
        )

    def edge(self, box: Point, towards: Point) -> Point:
        """The point just outside a box in the direction of another point."""
        dx, dy = towards[0] - box[0], towards[1] - box[1]
        share = min(
            (self.box_width / 2 / abs(dx)) if dx else float("inf"),
            (self.box_height / 2 / abs(dy)) if dy else float("inf"),
        )
        share += GAP / (hypot(dx, dy) or 1)
        return round(box[0] + dx * share, 1), round(box[1] + dy * share, 1)

    def path(self, start: Point, end: Point, bend: float) -> str:
        """A curve from the edge of one box to the edge of another, its bend measured from the middle of the field."""
        middle_x, middle_y = self.width / 2, self.height / 2
        control = (
            round(middle_x + ((start[0] + end[0]) / 2 - middle_x) * bend, 1),
            round(middle_y + ((start[1] + end[1]) / 2 - middle_y) * bend, 1),
        )
        (x1, y1), (x2, y2) = self.edge(start, control), self.edge(end, control)
        return f"M {x1} {y1} Q {control[0]} {control[1]} {x2} {y2}"


GUIDE = Field()


@dataclass(frozen=True)
class Node:
    """A phase on the drawing; ``x`` and ``y`` are the middle of its box."""

    phase: Phase
    x: float
    y: float
    field: Field = GUIDE

    @property
    def left(self) -> float:
        """Left edge of the box."""
        return round(self.x - self.field.box_width / 2, 1)

    @property
    def top(self) -> float:
        """Upper edge of the box."""
        return round(self.y - self.field.box_height / 2, 1)

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
    """The whole drawing in its field."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    field: Field


def circle(pack: Pack, field: Field = GUIDE) -> Circle:
    """Phases clockwise from the top, every way between them."""
    places = {phase.id: field.place(order / len(pack.phases)) for order, phase in enumerate(pack.phases)}
    nodes = tuple(Node(phase, *places[phase.id], field) for phase in pack.phases)
    lines = tuple(
        Line(way, field.path(places[way.start], places[way.end], BEND[way.kind])) for way in pack.circle
    )
    return Circle(nodes, lines, field)
