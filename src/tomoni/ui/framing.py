"""The family's frame on pages of every folder. The desk fills it; the domain only asks for it by tag."""

from collections.abc import Callable
from typing import Any

from tomoni.access.viewer import Viewer

Filler = Callable[[Viewer, Any, str], dict[str, Any]]
_fillers: list[Filler] = []


def fill_with(filler: Filler) -> None:
    """The edge names who fills the frame: a function of viewer, family and current path, giving template values."""
    _fillers[:] = [filler]


def filled(viewer: Viewer, family: Any, path: str) -> dict[str, Any]:
    """What the frame shows; only the family itself while nobody fills it."""
    return {"family": family, **(_fillers[0](viewer, family, path) if _fillers else {})}
