"""The database as a file that somebody takes away: what was hidden later must be gone from it, too."""

from pathlib import Path

import pytest
from django.db import connection

from tests.walk.showing import marks_stored
from tests.walk.stored import on_a_file
from tests.walk.world import SITUATIONS, build

pytestmark = pytest.mark.xdist_group("walk")


def test_what_was_written_open_and_hidden_later_leaves_no_byte_behind(db: None, tmp_path: Path) -> None:
    file = tmp_path / "tomoni.sqlite3"
    log = tmp_path / "tomoni.sqlite3-wal"
    with on_a_file(file):
        build(len(SITUATIONS))
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete")
            assert cursor.fetchone() == (1,)
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            assert cursor.fetchone()[0] == 0
        assert log.stat().st_size == 0
        assert marks_stored(file.read_bytes()) == set()
    assert marks_stored(file.read_bytes()) == set()


def test_the_look_into_the_file_finds_what_is_there(db: None, tmp_path: Path) -> None:
    """Words that are not protected lie in the clear: else the test above would look into the wrong file."""
    file = tmp_path / "tomoni.sqlite3"
    with on_a_file(file):
        build(1)
    assert "《own》".encode() in file.read_bytes()
