"""Keeping the index. The domain's actions call these within their own transaction; the index itself is not journaled."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from tomoni.access.models import Dossier
from tomoni.access.protected import keyed_hash
from tomoni.search import rules
from tomoni.search.models import Row, Tail
from tomoni.tenancy.context import current

BATCH = 1000
# Django would make an object of each tail, which takes ten times as long as writing them.
_INSERT = "INSERT INTO search_tail (municipality_id, place, text, row_id)"
_INSERT_ROWS = f"{_INSERT} VALUES (%s, %s, %s, %s)"
_INSERT_COLUMNS = f"{_INSERT} SELECT %s, unnest(%s::smallint[]), unnest(%s::bytea[]), unnest(%s::bigint[])"


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
    tails = [tail for row, entry in zip(rows, entries, strict=True) for tail in _tails(row, entry.hidden)]
    if not tails:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_INSERT_COLUMNS, [place.pk, *map(list, zip(*tails, strict=True))])
        else:
            cursor.executemany(_INSERT_ROWS, [(place.pk, *tail) for tail in tails])


def _columns(entry: Entry) -> dict[str, Any]:
    words = rules.words_of(entry.names, entry.kana, entry.numbers, entry.phones, entry.addresses)
    label = entry.label[:200]
    return {"dossier_id": entry.dossier_id, "object_ref": entry.ref, "label": label, "words": words}


def _tails(row: Row, hidden: Iterable[str]) -> Iterator[tuple[int, bytes, int]]:
    """Place, text and row of each tail."""
    for text, start in rules.tails_of(row.words).items():
        yield (Tail.Place.START if start else Tail.Place.INSIDE).value, text, row.pk
    for key in {rules.whole_key(text) for text in hidden} - {""}:
        yield Tail.Place.HASH.value, rules.cut(keyed_hash(key)), row.pk


def _remove(rows: Any) -> None:
    """Rows with their tails, past Django's deletion row by row, which would load every tail to announce its end."""
    Tail.objects.for_system("search index").filter(row__in=rows)._raw_delete(rows.db)
    rows._raw_delete(rows.db)
