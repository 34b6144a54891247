"""The tenant in context: whose data may be touched right now. Without one, nothing answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    from tomoni.tenancy.models import Municipality

SETTING = "tomoni.tenant"
_current: ContextVar["Municipality | None"] = ContextVar("tenant", default=None)


class NoTenant(RuntimeError):
    """A tenant's rows were asked for while no municipality was in context."""


def current() -> "Municipality":
    """The municipality in context; NoTenant when there is none."""
    municipality = _current.get()
    if municipality is None:
        raise NoTenant("no municipality in context: wrap the call in tenancy.context.tenant(municipality)")
    return municipality


def current_or_none() -> "Municipality | None":
    """The municipality in context, if any."""
    return _current.get()


@contextmanager
def tenant(municipality: "Municipality") -> Iterator["Municipality"]:
    """Within the block every query concerns this municipality alone, in Django and (PostgreSQL) in the database."""
    token = _current.set(municipality)
    _tell(connection)
    try:
        yield municipality
    finally:
        _current.reset(token)
        _tell(connection)


def tell_new_connection(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """A connection opened within a tenant's block learns the tenant at once."""
    if _current.get() is not None:
        _tell(connection)


def _tell(database: BaseDatabaseWrapper) -> None:
    """Row-level security reads this setting; a transaction that is being rolled back takes it back by itself."""
    if database.vendor != "postgresql" or (database.connection is None and _current.get() is None):
        return
    if database.in_atomic_block and transaction.get_rollback(using=database.alias):
        return
    municipality = _current.get()
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, false)", [SETTING, str(municipality.pk) if municipality else ""]
        )
