"""What ended engagements left behind. The folder of closing lies below and tells it; intake only asks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tomoni.access.viewer import Viewer
from tomoni.families.models import Family


@dataclass(frozen=True)
class Heard:
    """A call as it is held against agreed signs: its words, and whether the child or family itself asks."""

    words: str
    own: bool


Ended = Callable[[Viewer, Sequence[Family], Heard], dict[int, Any]]
PointedAt = Callable[[Viewer, Heard], list[int]]
_tellers: list[tuple[Ended, PointedAt]] = []


def told_by(ended: Ended, pointed_at: PointedAt) -> None:
    """Who tells what ended engagements left (by the key of the family), and dossiers of families whose sign is named."""
    _tellers[:] = [(ended, pointed_at)]


def left_behind(viewer: Viewer, families: Sequence[Family], heard: Heard) -> dict[int, Any]:
    """By the key of the family; nothing for those with no ended engagement."""
    return _tellers[0][0](viewer, families, heard) if _tellers and families else {}


def pointed_at(viewer: Viewer, heard: Heard) -> list[int]:
    """Dossiers of families of which the words of a call name an agreed sign, the most words first."""
    return _tellers[0][1](viewer, heard) if _tellers and heard.words.strip() else []
