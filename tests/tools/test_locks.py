import json
from collections.abc import Callable
from pathlib import Path

from tools import locks

Tree = Callable[[dict[str, str]], Path]
HASH = " \\\n    --hash=sha256:aa\n"


def files(**changed: str) -> dict[str, str]:
    package = {"dependencies": {"a": "1.0.0"}}
    lock = {"packages": {"": package, "node_modules/a": {"version": "1.0.0"}}}
    return {
        "requirements/build.in": "setuptools>=77\n",
        "requirements/build.txt": f"setuptools==80.1{HASH}",
        "requirements/runtime.in": "# why\nDjango>=5.2,<5.3  # long-term\nPyYAML\n",
        "requirements/runtime.txt": f"django==5.2.19{HASH}pyyaml==6.0.3{HASH}",
        "requirements/dev.in": "-r runtime.in\npytest>=9\n",
        "requirements/dev.txt": f"django==5.2.19{HASH}pyyaml==6.0.3{HASH}pytest==9.2.0 ; sys_platform != 'x'{HASH}",
        "package.json": json.dumps(package),
        "package-lock.json": json.dumps(lock),
    } | changed


def test_complete_locks_pass(tree: Tree) -> None:
    assert locks.problems(tree(files())) == []


def test_stale_bare_and_differing_pins_are_told(tree: Tree) -> None:
    root = tree(files(**{
        "requirements/build.txt": "setuptools==80.1\n",
        "requirements/runtime.txt": f"--index-url x\ndjango==5.1.9{HASH}",
    }))  # fmt: skip
    assert locks.problems(root) == [
        "build.txt: setuptools==80.1 has no hash",
        "runtime.txt does not pin Django<5.3,>=5.2: run `make lock`",
        "runtime.txt does not pin PyYAML: run `make lock`",
        "runtime.txt names an address",
        "dev.txt pins another django than runtime.txt",
    ]


def test_npm_pins_exactly_and_names_no_address(tree: Tree) -> None:
    lock = {"packages": {"node_modules/a": {"version": "1.0.1", "resolved": "x"}}}
    assert locks.problems(tree(files(**{"package-lock.json": json.dumps(lock)}))) == [
        "package-lock.json: node_modules/a names an address",
        "package-lock.json does not pin a 1.0.0 exactly: run `make lock`",
    ]
