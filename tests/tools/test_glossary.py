from collections.abc import Callable
from pathlib import Path

from tools import glossary

Tree = Callable[[dict[str, str]], Path]
HEAD = "# 用語\n\n| 用語 | English | code | table | source |\n| --- | --- | --- | --- | --- |\n"
PAGE = glossary.GLOSSARY
MODELS = {
    "src/tomoni/cases/models.py": (
        "class Fact(models.Model):\n    class Meta:\n        abstract = True\n\n\nclass Case(Fact):\n"
        "    class Kind(models.TextChoices):\n        A = 'a'\n\n\nclass Note(Case):\n    class Meta:\n        db_table = 'notes'\n"
    )
}
CASE, NOTE, KIND = (
    "| ケース | case | `Case` | `cases_case` | – |\n",
    "| 覚え | note | `Note` | `notes` | – |\n",
    "| 種類 | kind | `Kind` | | – |\n",
)


def test_a_complete_glossary_passes_with_words_for_other_classes(tree: Tree) -> None:
    files = MODELS | {"src/tomoni/calendar/day.py": "class Day:\n    pass\n"}
    assert (
        glossary.problems(tree(files | {PAGE: HEAD + CASE + NOTE + KIND + "| 日 | day | `Day` | | – |\n"}))
        == []
    )


def test_what_is_missing_superfluous_doubled_or_wrong_is_told(tree: Tree) -> None:
    wrong = "| 覚え | note | `Note` | `cases_note` | – |\n"
    found = glossary.problems(
        tree(MODELS | {PAGE: HEAD + CASE + CASE + wrong + "| 昔 | old | `Gone` | | – |\n"})
    )
    assert found == [
        f"src/tomoni/cases/models.py:7 Kind has no row in {PAGE}",
        f"{PAGE}: Case stands 2 times",
        f"{PAGE}: 覚え names table cases_note, it is notes",
        f"{PAGE}: 昔 names Gone, which is no class of the program",
    ]


def test_a_row_without_its_word_is_told(tree: Tree) -> None:
    files = {
        "src/tomoni/cases/models.py": "class Case(models.Model):\n    pass\n",
        PAGE: HEAD + CASE.replace(" case ", "  "),
    }
    assert glossary.problems(tree(files)) == [f"{PAGE}: Case lacks its Japanese or its English word"]


def test_two_folders_with_one_name_are_told_apart(tree: Tree) -> None:
    source = "class Review(models.Model):\n    pass\n"
    rows = "| 評価 | review | `plans.Review` | `plans_review` | – |\n"
    files = {"src/tomoni/plans/models.py": source, "src/tomoni/council/models.py": source, PAGE: HEAD + rows}
    assert glossary.problems(tree(files)) == [
        f"src/tomoni/council/models.py:1 council.Review has no row in {PAGE}"
    ]


def test_a_missing_glossary_is_asked_for_kindly(tree: Tree) -> None:
    said = f"{PAGE} is missing: start it with the row | 用語 | English | code | table | source |"
    assert glossary.problems(tree(MODELS)) == [said]
