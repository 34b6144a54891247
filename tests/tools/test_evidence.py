from collections.abc import Callable
from pathlib import Path

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


def test_the_page_names_commit_and_machine() -> None:
    page = evidence.page([])
    assert [line.split(" | ")[0] for line in page.splitlines() if line.startswith("| ")] == [
        "| what", "| ---", "| commit", "| day", "| machine", "| Python",
    ]  # fmt: skip
