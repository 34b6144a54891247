"""SQLite deletes what ``INSERT OR REPLACE`` replaces without asking the triggers for DELETE: refuse at the insert.

PostgreSQL has no such statement. The head is left alone: it moves with every entry, and the anchors tell when it was bent.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

MESSAGE = "journal rows are append-only"
KEYS = {
    "journal_entry": ("municipality_id", "seq"),
    "journal_trace": ("municipality_id", "dossier_id", "seq"),
}


def refuse_replace(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A row that is already there, by its id or by its place, is not written again."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        for table, key in KEYS.items():
            there = [
                f"EXISTS (SELECT 1 FROM {table} WHERE {_same(columns)})"  # noqa: S608  names written above
                for columns in (("id",), key)
            ]
            cursor.execute(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {' OR '.join(there)} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )


def _same(columns: tuple[str, ...]) -> str:
    return " AND ".join(f"{column} = NEW.{column}" for column in columns)


class Migration(migrations.Migration):
    """Append-only means that the database says so, however a change is worded."""

    dependencies = [("journal", "0002_refuse_change")]
    operations = [migrations.RunPython(refuse_replace, migrations.RunPython.noop)]
