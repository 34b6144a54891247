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
    others: list[dict[str, Any]] = field(default_factory=list)

    def bodies(self) -> list[dict[str, Any]]:
        """What the journal gets: the entry of the looks, when there were any, and those of another kind."""
        return [*([self.body()] if self.dossiers else []), *self.others]

    def body(self) -> dict[str, Any]:
        """The journal's entry."""
        rows = {label: sorted(ids)[:ROWS_NAMED] for label, ids in sorted(self.rows.items())}
        return {
            **by(self.viewer),
            "kind": "look",
            "what": self.what,
            "rows": rows,
            "dossiers": sorted(self.dossiers),
        }


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
        if looks.viewer is not None:
            append(looks.viewer.tenant.pk, looks.bodies())


def note(viewer: "Viewer", kind: str, what: str, **facts: Any) -> None:
    """Note an entry of its own kind (``search``): ids, numbers and ``dossiers``, never content. Written with the looks of
    the request; outside ``looking`` at once.
    """
    entry = {**by(viewer), "kind": kind, "what": what, **facts}
    looks = _looks.get()
    if looks is None:
        append(viewer.tenant.pk, [entry])
    else:
        looks.viewer = viewer
        looks.others.append(entry)


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
