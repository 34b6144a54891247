from collections.abc import Callable
from pathlib import Path

import pytest

from tools import assets

Tree = Callable[[dict[str, str]], Path]


def test_every_file_lands_where_the_program_looks(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree({f"node_modules/{source}": source for source in assets.FILES})
    monkeypatch.chdir(root)
    assert assets.main() == 0
    assert {target: (root / target).read_text() for target in assets.FILES.values()} == {
        target: source for source, target in assets.FILES.items()
    }


def test_a_package_that_is_missing_is_named(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root := tree({}))
    assert assets.main() == 1
    missing = root / "node_modules/htmx.org/dist/htmx.min.js"
    assert capsys.readouterr().err == f"見つかりません: {missing}。`npm ci` をもう一度実行してください。\n"
