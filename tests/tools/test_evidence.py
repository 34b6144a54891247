import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import evidence

Tree = Callable[[dict[str, str]], Path]
REPORT = """<testsuites><testsuite>
<testcase classname="tests.journal.test_chain" name="test_b" time="12.34"><properties>
  <property name="entries" value="20000"/><property name="found" value="all"/></properties></testcase>
<testcase classname="tests.calendar.test_day" name="test_a" time="0.04"/>
</testsuite></testsuites>"""


FAILED = """<testsuites><testsuite>
<testcase classname="tests.journal.test_chain" name="test_b@marks 1" time="7"><failure message="x"/></testcase>
</testsuite></testsuites>"""


def test_each_database_gets_a_section_with_a_row_for_each_test(tree: Tree) -> None:
    folder = tree({"sqlite.1@0a1b.xml": REPORT})
    assert evidence.page(folder).split("## ")[1] == (
        "sqlite\n\n| test | seconds | figures | commit |\n| --- | ---: | --- | --- |\n"
        "| `calendar.test_day.test_a` | 0.0 | – | `0a1b` |\n"
        "| `journal.test_chain.test_b` | 12.3 | entries 20000, found all | `0a1b` |\n"
    )


@pytest.mark.parametrize(
    ("order", "row", "status"),
    [
        ((FAILED, REPORT), "| 12.3 | entries 20000, found all | `2d`", 0),
        ((REPORT, FAILED), "| 7.0 | **failed** | `2d`", 1),
    ],
)
def test_of_each_test_the_newest_report_counts(
    order: tuple[str, str], row: str, status: int, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("sqlite.20@1c.xml", "sqlite.3@2d.xml")
    folder = tree(dict(zip(names, order, strict=True)))
    for moment, name in enumerate(names):
        os.utime(folder / name, (moment, moment))
    monkeypatch.setattr(evidence, "PAGE", folder / "docs/evidence.md")
    assert evidence.main(folder) == status
    page = (folder / "docs/evidence.md").read_text(encoding="utf-8")
    assert f"`journal.test_chain.test_b` {row}" in page
    assert page.count("journal.test_chain.test_b") == 1


def bench(most: float) -> str:
    """What ``tomoni bench search --json`` prints."""
    figures = {
        "index_p95_ms": {"value": 18.26, "unit": "ms", "most": most},
        "page_p95_ms": {"value": 1153.5, "unit": "ms", "most": None},
    }
    data = {"data": "100,000 人", "machine": {"database": "SQLite 3.40.1"}, "figures": figures}
    return json.dumps({"bench": "search", "ok": True, **data})


def test_a_benchmark_gets_a_section_with_its_figures_and_bars(tree: Tree) -> None:
    folder = tree({"bench-search-sqlite@0a1b.json": bench(20.0)})
    assert evidence.page(folder).split("## ")[1] == (
        "bench search sqlite\n\n100,000 人. SQLite 3.40.1. Commit `0a1b`.\n\n"
        "| figure | value | bar |\n| --- | ---: | --- |\n"
        "| `index_p95_ms` | 18.3 ms | at most 20 ms: kept |\n"
        "| `page_p95_ms` | 1,153.5 ms | – |\n"
    )


@pytest.mark.parametrize(("most", "status", "said"), [(20.0, 0, "kept"), (18.0, 1, "**missed**")])
def test_a_missed_bar_is_written_down_and_ends_the_command_with_one(
    most: float, status: int, said: str, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tree({"sqlite@0a1b.xml": REPORT, "bench-search-sqlite@0a1b.json": bench(most)})
    monkeypatch.setattr(evidence, "PAGE", folder / "docs/evidence.md")
    assert evidence.main(folder) == status
    assert said in (folder / "docs/evidence.md").read_text(encoding="utf-8")


def planned(*words: str) -> str:
    """What make would run, also when it is make that runs the tests: an outer make would add its own lines."""
    alone = {
        name: value for name, value in os.environ.items() if name not in ("MAKELEVEL", "MAKEFLAGS", "MFLAGS")
    }
    plan = subprocess.run(["make", "-n", *words], capture_output=True, text=True, check=True, env=alone)
    return plan.stdout


def test_a_campaign_measures_at_full_size_on_both_databases() -> None:
    plan = planned("measure")
    for database, before in (("sqlite", "sqlite:/// "), ("postgresql", "tools.with_postgres ")):
        for name, size in (("journal", "--entries 1000000"), ("search", "--persons 100000")):
            file = f"var/campaign/bench-{name}-{database}@"
            assert f"{before}.venv/bin/tomoni bench {name} {size} --json > {file}" in plan
    assert "-m tools.newcomer > var/campaign/newcomer@" in plan
    assert plan.rstrip().endswith("-m tools.evidence var/campaign")


@pytest.mark.parametrize(("database", "before"), [("sqlite", ""), ("postgresql", "tools.with_postgres ")])
def test_heavy_tests_run_on_both_databases_and_some_of_them_again(database: str, before: str) -> None:
    plan = planned("again", f"ON={database}", "ARGS=tests/journal -k chain")
    tests = ".venv/bin/pytest -n auto --dist loadgroup tests/journal -k chain -m campaign"
    assert f"{before}{tests}" in plan
    assert f"--junitxml=var/campaign/{database}." in plan


def test_the_page_names_commit_and_machine(tmp_path: Path) -> None:
    page = evidence.page(tmp_path)
    assert [line.split(" | ")[0] for line in page.splitlines() if line.startswith("| ")] == [
        "| what", "| ---", "| commit", "| day", "| machine", "| Python",
    ]  # fmt: skip
