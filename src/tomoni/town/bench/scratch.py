"""A database for one benchmark: made beside the configured one, migrated, and dropped when the benchmark ends."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from tomoni.config import keys


@contextmanager
def scratch_database() -> Iterator[None]:
    """Within the block the program works on the scratch database, with keys of its own.

    On SQLite it is a file on the disk of the data, for the disk is what a transaction waits for.
    """
    database, key_file = str(connection.settings_dict["NAME"]), settings.TOMONI_KEYS_FILE
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.DATA_DIR, prefix="bench-") as folder:
        settings.TOMONI_KEYS_FILE = Path(folder) / "keys.json"
        keys.make(settings.TOMONI_KEYS_FILE)
        connection.settings_dict["TEST"]["NAME"] = _name(Path(folder))
        # Django tells of its tables on the standard output, where the report belongs.
        with redirect_stdout(StringIO()):
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(database, verbosity=0)
            settings.TOMONI_KEYS_FILE = key_file


def _name(folder: Path) -> str:
    if connection.vendor == "sqlite":
        return str(folder / "bench.sqlite3")
    return f"tomoni_bench_{secrets.token_hex(4)}"
