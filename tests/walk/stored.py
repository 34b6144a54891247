"""Everything a database holds, as bytes: what somebody finds who takes the file away, or reads all its tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality


def stored() -> bytes:
    """SQLite: the image of the file with its free pages. PostgreSQL: every value of every table, of every tenant."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return bytes(connection.connection.serialize())
    return b"\n".join(_values())


def _values() -> Iterator[bytes]:
    for place in Municipality.objects.all():
        with tenant(place), connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                for row in cursor.fetchall():
                    yield b"\t".join(_bytes(value) for value in row)


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


@contextmanager
def on_a_file(path: Path) -> Iterator[None]:
    """Work in a copy of the test's SQLite database that is a file, with real commits and a real write-ahead log."""
    here = connections["default"]
    path.write_bytes(stored())
    opened = type(here)({**here.settings_dict, "NAME": str(path)}, "default")
    connections["default"] = opened
    try:
        yield
    finally:
        opened.close()
        connections["default"] = here
