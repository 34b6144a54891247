from collections.abc import Callable
from pathlib import Path

import pytest

from tools import writes

Tree = Callable[[dict[str, str]], Path]
WRITING = ["row.save()", "row.save(update_fields=['a'])", "Case.objects.create(a=1)", "rows.update(a=1)", "row.delete()",
           "Case.objects.bulk_create(rows)", "Case.objects.get_or_create(a=1)", "form.save()", "await row.asave()"]  # fmt: skip
HARMLESS = [
    "names.update(other)",
    "digest.update(b'x')",
    "storage.delete(name)",
    "image.save(path)",
    "frozen.create(1)",
]


@pytest.mark.parametrize("line", WRITING)
def test_a_write_outside_actions_is_named(tree: Tree, line: str) -> None:
    root = tree({"src/tomoni/cases/views.py": f"async def view():\n    {line}\n"})
    verb = line.split("(", maxsplit=1)[0].rsplit(".", 1)[1]
    assert writes.problems(root) == [
        f"src/tomoni/cases/views.py:2 .{verb}() outside actions: move it into an action"
    ]


@pytest.mark.parametrize(
    "place",
    ["cases/actions.py", "cases/actions/close.py", "cases/migrations/0002_codes.py", "journal/store.py"],
)
def test_actions_migrations_and_the_journal_write(tree: Tree, place: str) -> None:
    assert writes.problems(tree({f"src/tomoni/{place}": "row.save()\nrows.update(a=1)\n"})) == []


@pytest.mark.parametrize("line", HARMLESS)
def test_files_and_dictionaries_are_no_models(tree: Tree, line: str) -> None:
    assert writes.problems(tree({"src/tomoni/cases/views.py": f"{line}\n"})) == []


def test_a_model_may_pass_its_own_save_on(tree: Tree) -> None:
    source = "class Case(Model):\n    def save(self, **kwargs):\n        super().save(**kwargs)\n"
    assert writes.problems(tree({"src/tomoni/cases/models.py": source})) == []


def test_an_action_of_the_foundation_may_stand_under_its_concept(tree: Tree) -> None:
    source = '@action("access.state")\ndef state(viewer):\n    row.save()\n\n\ndef other():\n    row.save()\n'
    root = tree({"src/tomoni/access/factual.py": source, "src/tomoni/cases/views.py": source})
    assert [text.split(" ")[0] for text in writes.problems(root)] == [
        "src/tomoni/access/factual.py:7",
        "src/tomoni/cases/views.py:3",
        "src/tomoni/cases/views.py:7",
    ]
