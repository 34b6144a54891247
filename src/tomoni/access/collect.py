"""What a request has looked at so far, written to the journal in one entry before the answer leaves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.sql import Query

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


Seen = tuple[str, int, int]  # label of the model, key of the row, key of its dossier


def note_seen(viewer: "Viewer", seen: Iterable[Seen]) -> None:
    """Note rows that reached the viewer's page. Outside ``looking`` they are written at once."""
    seen, looks = list(seen), _looks.get()
    if looks is not None:
        _add(looks, viewer, seen)
    elif seen:
        with looking("script") as looks:
            _add(looks, viewer, seen)


def _add(looks: Looks, viewer: "Viewer", seen: list[Seen]) -> None:
    for label, pk, dossier in seen:
        looks.viewer = viewer
        looks.rows[label].add(pk)
        looks.dossiers.add(dossier)


def seen_in(rows: Iterable[Any]) -> Iterator[Seen]:
    """The rows themselves, and what was fetched along with them from other dossiers: a case's child is the family's."""
    for row in rows:
        yield row._meta.label_lower, row.pk, row.dossier_id
        for beside in _along(row, {id(row)}):
            if beside.dossier_id != row.dossier_id:
                yield beside._meta.label_lower, beside.pk, beside.dossier_id


def _along(row: models.Model, met: set[int]) -> Iterator[Any]:
    for beside in row._state.fields_cache.values():
        if hasattr(beside, "dossier_id") and id(beside) not in met:
            met.add(id(beside))
            yield beside
            yield from _along(beside, met)


def tells(query: Query) -> bool:
    """Whether ``values()`` asks for more than keys (``pk``, ``ref``, keys of other rows) and figures over many rows."""
    keys = all(_is_key(column.target) for column in query.select)  # type: ignore[attr-defined]
    return not keys or not all(_is_figure(each) for each in query.annotation_select.values())


def _is_key(field: models.Field[Any, Any]) -> bool:
    return field.primary_key or field.is_relation or field.name == "ref"


def _is_figure(annotation: Any) -> bool:
    wordy = isinstance(annotation.output_field, models.CharField | models.TextField)
    return annotation.contains_aggregate and not wordy
