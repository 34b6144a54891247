"""Reading one's own drafts and what was sent already."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.apps import apps
from django.db import models

from tomoni.access.models import DossierModel
from tomoni.access.viewer import Viewer
from tomoni.accounts.rules import as_uuid
from tomoni.drafts.models import Draft, Submission
from tomoni.drafts.rules import Key, is_text

M = TypeVar("M", bound=models.Model)
SHUT = "いまは開けない記録の下書き"


@dataclass(frozen=True)
class Kept:
    """A draft as a form or a list shows it; ``aside`` is what another screen had written in the same fields."""

    key: Key
    title: str
    path: str
    fields: dict[str, list[str]]
    aside: list[tuple[str, str]]
    version: int
    at: datetime

    @property
    def excerpt(self) -> str:
        """The longest text in it, by which its writer recognises it; not the codes a form carries along."""
        texts = (value for values in self.fields.values() for value in values if is_text(value))
        return max(texts, key=len, default="")[:80]


def load(viewer: Viewer, key: Key) -> Kept | None:
    """The viewer's own draft under this key."""
    row = (
        Draft.objects.visible_to(viewer)
        .filter(kind=key.kind, record=str(key.ref), purpose=key.purpose)
        .first()
    )
    return _kept(row) if row else None


def mine(viewer: Viewer) -> list[Kept]:
    """All drafts of the viewer, newest first; of a record that the viewer no longer reads, only that there is one."""
    rows = list(Draft.objects.visible_to(viewer).order_by("-updated_at", "-pk"))
    kept = [_kept(row) for row in rows]
    shut = _shut(viewer, [each.key for each in kept])
    return [
        replace(each, title=SHUT, path="", fields={}, aside=[]) if each.key in shut else each for each in kept
    ]


def _shut(viewer: Viewer, keys: list[Key]) -> set[Key]:
    """Those about a record that the viewer does not read."""
    shut: set[Key] = set()
    for kind in {key.kind for key in keys}:
        about = [key for key in keys if key.kind == kind and key.ref]
        if about and (model := _record(kind)):
            open_now = _read(viewer, model, about)
            shut |= {key for key in about if UUID(str(key.ref)) not in open_now}
    return shut


def _record(kind: str) -> type[DossierModel] | None:
    """The table of that name, if it belongs to families."""
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        return None
    return model if issubclass(model, DossierModel) else None


def _read(viewer: Viewer, model: type[DossierModel], keys: list[Key]) -> set[UUID]:
    rows = model.objects.all().visible_to(viewer)
    return set(rows.filter(ref__in=[key.ref for key in keys]).values_list("ref", flat=True))


def sent_before(viewer: Viewer, number: UUID | None) -> Submission | None:
    """The viewer's earlier submission of this number."""
    found: Submission | None = (
        Submission.objects.visible_to(viewer).filter(number=number).first() if number else None
    )
    return found


def locked(row: M) -> M:
    """The same object, read anew and held until the transaction ends."""
    rows = type(row).objects.for_system("the newest state, before it is written")  # type: ignore[attr-defined]
    row.refresh_from_db(from_queryset=rows.select_for_update())
    return row


def number_of(text: str) -> UUID | None:
    """The number in a form's ``submission`` field."""
    return as_uuid(text)


def _kept(row: Draft) -> Kept:
    content = row.opened()
    key = Key(row.kind, row.record, row.purpose)
    return Kept(key, content.title, content.path, content.fields, content.aside, row.version, row.updated_at)
