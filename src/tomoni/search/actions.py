"""Keeping the index. The domain's actions call these within their own transaction; the index itself is not journaled."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from tomoni.access.models import Dossier
from tomoni.access.protected import keyed_hash
from tomoni.search import rules
from tomoni.search.models import Row, Tail
from tomoni.tenancy.context import current

BATCH = 1000


@dataclass(frozen=True)
class Entry:
    """A thing to be found and its texts as written; ``hidden`` holds protected telephone numbers and addresses in clear,
    of which only keyed hashes are kept.
    """

    dossier_id: int
    ref: UUID
    label: str
    names: Iterable[str] = ()
    kana: Iterable[str] = ()
    numbers: Iterable[str] = ()
    phones: Iterable[str] = ()
    addresses: Iterable[str] = ()
    hidden: Iterable[str] = ()


def put(
    dossier: Dossier,
    kind: str,
    ref: UUID,
    *,
    label: str,
    names: Iterable[str],
    kana: Iterable[str],
    numbers: Iterable[str] = (),
    phones: Iterable[str] = (),
    addresses: Iterable[str] = (),
    hidden: Iterable[str] = (),
) -> None:
    """Enter a thing into the index, or enter it anew: what was known of it before is forgotten. Texts as in ``Entry``."""
    with transaction.atomic():
        drop(kind, ref)
        _insert(kind, [Entry(dossier.pk, ref, label, names, kana, numbers, phones, addresses, hidden)])


def drop(kind: str, ref: UUID) -> None:
    """Take a thing out of the index; nothing happens when it is not there."""
    _remove(Row.objects.for_system("search index").filter(kind=kind, object_ref=ref))


def rebuild(kind: str, entries: Iterable[Entry]) -> int:
    """Make the index of a kind anew for the municipality in context; returns how many things it holds then."""
    count, rest = 0, iter(entries)
    with transaction.atomic():
        _remove(Row.objects.for_system("search index").filter(kind=kind))
        while batch := list(islice(rest, BATCH)):
            _insert(kind, batch)
            count += len(batch)
    return count


def _insert(kind: str, entries: list[Entry]) -> None:
    place = current()
    rows = [Row(municipality=place, kind=kind, **_columns(entry)) for entry in entries]
    Row.objects.bulk_create(rows)
    Tail.objects.bulk_create(
        tail for row, entry in zip(rows, entries, strict=True) for tail in _tails(row, entry.hidden)
    )


def _columns(entry: Entry) -> dict[str, Any]:
    words = rules.words_of(entry.names, entry.kana, entry.numbers, entry.phones, entry.addresses)
    label = entry.label[:200]
    return {"dossier_id": entry.dossier_id, "object_ref": entry.ref, "label": label, "words": words}


def _tails(row: Row, hidden: Iterable[str]) -> Iterator[Tail]:
    places = {True: Tail.Place.START, False: Tail.Place.INSIDE}
    for text, start in rules.tails_of(row.words).items():
        yield Tail(municipality_id=row.municipality_id, place=places[start], text=text, row=row)
    for key in filter(None, map(rules.whole_key, hidden)):
        text = rules.cut(keyed_hash(key))
        yield Tail(municipality_id=row.municipality_id, place=Tail.Place.HASH, text=text, row=row)


def _remove(rows: Any) -> None:
    """Rows with their tails, past Django's deletion row by row, which would load every tail to announce its end."""
    Tail.objects.for_system("search index").filter(row__in=rows)._raw_delete(rows.db)
    rows._raw_delete(rows.db)
