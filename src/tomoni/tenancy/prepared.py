"""Queries whose SQL is put together once: Django takes longer to compile one than a database to answer it.

A queryset is written with ``Slot`` where each question has another value. Its text is kept for each tenant and each shape.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from functools import lru_cache, update_wrapper
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, DateTimeField, Field, Func, QuerySet, Value

from tomoni.calendar import now
from tomoni.tenancy.context import current


class Slot(Value):
    """A value that is known when the database is asked. In a query that is not prepared the database refuses it."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(None, output_field=output_field)
        self.name = name

    def as_sql(self, *_: Any) -> Any:
        """A parameter: the slot itself, to be filled."""
        return "%s", [self]

    def filled(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """The value as the database takes it."""
        return self.output_field.get_db_prep_value(value, connection)


NOW = Slot("now", DateTimeField())  # filled with the moment of the question


class Ids(Field[Any, Any]):
    """Keys of any number, as one value: PostgreSQL's array, SQLite's JSON."""

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: ARG002
        """Overridden: see the class."""
        return list(value) if connection.vendor == "postgresql" else json.dumps(list(value))


class Among(Func):
    """Whether a key is one of the slot's: ``Among("dossier_id", "dossiers")``."""

    output_field = BooleanField()
    arity = 2
    template, arg_joiner = "%(expressions)s)", " IN (SELECT value FROM json_each("

    def __init__(self, key: str, slot: str) -> None:
        super().__init__(key, Slot(slot, Ids()))

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Any:
        """One text, however many keys."""
        return self.as_sql(compiler, connection, template="%(expressions)s))")

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        """The same."""
        return self.as_sql(compiler, connection, template="%(expressions)s::bigint[])", arg_joiner=" = ANY(")


class Prepared:
    """``@prepared`` over a function that writes a queryset of ``values_list``: all that differs between two questions is its
    arguments (the shape, hashable) or a ``Slot``. Called with the shape, and the slots by name, it gives the rows.
    """

    def __init__(self, write: Callable[..., QuerySet[Any]]) -> None:
        self.write = write
        update_wrapper(self, write)

    def __call__(self, *shape: Any, **values: Any) -> list[Any]:
        """The rows as tuples; in the tenant in context, as the queryset."""
        connection = connections[DEFAULT_DB_ALIAS]
        try:
            compiler, sql, params = _text(self.write, current().pk, shape)
        except EmptyResultSet:
            return []
        asked = copy(compiler)
        asked.connection = connection
        asked.as_sql = lambda: (sql, fill(params, connection, **values))
        return list(asked.results_iter(tuple_expected=True))


prepared = Prepared


def fill(params: Iterable[Any], connection: BaseDatabaseWrapper, **values: Any) -> Sequence[Any]:
    """Parameters with their slots filled; KeyError for a slot without a value."""
    values = {"now": now(), **values}
    return [each.filled(values[each.name], connection) if isinstance(each, Slot) else each for each in params]


@lru_cache(maxsize=4096)
def _text(
    write: Callable[..., QuerySet[Any]], _tenant: int, shape: tuple[Any, ...]
) -> tuple[Any, str, tuple[Any, ...]]:
    """What reads the rows, the SQL and its parameters."""
    compiler = write(*shape).query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    return compiler, sql, tuple(params)
