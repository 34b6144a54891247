from collections.abc import Callable
from pathlib import Path

import pytest

from tools.__main__ import main

Tree = Callable[[dict[str, str]], Path]


def test_the_gates_named_are_run_and_a_finding_fails_the_build(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tree({"src/tomoni/access/utils.py": "row.save()\n"}))
    assert main(["inline", "writes"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "inline: ok",
        "writes: 1",
        "  src/tomoni/access/utils.py:1 .save() outside actions: move it into an action",
    ]
    assert main(["inline"]) == 0
