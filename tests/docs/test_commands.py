"""What the pages tell people to type works: commands parse, scripts run, figures are those of the program."""

import ast
import re
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, load_command_class
from django.core.management.base import CommandError

from tests.docs.pages import ADMINISTRATOR, DEVELOPER, ROOT, blocks, pages, table
from tomoni.accounts.models import Post, ResetCode
from tomoni.office.rules import APPOINTED

SETTINGS = ROOT / "src/tomoni/config/settings.py"
READERS = {"text", "flag", "number"}


def commands() -> list[tuple[str, list[str]]]:
    """Each ``tomoni …`` line of a shell block, with its page, as the shell hands it over."""
    found = []
    for page in pages():
        for language in ("sh", "powershell", "ini"):
            for line in "\n".join(blocks(page, language)).splitlines():
                call = re.search(r"[\\/]tomoni +(?=[a-z])(.*)", line)
                if call:
                    found.append((page.name, shlex.split(call[1].partition("|")[0], comments=True)))
    return found


def folder_of(command: str) -> str:
    """The app a command belongs to."""
    own = [path.parts[-4] for path in (ROOT / "src/tomoni").glob(f"*/management/commands/{command}.py")]
    return f"tomoni.{own[0]}" if own else "django.core"


def test_there_are_commands_to_check() -> None:
    assert {"setup", "serve", "doctor", "journal", "found", "work"} <= {words[0] for _, words in commands()}


@pytest.mark.parametrize(
    ("page", "words"), commands(), ids=lambda each: each if isinstance(each, str) else each[0]
)
def test_a_command_of_the_pages_takes_its_options(page: str, words: list[str]) -> None:
    command = load_command_class(folder_of(words[0]), words[0])
    parser = command.create_parser("tomoni", words[0])
    try:
        parser.parse_args(words[1:])
    except CommandError as error:
        pytest.fail(f"{page}: tomoni {shlex.join(words)}: {error}")


def test_defaults_of_settings_are_told_as_they_are() -> None:
    told = {row[0]: row[1].replace("`", "") for row in _settings_rows()}
    for name, default in _defaults().items():
        assert told[name] == default, name


def _settings_rows() -> list[list[str]]:
    text = (ADMINISTRATOR / "settings.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("| `TOMONI_")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split(" |")] for line in lines]


def _defaults() -> dict[str, str]:
    """Settings whose default is written out in the source; a flag without one is off."""
    calls = [
        node
        for node in ast.walk(ast.parse(SETTINGS.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    found = {}
    for call in calls:
        reader = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if reader in READERS and isinstance(call.args[0], ast.Constant):
            name, default = (
                call.args[0].value,
                [arg.value for arg in call.args[1:] if isinstance(arg, ast.Constant)],
            )
            if default:
                found[name] = str(default[0])
            elif reader == "flag":
                found[name] = "いいえ"
    return found


def test_a_municipality_is_founded_as_the_page_says(db: None) -> None:
    told = [words for page, words in commands() if page == "people.md" and words[0] == "found"]
    for words in told:
        call_command(*words, stdout=StringIO())
    posts = Post.objects.order_by("pk").select_related("user", "municipality")
    assert [(post.user.username, post.user.name, post.role, post.municipality.name) for post in posts] == [
        ("ogata", "緒方 誠", "admin", "札幌市"),
        ("hoshi", "星 明", "admin", "札幌市"),
    ]
    assert ResetCode.objects.count() == 2


def test_roles_of_the_page_are_those_that_the_pages_hand_out() -> None:
    told = [row[0] for row in table(ADMINISTRATOR / "people.md", "役割")]
    assert told == [role.label for role in APPOINTED]


def test_the_backup_line_copies_a_database_in_use(tmp_path: Path) -> None:
    line = next(
        line
        for block in blocks(ADMINISTRATOR / "backup.md", "sh")
        for line in block.splitlines()
        if "sqlite3" in line
    )
    words = shlex.split(line)
    (tmp_path / "var").mkdir()
    (tmp_path / "backup").mkdir()
    with closing(sqlite3.connect(tmp_path / "var/tomoni.sqlite3", isolation_level=None)) as used:
        used.execute("PRAGMA journal_mode=WAL")
        used.execute("CREATE TABLE told (word TEXT)")
        used.execute("INSERT INTO told VALUES ('ともに')")
        done = subprocess.run(
            [sys.executable, *words[1:]], cwd=tmp_path, capture_output=True, text=True, check=True
        )
    assert done.stdout == "ok\n"
    with closing(sqlite3.connect(tmp_path / "backup/tomoni.sqlite3")) as copy:
        assert copy.execute("SELECT word FROM told").fetchall() == [("ともに",)]


def test_gates_named_in_the_pages_are_the_gates() -> None:
    from tools.__main__ import GATES

    text = (DEVELOPER / "testing.md").read_text(encoding="utf-8")
    told = re.search(r"runs our own gates:(.*?)\. ", text, re.DOTALL)
    assert told
    assert re.findall(r"`(\w+)`", told[1]) == GATES
