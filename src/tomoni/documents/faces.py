"""What the print fonts can draw, read from their character maps (OpenType ``cmap``, formats 12 and 14)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from struct import iter_unpack, unpack_from

FONTS = Path(__file__).parent / "fonts"
# In the order in which Typst asks them.
FAMILIES = {"BIZ UDPGothic": "BIZUDPGothic", "Noto Sans JP": "NotoSansJP"}


@dataclass(frozen=True)
class Face:
    """A family in all its weights: the code points it draws, and the variation sequences (character, selector)."""

    name: str
    signs: frozenset[int]
    forms: frozenset[tuple[int, int]]


@cache
def faces() -> tuple[Face, ...]:
    """The shipped families; a file that is missing raises ``FileNotFoundError``, and ``tomoni doctor`` says so."""
    return tuple(_family(name, file) for name, file in FAMILIES.items())


def _family(name: str, file: str) -> Face:
    maps = [_maps((FONTS / f"{file}-{weight}.ttf").read_bytes()) for weight in ("Regular", "Bold")]
    signs = (frozenset(code for code, _ in _groups(each[12])) for each in maps)
    forms = (frozenset(_sequences(each[14])) for each in maps)
    return Face(name, frozenset.intersection(*signs), frozenset.intersection(*forms))


def _maps(font: bytes) -> dict[int, bytes]:
    """The subtables of ``cmap`` by their format."""
    tables = {tag: (at, size) for tag, _, at, size in iter_unpack(">4sIII", _records(font, 12, 4, 16))}
    at, size = tables[b"cmap"]
    cmap = font[at : at + size]
    starts = [start for _, _, start in iter_unpack(">HHI", _records(cmap, 4, 2, 8))]
    return {unpack_from(">H", cmap, start)[0]: cmap[start:] for start in starts}


def _records(data: bytes, start: int, count_at: int, size: int) -> bytes:
    return data[start : start + unpack_from(">H", data, count_at)[0] * size]


def _groups(table: bytes) -> Iterator[tuple[int, int]]:
    """Format 12: every code point with its glyph."""
    count = unpack_from(">I", table, 12)[0]
    for first, last, glyph in iter_unpack(">III", table[16 : 16 + count * 12]):
        yield from ((code, glyph + code - first) for code in range(first, last + 1))


def _sequences(table: bytes) -> Iterator[tuple[int, int]]:
    """Format 14: the sequences drawn as the character itself, and those with a glyph of their own."""
    for at in range(10, 10 + unpack_from(">I", table, 6)[0] * 11, 11):
        selector = int.from_bytes(table[at : at + 3])
        plain, own = unpack_from(">II", table, at + 3)
        for entry in _entries(table, plain, 4):
            first = int.from_bytes(entry[:3])
            yield from ((code, selector) for code in range(first, first + entry[3] + 1))
        for entry in _entries(table, own, 5):
            yield int.from_bytes(entry[:3]), selector


def _entries(table: bytes, start: int, size: int) -> Iterator[bytes]:
    count = unpack_from(">I", table, start)[0] if start else 0
    return (table[at : at + size] for at in range(start + 4, start + 4 + count * size, size))
