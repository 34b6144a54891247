"""Write down what a campaign showed: ``python -m tools.evidence var/campaign``.

The folder holds reports named ``<what>@<commit>``: pytest's JUnit files of ``sqlite`` and ``postgresql`` (what a test noted with
``record_property`` becomes its figures), and what ``tomoni bench --json`` and ``tools.newcomer`` printed. A campaign takes hours
and may be run in parts: of each test its newest report counts, and its row names the commit it ran at. A test that failed and
a bar that was missed stand on the page, and the command ends with 1.
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

Written by `make campaign`; do not edit. Heavy tests at full count and benchmarks with their bars; what failed says so.

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


def stem(report: Path) -> tuple[str, str]:
    """What a report is of, and the commit; what stands behind a point only tells two reports apart."""
    what, _, commit = report.stem.partition("@")
    return what.partition(".")[0], commit


def results(oldest_first: list[Path]) -> list[str]:
    """One table row for each test, of the newest report that has it: name, seconds, the figures it noted, the commit."""
    rows = {}
    for report in oldest_first:
        for case in ET.parse(report).iter("testcase"):  # noqa: S314  our own pytest wrote it a moment ago
            name = (
                f"{case.get('classname', '').removeprefix('tests.')}.{case.get('name', '').partition('@')[0]}"
            )
            rows[name] = (
                f"| `{name}` | {float(case.get('time', 0)):.1f} | {_noted(case)} | `{stem(report)[1]}` |"
            )
    return [row for _, row in sorted(rows.items())]


def _noted(case: ET.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "**failed**"
    return ", ".join(f"{note.get('name')} {note.get('value')}" for note in case.iter("property")) or "–"


def tests(title: str, oldest_first: list[Path]) -> str:
    """The section of the tests on one database."""
    rows = results(oldest_first)
    return "\n".join(
        [f"## {title}\n", "| test | seconds | figures | commit |", "| --- | ---: | --- | --- |", *rows]
    )


def bench(report: Path) -> str:
    """The section of a benchmark: what it was measured on, then its figures."""
    shown, (what, commit) = json.loads(report.read_text(encoding="utf-8")), stem(report)
    head = [
        f"## {what.replace('-', ' ')}\n",
        f"{shown['data']}. {shown['machine']['database']}. Commit `{commit}`.\n",
        "| figure | value | bar |",
        "| --- | ---: | --- |",
    ]
    return "\n".join([*head, *(_row(name, each) for name, each in shown["figures"].items())])


def _row(name: str, figure: dict[str, Any]) -> str:
    unit, most = figure["unit"], figure["most"]
    kept = "kept" if most is None or figure["value"] <= most else "**missed**"
    bar = "–" if most is None else f"at most {most:,g} {unit}: {kept}"
    return f"| `{name}` | {figure['value']:,.1f} {unit} | {bar} |"


def reports(folder: Path, suffix: str) -> dict[str, list[Path]]:
    """The reports of this kind by what they are of, oldest first."""
    found: dict[str, list[Path]] = {}
    for report in sorted(folder.glob(f"*@*{suffix}"), key=lambda each: each.stat().st_mtime_ns):
        found.setdefault(stem(report)[0], []).append(report)
    return dict(sorted(found.items()))


def page(folder: Path) -> str:
    """The whole page for the reports in the folder."""
    head = HEAD + "\n".join(f"| {name} | {value} |" for name, value in machine().items())
    parts = [tests(name, each) for name, each in reports(folder, ".xml").items()]
    benches = [bench(each[-1]) for each in reports(folder, ".json").values()]
    return "\n\n".join([head, *parts, *benches]) + "\n"


def main(folder: Path) -> int:
    """Write the page; 1 when a test failed or a bar was missed."""
    text = page(folder)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    print(f"{PAGE}")
    return int("**missed**" in text or "**failed**" in text)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
