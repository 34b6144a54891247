"""A sheet that prints lines as they come, made with the parts that all sheets share."""

from collections.abc import Callable
from pathlib import Path
from shutil import copy

import pytest

from tomoni.documents import SHEETS, Paper, Typed

LINES = """#import "paper.typ": *
#show: sheet.with(foot: "")
#heading(level: 1, typed(data.title))
#for each in data.lines { par(typed(each)) }
"""
WORDS = {"replaced": "代わり", "replaced_why": "わけ", "replaced_heads": ["ところ", "ことば", "番号"]}
Print = Callable[..., Paper]


@pytest.fixture(scope="session")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Print:
    """``lines("これは", "二行め")``: a paper with these lines, the fields called 1, 2 …"""
    folder: Path = tmp_path_factory.mktemp("sheets")
    copy(SHEETS / "paper.typ", folder)
    (folder / "lines.typ").write_text(LINES, encoding="utf-8")

    def make(*texts: str) -> Paper:
        typed = [Typed(str(number), text) for number, text in enumerate(texts, 1)]
        return Paper(folder / "lines.typ", Typed("題", "題"), "lines.pdf", {"words": WORDS, "lines": typed})

    return make
