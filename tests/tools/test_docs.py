from collections.abc import Callable
from pathlib import Path

from tools import docs

Tree = Callable[[dict[str, str]], Path]
JOURNAL = 'parser.add_subparsers().add_parser("verify")\n'
PROGRAM = {
    "Makefile": "run: ready\nready:\n",
    "src/tomoni/journal/management/commands/journal.py": JOURNAL,
    "src/tomoni/town/management/commands/town.py": "",
}


def test_commands_and_targets_that_exist_pass(tree: Tree) -> None:
    page = "`make run`, ` .venv/bin/tomoni journal verify --json`, `tomoni town takamatsu`\n```\ntomoni migrate\n```\nmake sense, tomoni is"
    assert docs.problems(tree(PROGRAM | {"README.md": page})) == []


def test_commands_and_targets_that_do_not_exist_are_told(tree: Tree) -> None:
    page = "`make tea` and\n```\n$ .venv/bin/tomoni fly\n$ tomoni journal mend\n```\n"
    assert docs.problems(tree(PROGRAM | {"docs/administrator/a.md": page})) == [
        "docs/administrator/a.md: no target `make tea`",
        "docs/administrator/a.md: no command `tomoni fly`",
        "docs/administrator/a.md: `tomoni journal` has no `mend`",
    ]


def test_settings_and_their_page_agree_both_ways(tree: Tree) -> None:
    source = 'A = env.text("TOMONI_A")\nB = env.text("TOMONI_B", "x")\n"""TOMONI_C is prose."""\n'
    root = tree({docs.SETTINGS: source, docs.SETTINGS_PAGE: "`TOMONI_A`, `TOMONI_A_FILE`, `TOMONI_D`"})
    assert docs.problems(root) == [
        f"{docs.SETTINGS_PAGE} does not describe TOMONI_B",
        f"{docs.SETTINGS_PAGE} describes TOMONI_D, which {docs.SETTINGS} does not read",
    ]


def test_a_missing_settings_page_is_asked_for_kindly(tree: Tree) -> None:
    said = f"{docs.SETTINGS_PAGE} is missing: it describes the 1 settings that {docs.SETTINGS} reads"
    assert docs.problems(tree({docs.SETTINGS: 'A = env.text("TOMONI_A")\n'})) == [said]
