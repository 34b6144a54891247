"""Reading ``access.csv``, the matrix of house.md §4 spelled out by hand for every page.

One line: the page's name, the method, whose ref the address carries (``-`` where it carries none), and for each of the
twelve posts what happens: one letter where no row is named, seven where one is, for the situations
own, team, other, closed, shared, sealed, elsewhere. Letters: ``o`` answered (200, 302 after a change, 422 for a form that
asks back) · ``x`` 403, this post may never · ``-`` 404, not for this viewer.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from tests.walk.world import SITUATIONS

ROLES = (
    "practitioner", "maternal_health", "coordinator", "head", "clerk", "adviser",
    "agency", "family", "child", "guidance_centre", "prefecture", "admin",
)  # fmt: skip
FILE = Path(__file__).parent / "access.csv"


@dataclass(frozen=True)
class Line:
    """What the table says of one page and method."""

    page: str
    method: str
    rows: tuple[str, ...]
    cells: dict[str, str]

    def expected(self, role: str, situation: str) -> str:
        """The letter for this post in this situation."""
        cell = self.cells[role]
        return cell if len(cell) == 1 else cell[SITUATIONS.index(situation)]

    @property
    def situations(self) -> tuple[str, ...]:
        """The situations to try: all, or one where no row is named."""
        return SITUATIONS if self.rows else SITUATIONS[:1]


def lines() -> list[Line]:
    """The whole table; a cell of another length or with other letters is an error."""
    with FILE.open(encoding="utf-8", newline="") as file:
        read = [_line(row) for row in csv.DictReader(row for row in file if not row.startswith("#"))]
    return read


def _line(row: dict[str, str]) -> Line:
    cells = {role: row[role].strip() for role in ROLES}
    rows = tuple(row["rows"].strip().split()) if row["rows"].strip() != "-" else ()
    for role, cell in cells.items():
        assert len(cell) in ({1, 7} if rows else {1}), (row["page"], role, cell)
        assert set(cell) <= set("ox-"), (row["page"], role, cell)
    return Line(row["page"].strip(), row["method"].strip(), rows, cells)
