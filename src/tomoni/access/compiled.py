"""A condition about one row whose SQL is put together once: Django takes longer to compile it than a database to answer it.

The condition is an ordinary Django one, written over ``Column`` instead of names of fields. Its text is kept; each query fills
in what it calls the row's columns.
"""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any, Protocol

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BooleanField, Exists, Expression, F, Field, Q, QuerySet
from django.db.models.sql import Query

from tomoni.tenancy.prepared import fill

# Tables within the text have names that no query around it gives: else a column filled in would mean another row.
APART = "apart"


class Ask(Hashable, Protocol):
    """What a condition hangs on, all of it: two that are equal have the same text."""

    def condition(self) -> Q:
        """The condition over columns."""


class Column(Expression):
    """A column of the row that is asked about, whatever a query calls it."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, *_: Any) -> Any:
        """A gap for its name."""
        return f"{{{self.name}}}", []


def there(rows: QuerySet[Any]) -> Exists:
    """Whether there are such rows; for conditions over columns."""
    apart = rows.all()
    apart.query.change_aliases({alias: f"{APART}_{alias}" for alias in apart.query.alias_map})
    # Else Django would name them anew, as it names tables of any subquery.
    apart.query.alias_prefix = APART
    return Exists(apart)


class Compiled(Expression):
    """The condition of ``ask`` about the row whose columns these are."""

    def __init__(self, ask: Ask, **columns: F) -> None:
        super().__init__(output_field=BooleanField())
        self.ask, self.names, self.columns = ask, list(columns), list(columns.values())

    def get_source_expressions(self) -> list[Any]:
        """The row's columns."""
        return self.columns

    def set_source_expressions(self, columns: Any) -> None:
        """The row's columns as a query calls them."""
        self.columns = columns

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The text with its gaps filled; nothing found if nobody can meet the condition."""
        text, params = _text(self.ask, connection.alias)
        if not text:
            raise EmptyResultSet
        for name, column in zip(self.names, self.columns, strict=True):
            text = text.replace(f"{{{name}}}", compiler.compile(column)[0])
        return text, fill(params, connection)


@lru_cache(maxsize=4096)
def _text(ask: Ask, alias: str) -> tuple[str, tuple[Any, ...]]:
    """SQL with gaps for columns, and its parameters."""
    query = Query(None)  # about no table: what it is about are the columns
    where = query.build_where(ask.condition())
    try:
        text, params = query.get_compiler(connection=connections[alias]).compile(where)
    except EmptyResultSet:
        return "", ()
    return text, tuple(params)
