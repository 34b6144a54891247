"""What a request has looked at so far, written to the journal in one entry before the answer leaves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models

from tomoni.journal.actions import append

if TYPE_CHECKING:
    from tomoni.access.viewer import Viewer

ROWS_NAMED = 200  # of one kind; beyond that the dossiers say enough


@dataclass
class Looks:
    """Rows seen by one viewer for one purpose (``what``, the page's name)."""

    what: str
    viewer: "Viewer | None" = None
    rows: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    dossiers: set[int] = field(default_factory=set)

    def body(self) -> dict[str, Any]:
        """The journal's entry."""
        rows = {label: sorted(ids)[:ROWS_NAMED] for label, ids in sorted(self.rows.items())}
        return {**by(self.viewer), "kind": "look", "what": self.what, "rows": rows, "dossiers": sorted(self.dossiers)}


_looks: ContextVar[Looks | None] = ContextVar("looks", default=None)


def by(viewer: "Viewer | None") -> dict[str, Any]:
    """Who, as ids."""
    return {"by": [viewer.user.pk, viewer.post.pk] if viewer else [None, None]}


@contextmanager
def looking(what: str) -> Iterator[Looks]:
    """Collect the looks of the block and write them when it ends well or badly: who looked has looked."""
    looks = Looks(what)
    token = _looks.set(looks)
    try:
        yield looks
    finally:
        _looks.reset(token)
        if looks.viewer is not None and looks.dossiers:
            append(looks.viewer.tenant.pk, [looks.body()])


def note_rows(viewer: "Viewer", model: type[models.Model], rows: Iterable[Any]) -> None:
    """Note model rows fetched for the viewer. Outside ``looking`` they are written at once."""
    seen = [row for row in rows if isinstance(row, model)]
    if not seen:
        return
    looks = _looks.get()
    if looks is None:
        with looking("script") as looks:
            _add(looks, viewer, model, seen)
    else:
        _add(looks, viewer, model, seen)


def _add(looks: Looks, viewer: "Viewer", model: type[models.Model], rows: list[Any]) -> None:
    looks.viewer = viewer
    looks.rows[model._meta.label_lower].update(row.pk for row in rows)
    looks.dossiers.update(row.dossier_id for row in rows)
