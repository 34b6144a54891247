"""Reading our own pages: their tables, their code blocks, their links."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADMINISTRATOR = ROOT / "docs/administrator"
DEVELOPER = ROOT / "docs/developer"


def pages() -> list[Path]:
    """Every Markdown page that people read."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def table(path: Path, first: str) -> list[list[str]]:
    """The rows of the table whose first heading is ``first``, backticks taken off."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in line.strip("|").split(" |")])
    return rows


def blocks(path: Path, language: str) -> list[str]:
    """The fenced blocks of that language, in order, indentation taken off."""
    text = path.read_text(encoding="utf-8")
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    return ["\n".join(line.removeprefix(indent) for line in body.splitlines()) for indent, body in found]
