"""Pages lead where they say, and every page can be reached."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import DEVELOPER, ROOT, pages, table
from tools import docs
from tools.pictures import PICTURES

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PICTURE_BYTES = 200_000


def targets(page: Path) -> list[Path]:
    """Where the links of a page lead, within the repository."""
    text = re.sub(
        r"^```.*?^```|`[^`\n]+`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    links = [link.partition("#")[0] for link in LINK.findall(text) if "://" not in link]
    return [(page.parent / link).resolve() for link in links if link]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files_of_the_repository(page: Path) -> None:
    assert [path for path in targets(page) if not path.exists() or ROOT not in path.parents] == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md", ROOT / "README.ja.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            waiting += [path for path in targets(page) if path.suffix == ".md" and path.exists()]
    assert sorted(set(pages()) - reached) == []


def test_pictures_are_light_and_each_is_shown() -> None:
    shown = {path for page in pages() for path in targets(page) if path.suffix in {".png", ".svg"}}
    kept = {path for path in (ROOT / "docs").rglob("*") if path.suffix in {".png", ".svg"}}
    assert shown == kept
    assert {path.name: size for path in kept if (size := path.stat().st_size) > PICTURE_BYTES} == {}


def test_pictures_say_in_words_what_they_show() -> None:
    empty = [page.name for page in pages() if "![](" in page.read_text(encoding="utf-8")]
    assert empty == []


def test_commands_and_settings_exist_on_both_sides() -> None:
    assert docs.problems(ROOT) == []


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_readme_names_the_two_commands(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert {"run", "test"} <= set(docs.MAKE.findall(text)) & docs.targets(ROOT)


def test_every_decision_is_in_the_index_under_its_own_title() -> None:
    folder = ROOT / "docs/decisions"
    files = [path for path in sorted(folder.glob("*.md")) if path.name != "README.md"]
    heads = [
        path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").split(" ", 1) for path in files
    ]
    expected = [
        [f"[{number}]({path.name})", title] for path, (number, title) in zip(files, heads, strict=True)
    ]
    assert table(folder / "README.md", "no.") == expected


def test_the_changelog_begins_with_the_version_being_made() -> None:
    version = re.search(
        r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    heads = re.findall(r"^## \[?([\d.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    assert heads[0] == version[1]


def test_the_tree_of_the_page_is_the_tree_of_the_program() -> None:
    told = [
        name.strip("` ") for row in table(DEVELOPER / "structure.md", "folder") for name in row[0].split(",")
    ]
    package = ROOT / "src/tomoni"
    assert sorted(told) == sorted(path.parent.name for path in package.glob("*/__init__.py"))


def test_the_cast_of_the_page_is_the_cast_of_the_tests() -> None:
    source = (ROOT / "tests/conftest.py").read_text(encoding="utf-8")
    fixtures = set(re.findall(r"@pytest\.fixture\ndef (\w+)", source))
    told = [
        name.strip("` ") for row in table(DEVELOPER / "testing.md", "fixture") for name in row[0].split(",")
    ]
    assert sorted(told) == sorted(fixtures)


def test_every_picture_can_be_made_anew() -> None:
    kept = {path.stem for path in (ROOT / "docs/images").glob("*.png")}
    assert set(PICTURES) == kept
