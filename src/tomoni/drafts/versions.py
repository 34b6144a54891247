"""Version tokens: what a reader had before the eyes when beginning to write."""

import hashlib

from django.db.models import Model

from tomoni.journal.rules import canonical


def token(*rows: Model) -> str:
    """A short text that is another one as soon as any column of any of these rows is; for a ``version`` field."""
    return hashlib.sha256(canonical({"rows": [_columns(row) for row in rows]}).encode()).hexdigest()[:20]


def _columns(row: Model) -> dict[str, str]:
    """Columns as they are stored: a protected field counts by its ciphertext, not by its mask."""
    fields = row._meta.concrete_fields
    return {field.attname: str(field.get_prep_value(field.value_from_object(row))) for field in fields}
