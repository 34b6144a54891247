"""Reading ``access.csv``, the matrix of docs/developer/permissions.md spelled out by hand for every page; the legend stands in the file."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from tests.walk.world import SITUATIONS, Rows

ROLES = (
    "practitioner", "maternal_health", "coordinator", "head", "clerk", "adviser",
    "agency", "family", "child", "guidance_centre", "prefecture", "admin",
)  # fmt: skip
LETTERS = set("oamx-")
FILE = Path(__file__).parent / "access.csv"


@dataclass(frozen=True)
class Part:
    """One part of an address: a fixed text, or the ref of a row of the family; in the path or behind the ``?``."""

    name: str
    row: str
    text: str
    asked: bool

    def value(self, rows: Rows) -> str:
        """What stands in the address."""
        return str(rows[self.row].ref) if self.row else self.text


@dataclass(frozen=True)
class Line:
    """What the table says of one page and method. ``name`` is the page with its variant, if there are several."""

    name: str
    method: str
    parts: tuple[Part, ...]
    cells: dict[str, str]

    @property
    def page(self) -> str:
        """The page as the resolver knows it."""
        return self.name.partition(" ")[0]

    @property
    def situations(self) -> tuple[str, ...]:
        """The situations to try: all, or one where no row is named."""
        told = any(part.row for part in self.parts) or any(len(cell) > 1 for cell in self.cells.values())
        return SITUATIONS if told else SITUATIONS[:1]

    def expected(self, role: str, situation: str) -> str:
        """The letter for this post in this situation."""
        cell = self.cells[role]
        return cell if len(cell) == 1 else cell[SITUATIONS.index(situation)]

    def address(self, rows: Rows, swapped: Part | None = None, foreign: Rows | None = None) -> str:
        """The address that names these rows; one of its parts may come from other rows."""
        values: dict[bool, dict[str, Any]] = {True: {}, False: {}}
        for part in self.parts:
            values[part.asked][part.name] = part.value(foreign if part is swapped and foreign else rows)
        asked = f"?{urlencode(values[True])}" if values[True] else ""
        return reverse(self.page, kwargs=values[False]) + asked


def lines() -> list[Line]:
    """The whole table; a cell of another length or with other letters is an error."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = (row for row in file if row.strip() and not row.startswith("#"))
        return [_line(row) for row in csv.DictReader(rows, skipinitialspace=True)]


def _line(row: dict[str, str]) -> Line:
    row = {name.strip(): text.strip() for name, text in row.items()}
    cells = {role: row[role] for role in ROLES}
    for role, cell in cells.items():
        assert len(cell) in {1, len(SITUATIONS)}, (row["page"], role, cell)
        assert set(cell) <= LETTERS, (row["page"], role, cell)
    words = row["address"].split() if row["address"] != "-" else []
    return Line(row["page"], row["method"], tuple(map(_part, words)), cells)


def _part(word: str) -> Part:
    asked, word = word.startswith("?"), word.removeprefix("?")
    if ":" in word:
        name, _, text = word.partition(":")
        return Part(name, "", text, asked)
    name, _, row = word.rpartition("=")
    return Part(name or "ref", row, "", asked)
