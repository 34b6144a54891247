"""What comes out when six hands do the same thing at the same moment."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

from tests.drafts.at_once import HANDS


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The three scenes, played on a database of their own of the kind the tests run on."""
    folder = tmp_path_factory.mktemp("at-once")
    surroundings = {
        **os.environ,
        "TOMONI_DATA_DIR": str(folder),
        "TOMONI_KEYS_FILE": str(folder / "keys.json"),
        "TOMONI_DATABASE_URL": database(folder, os.environ.get("TOMONI_DATABASE_URL", "")),
    }
    command = [sys.executable, "-m", "tests.drafts.at_once"]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def database(folder: Path, address: str) -> str:
    if not address.startswith("postgres"):
        return f"sqlite:///{folder / 'at-once.sqlite3'}"
    parts, name = urlsplit(address), f"at_once_{uuid4().hex[:8]}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return urlunsplit(parts._replace(path=f"/{name}"))


def test_one_form_sent_by_six_hands_is_recorded_once_and_leads_all_to_it(found: dict[str, Any]) -> None:
    assert found["recorded"] == ["一度だけ"]
    assert [status for status, _ in found["sent"]] == [302] * HANDS
    assert len({path for _, path in found["sent"]}) == 1


def test_of_six_changes_to_one_version_one_is_made_and_five_are_asked(found: dict[str, Any]) -> None:
    assert sorted(found["edited"]) == [302] + [409] * (HANDS - 1)
    assert found["now"] == [f"直し{found['edited'].index(302)}"]


def test_six_screens_in_six_fields_of_one_draft_lose_nothing_and_disturb_nobody(
    found: dict[str, Any],
) -> None:
    assert found["draft"] == {f"field{n}": [f"{n}-9"] for n in range(HANDS)}
    assert found["told"] == [[]] * HANDS


def test_the_journal_of_many_hands_is_one_chain(found: dict[str, Any]) -> None:
    assert (found["journal"]["ok"], found["journal"]["first_bad"]) == (True, None)
    assert found["journal"]["entries"] >= 20 * HANDS
