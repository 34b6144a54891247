"""Write down what a campaign showed: ``python -m tools.evidence var/campaign-sqlite.xml … var/bench-search-sqlite.json …``.

Reads pytest's JUnit files (what a test noted with ``record_property`` becomes its figures) and what ``tomoni bench --json``
printed, and writes one page that names the commit and the machine, so that a claim can be repeated. A bar that a benchmark
missed stands on the page, and the command ends with 1.
"""

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

PAGE = Path("docs/developer/evidence.md")
HEAD = """# Evidence

Written by `make campaign`; do not edit. Heavy tests at full count, every one passed, and benchmarks with their bars.

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


def tests(report: Path) -> str:
    """The section of a test run, titled by its file's name."""
    title = report.stem.removeprefix("campaign-")
    return "\n".join(
        [f"## {title}\n", "| test | seconds | figures |", "| --- | ---: | --- |", *results(report)]
    )


def bench(report: Path) -> str:
    """The section of a benchmark: what it was measured on, then its figures."""
    shown = json.loads(report.read_text(encoding="utf-8"))
    head = [
        f"## {report.stem.replace('-', ' ')}\n",
        f"{shown['data']}. {shown['machine']['database']}.\n",
        "| figure | value | bar |",
        "| --- | ---: | --- |",
    ]
    return "\n".join([*head, *(_row(name, each) for name, each in shown["figures"].items())])


def _row(name: str, figure: dict[str, Any]) -> str:
    unit, most = figure["unit"], figure["most"]
    kept = "kept" if most is None or figure["value"] <= most else "**missed**"
    bar = "–" if most is None else f"at most {most:,g} {unit}: {kept}"
    return f"| `{name}` | {figure['value']:,.1f} {unit} | {bar} |"


def page(reports: list[Path]) -> str:
    """The whole page for these reports."""
    head = HEAD + "\n".join(f"| {name} | {value} |" for name, value in machine().items())
    parts = [bench(report) if report.suffix == ".json" else tests(report) for report in reports]
    return "\n\n".join([head, *parts]) + "\n"


def main(reports: list[Path]) -> int:
    """Write the page; 1 when a bar was missed."""
    text = page(reports)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    print(f"{PAGE}")
    return int("**missed**" in text)


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
