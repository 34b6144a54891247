"""The anchor: the end of each chain, kept outside the database, one line a day, to be printed or copied elsewhere."""

import json
from dataclasses import asdict
from pathlib import Path

from tomoni.calendar import today
from tomoni.journal.queries import Anchor, head


class DamagedAnchor(ValueError):
    """A line of an anchor file that is none: the file was written to by somebody else. The message is for people."""


def path(directory: Path, code: str) -> Path:
    """The anchor file of the municipality with this code."""
    return directory / f"{code}.jsonl"


def write(directory: Path, code: str, municipality_id: int) -> Anchor:
    """Append today's end of the chain to the anchor file."""
    seq, digest = head(municipality_id)
    anchor = Anchor(today().isoformat(), seq, digest)
    directory.mkdir(parents=True, exist_ok=True)
    with path(directory, code).open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(anchor)) + "\n")
    return anchor


def read(directory: Path, code: str) -> list[Anchor]:
    """All anchors kept for the municipality, oldest first; none when the file is missing."""
    file = path(directory, code)
    if not file.exists():
        return []
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    found = [_anchor(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    return [anchor for anchor in found if anchor.seq > 0]


def _anchor(file: Path, number: int, line: str) -> Anchor:
    try:
        row = json.loads(line)
        return Anchor(str(row["day"]), int(row["seq"]), str(row["hash"]))
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedAnchor(
            f"控え {file} の {number} 行目が読めません。印刷した控えか、別の場所の写しと比べてください。"
        ) from error
