"""A database for one benchmark: made beside the configured one, migrated, and dropped when the benchmark ends."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from tomoni.config import keys

NO_DATABASE = (
    "測定用のデータベースを作れませんでした。"
    "データベースを作る権限（CREATEDB）のある利用者を TOMONI_DATABASE_URL に指定して、もう一度実行してください。"
)


@contextmanager
def scratch_database() -> Iterator[None]:
    """Within the block the program works on the scratch database, with keys of its own.

    On SQLite it is a file on the disk of the data, for the disk is what a transaction waits for.
    """
    database, key_file = str(connection.settings_dict["NAME"]), settings.TOMONI_KEYS_FILE
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.DATA_DIR, prefix="bench-") as folder, ExitStack() as undo:
        undo.callback(setattr, settings, "TOMONI_KEYS_FILE", key_file)
        settings.TOMONI_KEYS_FILE = Path(folder) / "keys.json"
        keys.make(settings.TOMONI_KEYS_FILE)
        connection.settings_dict["TEST"]["NAME"] = _name(Path(folder))
        _create()
        undo.callback(connection.creation.destroy_test_db, database, verbosity=0)
        yield


def _create() -> None:
    """Django tells of its tables on the standard output, where the report belongs, and gives up by leaving."""
    try:
        with redirect_stdout(StringIO()):
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    except SystemExit:
        raise CommandError(NO_DATABASE) from None


def _name(folder: Path) -> str:
    if connection.vendor == "sqlite":
        return str(folder / "bench.sqlite3")
    return f"tomoni_bench_{secrets.token_hex(4)}"
