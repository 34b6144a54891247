"""A database opens with its own key file only, and a setting that cannot be is named: asked of the program itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tomoni.config import keys


def run(folder: Path, *words: str, **told: str) -> tuple[int, str]:
    """Exit status of ``tomoni …`` with its data in ``folder``, and all it said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TOMONI_")}
    step = subprocess.run(
        [sys.executable, "-m", "tomoni", *words],
        env=kept | {"TOMONI_DATA_DIR": str(folder), **told},
        capture_output=True,
        text=True,
        check=False,
    )
    return step.returncode, step.stdout + step.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installation")
    assert run(folder, "setup")[0] == 0
    return folder


@pytest.fixture
def installation(made: Path, tmp_path: Path) -> Path:
    """A folder with keys and database, as ``tomoni setup`` leaves it."""
    for name in ("keys.json", "tomoni.sqlite3"):
        shutil.copy(made / name, tmp_path / name)
    return tmp_path


def said_of_keys(folder: Path) -> str:
    """The doctor's line on the key file."""
    return run(folder, "doctor")[1].splitlines()[0]


def test_a_second_setup_changes_nothing(installation: Path) -> None:
    before = (installation / "keys.json").read_bytes()
    assert run(installation, "setup")[0] == 0
    assert (installation / "keys.json").read_bytes() == before
    assert said_of_keys(installation) == "○ 鍵ファイル"


def test_no_new_keys_are_made_for_a_database_that_has_had_some(installation: Path) -> None:
    (installation / "keys.json").unlink()
    status, said = run(installation, "setup")
    assert [status, "保管してある鍵の控えをその場所に戻してから" in said] == [1, True]
    assert not (installation / "keys.json").exists()
    assert said_of_keys(installation).startswith("× 鍵ファイルがありません")


def test_the_keys_of_another_installation_are_told_apart(installation: Path) -> None:
    (installation / "keys.json").unlink()
    keys.make(installation / "keys.json")
    status, said = run(installation, "setup")
    assert [status, "このデータベースのものではありません" in said] == [1, True]
    assert said_of_keys(installation).startswith("× 鍵ファイルがこのデータベースのものではありません")


@pytest.mark.parametrize(
    "text", ["", "{", '{"secret": "x"}', '{"secret": "x", "current": "k", "field": {"k": "?"}}']
)
def test_a_damaged_key_file_is_named_by_every_command(installation: Path, text: str) -> None:
    (installation / "keys.json").write_text(text)
    for command in ("doctor", "setup"):
        told = (
            f"× 鍵ファイルが壊れています: {installation}/keys.json。保管してある鍵の控えを戻してください。\n"
        )
        assert run(installation, command) == (1, told)
    assert (installation / "keys.json").read_text() == text


@pytest.mark.parametrize("value", ["abc", "0", "-1", "1.5", "", "１５"])
def test_a_number_that_is_none_is_named(tmp_path: Path, value: str) -> None:
    told = f"× TOMONI_IDLE_MINUTES は1以上の整数で指定してください（いまの値: {value!r}）。\n"
    assert run(tmp_path, "doctor", TOMONI_IDLE_MINUTES=value) == (1, told)


def test_a_setting_whose_file_is_missing_is_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "password")
    told = f"× TOMONI_DATABASE_URL_FILE のファイルが読めません: {missing}\n"
    assert run(tmp_path, "doctor", TOMONI_DATABASE_URL_FILE=missing) == (1, told)


def test_a_database_of_an_unknown_kind_is_named(tmp_path: Path) -> None:
    status, said = run(tmp_path, "doctor", TOMONI_DATABASE_URL="mysql://x")
    assert (status, said) == (
        1, "× TOMONI_DATABASE_URL は sqlite:///… または postgres://… で指定してください。\n",
    )  # fmt: skip
