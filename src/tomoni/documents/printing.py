"""The one door to Typst: a sheet and its data in, an accessible PDF out."""

from functools import cache
from pathlib import Path

import typst

from tomoni.calendar import now
from tomoni.content import FOLDER
from tomoni.documents.faces import FONTS

SHEETS = FOLDER / "sheets"


def pdf(sheet: Path, data: str) -> bytes:
    """A sheet with ``data`` (JSON, which it reads as text, never as code) as PDF/UA-1 and PDF/A-2a.

    It can read nothing outside its folder. ``typst.TypstError`` is a mistake in the sheet.
    """
    compiler = typst.Compiler(sheet, root=sheet.parent, font_paths=_fonts())
    moment = int(now().timestamp())
    # Typst refuses what would break either: a character without a glyph, a picture without words, a missing title.
    made = compiler.compile(
        format="pdf", sys_inputs={"data": data}, pdf_standards=["ua-1", "a-2a"], timestamp=moment
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    """Only the fonts that are shipped, wherever the paper is printed."""
    paths: list[Path] = [FONTS]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)
