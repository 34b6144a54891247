"""A municipality's own folder of content."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

Write = Callable[[str, str], None]
HEAD = """
id: machi-2026
revision: {revision}
title: ともに町のやり方
edition: 初版
date: "2026-04"
note: ともに町で変えたところだけを置く。
source: {{title: ともに町}}
based_on: kodomo-katei-2026-03/r1
"""


@pytest.fixture
def restart(settings: Settings, tmp_path: Path) -> Callable[[], None]:
    """What was read is read anew, as after starting the program again: content is kept by the path of its folder."""
    starts = iter(range(100))

    def start() -> None:
        folder = tmp_path / "content"
        folder.mkdir(exist_ok=True)
        link = tmp_path / f"start-{next(starts)}"
        link.symlink_to(folder)
        settings.TOMONI_CONTENT_DIR = link

    start()
    return start


@pytest.fixture
def write(restart: Callable[[], None], tmp_path: Path) -> Write:
    """``write("codes/doors.yaml", "…")`` into the municipality's folder; the program is started again."""

    def put(name: str, text: str) -> None:
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        restart()

    return put


@pytest.fixture
def own_pack(write: Write) -> Write:
    """The municipality's own model, based on the built-in one; ``own_pack("phases.yaml", "…")`` changes a file."""
    write("practice/machi-2026/r1/pack.yaml", HEAD.format(revision=1))
    return lambda name, text: write(f"practice/machi-2026/r1/{name}", text)
