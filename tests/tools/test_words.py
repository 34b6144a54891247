import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import words

Tree = Callable[[dict[str, str]], Path]
# Put together here, so that this file does not hold what it forbids.
PATH, HOST = "/" + "work/main", "files.python" + "hosted.org"
ALIKE = "docs/" + "worker/ and ./net" + "work/ and tests/" + "root/a"


@pytest.mark.parametrize(("text", "said"), [
    (f"see {PATH}/a", "a path of one machine"),
    (f"cd '{PATH.replace('work', 'root')}'", "a path of one machine"),
    (f"https://{HOST}/x", "the host of a package index"),
])  # fmt: skip
def test_a_forbidden_name_is_found_with_its_line(tree: Tree, text: str, said: str) -> None:
    assert words.problems(tree({"docs/a.md": f"first\n{text}\n"})) == [f"docs/a.md:2 {said}"]


def test_other_paths_and_binary_files_pass(tree: Tree) -> None:
    root = tree({"docs/a.md": f"{ALIKE}\n"})
    (root / "font.ttf").write_bytes(b"\0\1" + PATH.encode())
    assert words.problems(root) == []


def test_in_a_repository_ignored_files_are_left_alone(tree: Tree) -> None:
    root = tree({".gitignore": "var/\n", "var/log": f"{PATH}/\n", "new.md": f"{PATH}/\n"})
    subprocess.run(["git", "init", "-q", root], check=True)
    assert words.problems(root) == ["new.md:1 a path of one machine"]
