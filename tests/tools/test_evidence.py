import json
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


def test_each_campaign_gets_a_row_with_the_figures_it_noted(tree: Tree) -> None:
    report = tree({"campaign-sqlite.xml": REPORT}) / "campaign-sqlite.xml"
    assert evidence.page([report]).split("## ")[1] == (
        "sqlite\n\n| test | seconds | figures |\n| --- | ---: | --- |\n"
        "| `calendar.test_day.test_a` | 0.0 | – |\n"
        "| `journal.test_chain.test_b` | 12.3 | entries 20000, found all |\n"
    )


def bench(most: float) -> str:
    """What ``tomoni bench search --json`` prints."""
    figures = {
        "index_p95_ms": {"value": 18.26, "unit": "ms", "most": most},
        "page_p95_ms": {"value": 1153.5, "unit": "ms", "most": None},
    }
    data = {"data": "100,000 人", "machine": {"database": "SQLite 3.40.1"}, "figures": figures}
    return json.dumps({"bench": "search", "ok": True, **data})


def test_a_benchmark_gets_a_section_with_its_figures_and_bars(tree: Tree) -> None:
    report = tree({"bench-search-sqlite.json": bench(20.0)}) / "bench-search-sqlite.json"
    assert evidence.page([report]).split("## ")[1] == (
        "bench search sqlite\n\n100,000 人. SQLite 3.40.1.\n\n"
        "| figure | value | bar |\n| --- | ---: | --- |\n"
        "| `index_p95_ms` | 18.3 ms | at most 20 ms: kept |\n"
        "| `page_p95_ms` | 1,153.5 ms | – |\n"
    )


@pytest.mark.parametrize(("most", "status", "said"), [(20.0, 0, "kept"), (18.0, 1, "**missed**")])
def test_a_missed_bar_is_written_down_and_ends_the_command_with_one(
    most: float, status: int, said: str, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tree({"campaign-sqlite.xml": REPORT, "bench-search-sqlite.json": bench(most)})
    monkeypatch.setattr(evidence, "PAGE", folder / "docs/evidence.md")
    reports = [folder / "campaign-sqlite.xml", folder / "bench-search-sqlite.json"]
    assert evidence.main(reports) == status
    assert said in (folder / "docs/evidence.md").read_text(encoding="utf-8")


def test_a_campaign_measures_at_full_size_on_both_databases() -> None:
    plan = subprocess.run(["make", "-n", "campaign"], capture_output=True, text=True, check=True).stdout
    for database, before in (("sqlite", ""), ("postgresql", "tools.with_postgres ")):
        for name, size in (("journal", "--entries 1000000"), ("search", "--persons 100000")):
            file = f"var/bench-{name}-{database}.json"
            assert f"{before}.venv/bin/tomoni bench {name} {size} --json > {file}" in plan
            assert file in plan.partition("tools.evidence ")[2]
    assert "-m tools.newcomer > var/newcomer.json" in plan
    assert "var/newcomer.json" in plan.partition("tools.evidence ")[2]


def test_the_page_names_commit_and_machine() -> None:
    page = evidence.page([])
    assert [line.split(" | ")[0] for line in page.splitlines() if line.startswith("| ")] == [
        "| what", "| ---", "| commit", "| day", "| machine", "| Python",
    ]  # fmt: skip
