from collections.abc import Callable
from pathlib import Path

import pytest

from tools import layout

Tree = Callable[[dict[str, str]], Path]


def test_the_eight_files_and_the_leaves_pass(tree: Tree) -> None:
    files = [
        "models.py",
        "models/facts.py",
        "rules.py",
        "queries.py",
        "actions/close.py",
        "forms.py",
        "views.py",
        "urls.py",
    ]
    leaves = [
        "tasks.py",
        "exports.py",
        "choices.py",
        "index.py",
        "apps.py",
        "migrations/0001_initial.py",
        "management/x.py",
    ]
    places = [*files, *leaves]
    assert (
        layout.problems(tree({f"src/tomoni/cases/{place}": "" for place in places} | {"tests/walk/a": ""}))
        == []
    )


def test_the_foundation_names_its_files_by_concept(tree: Tree) -> None:
    assert layout.problems(tree({"src/tomoni/access/sealing.py": "", "src/tomoni/town/people.py": ""})) == []


@pytest.mark.parametrize(("place", "said"), [
    ("cases/sealing.py", "is none of the eight files or leaves of a domain folder"),
    ("access/utils.py", "has a name that says nothing: name the concept"),
    ("access/date_helpers.py", "has a name that says nothing: name the concept"),
    ("cases/signals.py", "has a name that says nothing: name the concept"),
    ("ui/migrations/0002_auto_20260101_1200.py", "is named by a clock: say what the migration does"),
])  # fmt: skip
def test_a_name_out_of_place_is_told(tree: Tree, place: str, said: str) -> None:
    assert f"src/tomoni/{place} {said}" in layout.problems(tree({f"src/tomoni/{place}": ""}))


@pytest.mark.parametrize(("place", "line", "said"), [
    ("models.py", "from tomoni.cases.actions import close", "models must not import actions"),
    ("models.py", "from tomoni.people import forms", "models must not import forms"),
    ("rules.py", "from tomoni.cases.models import Case", "rules must not import models"),
    ("queries/all.py", "from tomoni.cases.views import page", "queries must not import views"),
])  # fmt: skip
def test_inside_a_folder_imports_point_to_the_models(tree: Tree, place: str, line: str, said: str) -> None:
    assert layout.problems(tree({f"src/tomoni/cases/{place}": line})) == [
        f"src/tomoni/cases/{place}:1 {said}"
    ]


def test_tests_mirror_the_package(tree: Tree) -> None:
    root = tree({"src/tomoni/cases/rules.py": "", "tests/cases/test_a.py": "", "tests/case/test_b.py": ""})
    assert layout.problems(root) == ["tests/case mirrors no folder of src/tomoni"]
