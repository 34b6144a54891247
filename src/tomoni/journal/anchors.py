"""The anchor: the end of each chain, kept outside the database, one line a day, to be printed or copied elsewhere."""

import json
from dataclasses import asdict
from pathlib import Path

from tomoni.calendar import today
from tomoni.journal.queries import Anchor, head


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
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Anchor(**row) for row in rows if row["seq"] > 0]
