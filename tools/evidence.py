"""Write down what a campaign showed: ``python -m tools.evidence var/campaign-sqlite.xml …``.

Reads pytest's JUnit files (what a test noted with ``record_property`` becomes its figures) and writes one page that names
the commit and the machine, so that a claim can be repeated.
"""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

PAGE = Path("docs/developer/evidence.md")
HEAD = """# Evidence

Written by `make campaign`; do not edit. Heavy tests at full count, every one passed.

| what | value |
| --- | --- |
"""


def git(*words: str) -> str:
    """What git says, or nothing outside a repository."""
    return subprocess.run(["git", *words], capture_output=True, text=True, check=False).stdout.strip()


def machine() -> dict[str, str]:
    """Commit and machine of this run."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    changed = " with local changes" if git("status", "--porcelain", "--untracked-files=no") else ""
    return {
        "commit": f"`{git('rev-parse', '--short=12', 'HEAD') or 'unknown'}`{changed}",
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
    }


def results(report: Path) -> list[str]:
    """One table row for each test: name, seconds, the figures it noted."""
    rows = []
    for case in ET.parse(report).iter("testcase"):  # noqa: S314  our own pytest wrote it a moment ago
        figures = [f"{note.get('name')} {note.get('value')}" for note in case.iter("property")]
        name = f"{case.get('classname', '').removeprefix('tests.')}.{case.get('name')}"
        rows.append(f"| `{name}` | {float(case.get('time', 0)):.1f} | {', '.join(figures) or '–'} |")
    return sorted(rows)


def page(reports: list[Path]) -> str:
    """The whole page for these reports; each is titled by its file's name."""
    parts = [HEAD + "\n".join(f"| {name} | {value} |" for name, value in machine().items())]
    for report in reports:
        title = report.stem.removeprefix("campaign-")
        parts.append(
            "\n".join(
                [f"## {title}\n", "| test | seconds | figures |", "| --- | ---: | --- |", *results(report)]
            )
        )
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page([Path(name) for name in sys.argv[1:]]), encoding="utf-8")
    print(f"{PAGE}")
