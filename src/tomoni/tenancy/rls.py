"""Row-level security on PostgreSQL: the wall repeated in the database, under the wall in Django.

A session that did not name its tenant sees no row of any tenant table; the owner's role is no exception.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from tomoni.tenancy.context import SETTING


def tenant_tables() -> Iterator[tuple[str, str]]:
    """Table and tenant column of every model that names one."""
    for model in apps.get_models(include_auto_created=True):
        column = getattr(model, "tenant_column", "")
        if column:
            yield model._meta.db_table, column


def secure_tables(sender: AppConfig, using: str, **_: Any) -> None:
    """After each migration: policies on the app's tenant tables, rights for the serving role. Runs any number of times."""
    database = connections[using]
    if database.vendor != "postgresql":
        return
    existing = set(database.introspection.table_names())
    for model in sender.get_models(include_auto_created=True):
        if getattr(model, "tenant_column", "") and model._meta.db_table in existing:
            _secure(database, model)
    if settings.TOMONI_APP_ROLE:
        _grant(database)


def _secure(database: BaseDatabaseWrapper, model: type[models.Model]) -> None:
    table = database.ops.quote_name(model._meta.db_table)
    column = database.ops.quote_name(model.tenant_column)  # type: ignore[attr-defined]
    # Within SELECT it is asked once for a query, else for each row.
    mine = f"{column} = (SELECT nullif(current_setting('{SETTING}', true), '')::bigint)"
    with database.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        cursor.execute(f"DROP POLICY IF EXISTS tenant ON {table}")
        cursor.execute(f"CREATE POLICY tenant ON {table} USING ({mine}) WITH CHECK ({mine})")


def _grant(database: BaseDatabaseWrapper) -> None:
    role = database.ops.quote_name(settings.TOMONI_APP_ROLE)
    with database.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
