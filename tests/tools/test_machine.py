from collections.abc import Callable
from pathlib import Path

import pytest

from tools import machine

Tree = Callable[[dict[str, str]], Path]


def program(path: Path, says: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


def test_the_newest_postgresql_is_taken(tmp_path: Path) -> None:
    for version in ("9", "15", "17"):
        program(tmp_path / version / "bin/initdb", f"initdb (PostgreSQL) {version}.2 (Debian)")
    assert machine.postgres_bin(tmp_path) == tmp_path / "17/bin"


def test_one_that_is_too_old_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "14/bin/initdb", "initdb (PostgreSQL) 14.9")
    monkeypatch.setenv("PATH", "/bin/nowhere")
    assert machine.postgres_bin(tmp_path) is None


def test_the_browser_is_the_named_one_or_the_first_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = program(tmp_path / "chromium", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("TOMONI_CHROMIUM", raising=False)
    assert machine.chromium() == str(found)
    monkeypatch.setenv("TOMONI_CHROMIUM", "/opt/browser")
    assert machine.chromium() == "/opt/browser"


def test_what_cannot_be_installed_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("TOMONI_CHROMIUM", raising=False)
    assert machine.main("test") == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("足りないものがあります: ")
    assert said[1].split("--no-install-recommends ")[1].split().count("chromium") == 1


def test_what_is_missing_is_installed_without_a_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, script in {"apt-get": f'echo "$@" >>{tmp_path}/log', "sudo": 'shift; exec "$@"'}.items():
        program(tmp_path / name, "").write_text(f"#!/bin/sh\n{script}\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.install(["chromium", "postgresql"]) is True
    assert (tmp_path / "log").read_text().splitlines() == [
        "update -q",
        "install -y -q --no-install-recommends chromium postgresql",
    ]


def test_nothing_is_said_when_nothing_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert machine.main("run") == 0
    assert capsys.readouterr() == ("", "")
