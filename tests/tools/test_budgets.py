from collections.abc import Callable
from pathlib import Path

import pytest

from tools import budgets

Tree = Callable[[dict[str, str]], Path]


def body(lines: int) -> str:
    return "".join(f"    x{number} = {number}\n" for number in range(lines))


def test_docstrings_comments_and_blank_lines_are_free(tree: Tree) -> None:
    source = (
        'def f():\n    """Two\n    lines."""\n\n    # why\n    text = """kept\n    too"""\n    return text\n'
    )
    root = tree({"src/tomoni/cases/rules.py": source})
    assert [length for length, _ in budgets.functions(root / "src/tomoni/cases/rules.py")] == [4]


@pytest.mark.parametrize(
    ("place", "limit"), [("cases/rules.py", 50), ("cases/views.py", 30), ("cases/views/page.py", 30)]
)
def test_a_function_beyond_its_budget_is_named(tree: Tree, place: str, limit: int) -> None:
    short = "".join(f"def g{number}():\n    return {number}\n" for number in range(20))
    at_limit, beyond = f"def f():\n{body(limit - 1)}", f"def f():\n{body(limit)}"
    assert budgets.problems(tree({f"src/tomoni/{place}": short + at_limit})) == []
    found = budgets.problems(tree({f"src/tomoni/{place}": short + beyond}))
    assert found == [f"src/tomoni/{place}:41 f has {limit + 1} code lines, at most {limit}"]


def test_files_are_counted_and_tests_may_be_longer(tree: Tree) -> None:
    files = {f"src/tomoni/a/m{number}.py": "x = 1\n" for number in range(3)}
    root = tree(files | {"src/tomoni/a/big.py": "x = 1\n" * 351, "tests/a/test_big.py": "x = 1\n" * 500})
    assert budgets.problems(root) == ["src/tomoni/a/big.py has 351 code lines, at most 350"]


def test_medians_hold_for_the_whole_package_without_migrations(tree: Tree) -> None:
    root = tree(
        {
            "src/tomoni/a/rules.py": f"def f():\n{body(8)}",
            "src/tomoni/a/migrations/0001_x.py": "def f():\n    x = 1\n",
        }
    )
    assert budgets.problems(root) == ["function median is 9, at most 8"]


def test_long_templates_and_own_javascript_are_named(tree: Tree) -> None:
    root = tree(
        {
            "src/tomoni/ui/templates/ui/page.html": "<p>\n" * 201,
            "src/tomoni/ui/static/ui/a.js": "// why\nx();\n" * 3001,
            "src/tomoni/ui/static/vendor/big.js": "x();\n" * 9000,
        }
    )
    assert budgets.problems(root) == [
        "src/tomoni/ui/templates/ui/page.html has 201 lines, at most 200",
        "own JavaScript is 3001, at most 3000",
    ]


def test_each_dependency_is_argued_for(tree: Tree) -> None:
    root = tree(
        {
            "requirements/runtime.in": "# why\nDjango>=5.2\npsycopg[binary]>=3\n",
            "docs/decisions/0002-dependencies.md": "| `Django` | forms |\n",
        }
    )
    assert budgets.problems(root) == ["psycopg has no line in docs/decisions/0002-dependencies.md"]
