"""Querysets that answer nothing until somebody said on whose behalf they ask.

Every way to rows (lists, ``exists``, ``count``, ``aggregate``, ``iterator``, subqueries) ends in a SQL compiler, so the
refusal sits there, in one place, and cannot be walked around by a method we did not think of.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models.signals import post_save
from django.db.models.sql import Query

from tomoni.tenancy.context import current

if TYPE_CHECKING:
    from django.db.models.sql.compiler import SQLCompiler


class Unopened(RuntimeError):
    """A queryset was evaluated before ``visible_to(viewer)`` or ``for_system(reason)`` opened it."""


class Unheard(RuntimeError):
    """A write in bulk that nobody would hear of: each row of a journaled table is saved in an action."""


class GuardedQuery(Query):
    """A query that compiles only once it was opened; clones keep the state."""

    opened_for: str = ""

    def get_compiler(self, *args: Any, **kwargs: Any) -> "SQLCompiler":
        """Refuse until opened; subqueries come through here too."""
        if not self.opened_for:
            raise Unopened(f"{self.model}: open the queryset with visible_to(viewer) or for_system(reason)")
        return super().get_compiler(*args, **kwargs)  # type: ignore[no-any-return]


class GuardedQuerySet(models.QuerySet[Any]):
    """A queryset of one tenant's rows that fails closed."""

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query or GuardedQuery(model), using, hints)

    def opened(self, purpose: str) -> Self:
        """Open for the tenant in context. Only ``for_system`` and ``visible_to`` call this."""
        queryset = self.filter(municipality=current())
        queryset.query.opened_for = purpose  # type: ignore[attr-defined]
        return queryset

    def for_system(self, reason: str) -> Self:
        """Rows of the tenant in context for the program's own work (jobs, checks, actions); the reason is for readers."""
        if not reason.strip():
            raise ValueError("for_system needs a reason")
        return self.opened(f"system: {reason}")

    def update(self, **kwargs: Any) -> int:
        """Update needs an opened queryset too: Django would compile another kind of query."""
        self._refuse_unopened("update")
        self._refuse_unheard("update")
        return super().update(**kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        """Only for rows that no journal asks about."""
        self._refuse_unheard("bulk_update")
        return super().bulk_update(*args, **kwargs)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Django announces no row made in bulk; we do, so that the running action hears of each."""
        rows = super().bulk_create(objs, *args, **kwargs)
        for row in rows if self.model.journaled else ():
            post_save.send(self.model, instance=row, created=True, raw=False, using=self.db)
        return rows

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete needs an opened queryset too."""
        self._refuse_unopened("delete")
        return super().delete()

    def _raw_delete(self, using: str | None) -> int:
        """Deletes past Django's announcements, so only where no journal asks."""
        self._refuse_unheard("_raw_delete")
        return super()._raw_delete(using)

    def raw(self, *_: Any, **__: Any) -> Any:
        """SQL by hand knows neither tenant nor viewer."""
        raise Unopened(f"{self.model.__name__}: raw SQL passes both doors; write a query")

    def _refuse_unopened(self, verb: str) -> None:
        if not self.query.opened_for:  # type: ignore[attr-defined]
            raise Unopened(f"{self.model.__name__}: {verb} on an unopened queryset")

    def _refuse_unheard(self, verb: str) -> None:
        if self.model.journaled:
            raise Unheard(f"{self.model.__name__}: {verb} is not journaled; save each row in an action")


class BaseTenantManager(models.Manager[Any]):
    """What Django itself uses for forward keys, ``refresh_from_db`` and ``save``: always within the tenant."""

    def get_queryset(self) -> GuardedQuerySet:
        """Rows of the tenant in context; NoTenant without one."""
        return GuardedQuerySet(self.model, using=self._db).opened("django: key or row at hand")
