"""The body chart: a plain figure from the front and from behind, and where the numbers of what was seen stand on it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, HEIGHT = 400, 430
FRONT, BACK = 100, 300  # the middle of each figure
STEP = 15  # between numbers in one place


@dataclass(frozen=True)
class Part:
    """A rounded piece of the figure: which region, where its middle is, how large it is, how far it is turned."""

    region: str
    x: int
    y: int
    width: int
    height: int
    turn: int = 0

    @property
    def left(self) -> float:
        """Its left edge before it is turned."""
        return self.x - self.width / 2

    @property
    def top(self) -> float:
        """Its upper edge before it is turned."""
        return self.y - self.height / 2

    @property
    def round(self) -> float:
        """How round its corners are: head and limbs wholly, the trunk a little."""
        return self.width / 2 if self.width <= self.height else min(12, self.height / 2)


@dataclass(frozen=True)
class Spot:
    """A number on the figure."""

    number: int
    x: int
    y: int


# Middle pieces: how far down, width, height. Pieces that come twice: how far out from the middle as well, and turned outwards.
_FRONT = {
    "head": (38, 46, 54),
    "face": (47, 34, 36),
    "neck": (78, 18, 16),
    "chest": (112, 74, 56),
    "belly": (164, 66, 52),
    "hips": (207, 72, 38),
}
_BACK = {
    "head": (38, 46, 54),
    "neck": (73, 18, 20),
    "upper_back": (112, 74, 56),
    "lower_back": (164, 66, 52),
    "hips": (207, 72, 38),
}
_LIMBS = {
    "upper_arm": (52, 118, 22, 64, 12), "forearm": (66, 176, 19, 60, 12), "hand": (76, 220, 18, 32, 12),
    "thigh": (20, 264, 32, 82, 0), "shin": (21, 344, 26, 80, 0), "foot": (23, 396, 28, 26, 0),
}  # fmt: skip


def _figure(side: str, middle: int, trunk: dict[str, tuple[int, int, int]], right: int) -> list[Part]:
    """One figure; ``right`` tells on which side of the paper the person's own right is."""
    parts = [Part(f"{side}_{name}", middle, y, width, height) for name, (y, width, height) in trunk.items()]
    for own, where in (("right", right), ("left", -right)):
        for name, (out, y, width, height, turn) in _LIMBS.items():
            parts.append(Part(f"{side}_{own}_{name}", middle + where * out, y, width, height, -where * turn))
    return parts


PARTS = (*_figure("front", FRONT, _FRONT, -1), *_figure("back", BACK, _BACK, 1))
_PLACES = {part.region: part for part in PARTS}


def spots(regions: Iterable[str]) -> list[Spot]:
    """Where the numbers stand, one after another; several in one region side by side. A region without a place has none."""
    met, found = Counter[str](), []
    for number, region in enumerate(regions, 1):
        if part := _PLACES.get(region):
            found.append(Spot(number, part.x + met[region] * STEP, part.y))
            met[region] += 1
    return found
