"""Reading a PDF as a screen reader does: what stands on it in its logical order, and every text it holds anywhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

import pikepdf

Pieces = dict[tuple[int, int], list[str]]  # (page, marked content) → its texts


@dataclass
class Read:
    """An open paper. ``text`` follows the structure tree, ``artifacts`` is what repeats on pages and is read by nobody."""

    content: bytes
    pieces: Pieces = field(default_factory=dict)
    artifacts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for number, page in enumerate(self.pdf.pages):
            _read(page, number, self)

    @cached_property
    def pdf(self) -> Any:
        return pikepdf.open(BytesIO(self.content))

    @property
    def text(self) -> str:
        """All that is read aloud, in its order."""
        pages = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        return "".join(_told(self.pdf.Root.StructTreeRoot, None, pages, self.pieces))

    @property
    def tags(self) -> list[str]:
        """The kinds of element in the structure tree, in order."""
        return list(_tags(self.pdf.Root.StructTreeRoot))

    @property
    def all(self) -> str:
        """The text, what is drawn outside of it, and every string among the objects of the file."""
        strings = (str(each) for held in self.pdf.objects for each in _strings(held))
        return "\n".join([self.text, "".join(self.artifacts), *strings, str(self.pdf.open_metadata())])


def _read(page: Any, number: int, into: Read) -> None:
    """Collect the texts of a page by the marked content they stand in."""
    maps = {name: _unicode(font.ToUnicode.read_bytes()) for name, font in _fonts(page).items()}
    marks: list[Any] = []
    shown: dict[str, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            marks.append((str(operands[0]), operands[1] if len(operands) > 1 else {}))
            if "/ActualText" in marks[-1][1]:
                _keep(marks, number, str(marks[-1][1]["/ActualText"]), into)
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            shown = maps[str(operands[0])]
        elif name in {"Tj", "TJ"} and not any("/ActualText" in properties for _, properties in marks):
            strings = operands[0] if name == "TJ" else operands
            drawn = [bytes(each).hex() for each in strings if isinstance(each, pikepdf.String)]
            for glyphs in drawn:
                text = "".join(shown[glyphs[at : at + 4]] for at in range(0, len(glyphs), 4))
                _keep(marks, number, text, into)


def _keep(marks: list[Any], page: int, text: str, into: Read) -> None:
    ids = [int(properties["/MCID"]) for _, properties in marks if "/MCID" in properties]
    if ids:
        into.pieces.setdefault((page, ids[-1]), []).append(text)
    else:
        assert any(tag == "/Artifact" for tag, _ in marks), f"{text!r} is neither content nor artifact"
        into.artifacts.append(text)


def _fonts(page: Any) -> dict[str, Any]:
    return dict(page.resources.get("/Font", {}).items())


def _unicode(cmap: bytes) -> dict[str, str]:
    """``ToUnicode``: glyph → text. Typst writes single glyphs and ranges."""
    found: dict[str, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for glyph, text in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            found[glyph.decode().lower()] = bytes.fromhex(text.decode()).decode("utf-16-be")
    assert b"beginbfrange" not in cmap
    return found


def _told(node: Any, page: Any, pages: Any, pieces: Pieces) -> Iterator[str]:
    if isinstance(node, int):
        yield "".join(pieces[page, node])
        return
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from _told(each, page, pages, pieces)
        return
    page = pages[node.Pg.objgen] if "/Pg" in node else page
    if "/MCID" in node:
        yield from _told(int(node.MCID), page, pages, pieces)
    elif "/K" in node:
        yield from _told(node.K, page, pages, pieces)


def _tags(node: Any) -> Iterator[str]:
    for each in node if isinstance(node, pikepdf.Array) else [node]:
        if isinstance(each, pikepdf.Dictionary):
            if "/S" in each:
                yield str(each.S)[1:]
            yield from _tags(each.get("/K", pikepdf.Array()))


def _strings(held: Any) -> Iterator[Any]:
    """Strings of an object and of what lies directly in it; the file lists all other objects by themselves."""
    if isinstance(held, pikepdf.String):
        yield held
    elif isinstance(held, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
        named = held.stream_dict if isinstance(held, pikepdf.Stream) else held
        inside = list(named) if isinstance(held, pikepdf.Array) else [each for _, each in named.items()]
        for each in inside:
            if isinstance(each, pikepdf.Object) and not each.is_indirect:
                yield from _strings(each)
