"""A paper: which sheet, what stands on it, and whether every character that somebody typed can be printed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tomoni.documents.characters import (
    GETA,
    borrowed,
    characters,
    lacking,
    numbers,
    plain,
    replaced,
    stand_in,
)
from tomoni.documents.printing import pdf

T = TypeVar("T")
AROUND = 8  # characters shown on each side of one that was replaced


@dataclass(frozen=True)
class Typed:
    """What somebody typed, with the name by which people know the field."""

    field: str
    text: str


@dataclass(frozen=True)
class Lacking:
    """A field with the characters that cannot be printed."""

    field: str
    characters: tuple[str, ...]

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """Each character, its number, and what would be printed instead."""
        return [(each, numbers(each), stand_in(each)) for each in self.characters]


class Unprintable(Exception):
    """The paper holds characters that the fonts lack; ``lacking`` says which, field by field."""

    def __init__(self, lacking: list[Lacking]) -> None:
        super().__init__(f"{len(lacking)} fields")
        self.lacking = lacking


@dataclass(frozen=True)
class Paper:
    """A sheet (a file of ``SHEETS``), its title, the name of the file, and the data of the sheet.

    Words of the program stand in ``data`` as text, all that people typed as ``Typed``.
    """

    sheet: Path
    title: Typed
    file: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def lacking(self) -> list[Lacking]:
        """Every field with characters that cannot be printed, in the order of the sheet."""
        found: dict[str, list[str]] = {}
        for typed in self._typed():
            found.setdefault(typed.field, []).extend(lacking(typed.text))
        return [Lacking(name, tuple(dict.fromkeys(signs))) for name, signs in found.items() if signs]

    def printed(self, *, stand_ins: bool = False) -> bytes:
        """The PDF. Where characters are lacking, ``Unprintable``, or with ``stand_ins`` a list of them at the end."""
        if not stand_ins and (missing := self.lacking()):
            raise Unprintable(missing)
        data = _bare({"title": self.title, **self.data, "replaced": self._replaced()})
        data["borrowed"] = sorted(borrowed("\n".join(_leaves(data, str))))
        return pdf(self.sheet, json.dumps(data))

    def _typed(self) -> Iterator[Typed]:
        return _leaves([self.title, self.data], Typed)

    def _replaced(self) -> list[dict[str, str]]:
        """Every place where something else is printed: the field, the words around it, the number of the character."""
        typed = _leaves(self.data, Typed)
        places = [(each.field, *place) for each in typed for place in _places(each.text)]
        names = ("field", "words", "number")
        return [dict(zip(names, place, strict=True)) for place in dict.fromkeys(places)]


def _leaves(data: Any, kind: type[T]) -> Iterator[T]:
    if isinstance(data, kind):
        yield data
    elif isinstance(data, Mapping | list):
        for each in data.values() if isinstance(data, Mapping) else data:
            yield from _leaves(each, kind)


def _bare(data: Any) -> Any:
    """Plain data in which every text can be printed."""
    if isinstance(data, Typed | str):
        return replaced(data.text if isinstance(data, Typed) else data)
    if isinstance(data, Mapping):
        return {name: _bare(each) for name, each in data.items()}
    return [_bare(each) for each in data] if isinstance(data, list) else data


def _places(text: str) -> Iterator[tuple[str, str]]:
    pieces = list(characters(plain(text)))
    shown = [stand_in(each) or each for each in pieces]
    for at, each in enumerate(pieces):
        if stand_in(each):
            around = "".join(shown[max(0, at - AROUND) : at + AROUND + 1])
            yield around.replace("\n", " ").strip() or GETA, numbers(each)
