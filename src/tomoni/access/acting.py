"""An action: the one way to change a tenant's rows. It asks for authority, writes, and journals what it wrote."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast

from django.db import models, transaction

from tomoni.access.collect import by
from tomoni.access.viewer import Viewer
from tomoni.journal.actions import append
from tomoni.journal.rules import canonical
from tomoni.tenancy.models import TenantModel

F = TypeVar("F", bound=Callable[..., Any])


class WriteOutsideAction(RuntimeError):
    """A tenant's row was written by something that is not an action."""


class AuthorityNotAsked(RuntimeError):
    """An action wrote without a yes of ``decide`` or ``require``. A programming error, not a refusal."""


@dataclass
class Act:
    """What the running action did so far."""

    viewer: Viewer
    name: str
    asked: bool = False
    rows: list[list[Any]] = field(default_factory=list)
    dossiers: set[int] = field(default_factory=set)

    def body(self) -> dict[str, Any]:
        """The journal's entry: which rows in which dossiers, with a salted digest of each."""
        dossiers = sorted(self.dossiers)
        return {
            **by(self.viewer),
            "kind": "write",
            "what": self.name,
            "rows": self.rows,
            "dossiers": dossiers,
        }


_acts: ContextVar[tuple[Act, ...]] = ContextVar("acts", default=())


def action(name: str) -> Callable[[F], F]:
    """Make a function an action: one transaction, authority asked, every written row in the journal.

    ``name`` is ``folder.verb``. The first argument is the viewer, all others are keywords. Nested actions share the
    transaction; the journal is written when the outermost one ends, so its head is locked last.
    """

    def decorate(function: F) -> F:
        @wraps(function)
        def run(viewer: Viewer, **kwargs: Any) -> Any:
            with transaction.atomic(), _running(Act(viewer, name)):
                return function(viewer, **kwargs)

        return cast("F", run)

    return decorate


_finished: ContextVar[list[Act] | None] = ContextVar("finished", default=None)


@contextmanager
def _running(act: Act) -> Iterator[None]:
    outermost = _finished.get() is None
    finished = _finished.set([]) if outermost else None
    token = _acts.set((*_acts.get(), act))
    try:
        yield
        if act.rows and not act.asked:
            raise AuthorityNotAsked(f"{act.name} wrote rows without asking for authority")
        done = _finished.get()
        assert done is not None
        done.append(act)
        if outermost:
            _enter([a for a in done if a.rows])
    finally:
        _acts.reset(token)
        if finished is not None:
            _finished.reset(finished)


def _enter(acts: list[Act]) -> None:
    if acts:
        append(acts[0].viewer.tenant.pk, [act.body() for act in acts])


def asked() -> None:
    """``decide`` tells the running action that authority was asked and given."""
    if _acts.get():
        _acts.get()[-1].asked = True


def wrote(sender: type[models.Model], instance: models.Model, raw: bool = False, **_: Any) -> None:
    """Django has written a row: enter it into the running action, or refuse."""
    if not isinstance(instance, TenantModel) or not sender.journaled or raw:  # type: ignore[attr-defined]
        return
    act = _running_act(sender)
    _refuse_strangers(instance, act.viewer.tenant.pk)
    act.rows.append([sender._meta.label_lower, instance.pk, digest(instance)])
    dossier = getattr(instance, "dossier_id", None)
    if dossier:
        act.dossiers.add(dossier)


def _refuse_strangers(row: TenantModel, tenant: int) -> None:
    """A row and all it points at belong to the tenant of who writes."""
    near = [row, *(each for each in row._state.fields_cache.values() if isinstance(each, TenantModel))]
    if any(each.municipality_id != tenant for each in near):
        raise WriteOutsideAction(f"{row._meta.label} would tie two municipalities together")


def removed(sender: type[models.Model], instance: models.Model, **_: Any) -> None:
    """Django has deleted a row: only an action may."""
    if isinstance(instance, TenantModel) and sender.journaled:  # type: ignore[attr-defined]
        _running_act(sender).rows.append([sender._meta.label_lower, instance.pk, "removed"])


def _running_act(model: type[models.Model]) -> Act:
    acts = _acts.get()
    if not acts:
        raise WriteOutsideAction(f"{model.__name__} was written outside an action")
    return acts[-1]


def digest(row: TenantModel) -> str:
    """A digest of the row salted by its ``ref``: later it proves what was written, alone it tells nothing."""
    values = {f.attname: str(f.value_from_object(row)) for f in row._meta.concrete_fields}
    return hashlib.sha256(f"{row.ref}{canonical(values)}".encode()).hexdigest()[:24]
