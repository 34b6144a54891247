"""Writing the journal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from tomoni.calendar import now
from tomoni.journal.models import Entry, Head, Trace
from tomoni.journal.rules import GENESIS, canonical, link

Body = Mapping[str, Any]


def append(municipality_id: int, bodies: Sequence[Body]) -> None:
    """Chain the bodies to the municipality's journal, in one go, as the last act of the caller's transaction.

    A body may carry ``dossiers`` (ids); each becomes findable by that dossier. The moment ``at`` is added here.
    """
    if not bodies:
        return
    moment = now().isoformat(timespec="milliseconds")
    with transaction.atomic():
        head = _locked_head(municipality_id)
        entries = []
        for body in bodies:
            text = canonical({"at": moment, **body})
            head.seq, head.hash = head.seq + 1, link(head.hash, municipality_id, head.seq + 1, text)
            entries.append(Entry(municipality_id=municipality_id, seq=head.seq, body=text, hash=head.hash))
        Entry.objects.bulk_create(entries, batch_size=500)
        Trace.objects.bulk_create(_traces(entries, bodies), batch_size=500)
        head.save()


def _traces(entries: Iterable[Entry], bodies: Sequence[Body]) -> list[Trace]:
    return [
        Trace(municipality_id=entry.municipality_id, seq=entry.seq, dossier_id=dossier)
        for entry, body in zip(entries, bodies, strict=True)
        for dossier in sorted(set(body.get("dossiers", ())))
    ]


def _locked_head(municipality_id: int) -> Head:
    """The head row, locked; made with the first entry. On SQLite the transaction itself is the lock."""
    heads = Head.objects.select_for_update().filter(municipality_id=municipality_id)
    if head := heads.first():
        return head
    Head.objects.bulk_create([Head(municipality_id=municipality_id, hash=GENESIS)], ignore_conflicts=True)
    return heads.get()
