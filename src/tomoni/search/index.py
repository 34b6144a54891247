"""What the search index is asked. Who may see the answers is not its matter: ``search/queries.py`` asks that of each."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BinaryField, F, Q, QuerySet, TextField
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from tomoni.search import models, rules
from tomoni.search.models import Tail
from tomoni.tenancy.prepared import Among, Slot, prepared

Kinds = tuple[str, ...] | None  # None: of every kind
BYTES = BinaryField()


class Home(NamedTuple):
    """The dossier of a row."""

    pk: int
    within_id: int | None
    closed_at: datetime | None


class Row(NamedTuple):
    """A row of the index."""

    pk: int
    kind: str
    object_ref: UUID
    label: str
    words: str
    dossier: Home


def with_hidden(digest: str) -> Iterator[int]:
    """Ids of the rows with this protected value, by its keyed hash."""
    yield from (row for (row,) in _with_hash(text=rules.cut(digest)))


@prepared
def _with_hash() -> QuerySet[Any]:
    tails = Tail.objects.for_system("search index").filter(place=Tail.Place.HASH, text=Slot("text", BYTES))
    return tails.values_list("row_id")


def candidates(phrases: rules.Phrases, size: int) -> Iterator[int]:
    """Ids of rows that may hold all phrases, from the index alone: those that begin with the words come first.

    A single kana or digit is too frequent to look up beside other phrases; ``unchecked`` sees to it.
    """
    as_one = "".join(phrases)
    longer = [phrase for phrase in phrases if not rules.is_frequent(phrase)] or phrases[:1]
    if len(phrases) == 1 or len(rules.cut(as_one)) < rules.TAIL_BYTES:
        yield from _sliced(size, [as_one], Tail.Place.START)
    if len(longer) > 1:
        yield from _sliced(size, longer, Tail.Place.START, Tail.Place.INSIDE)
        return
    if len(phrases) > 1:
        yield from _sliced(size, longer, Tail.Place.START)
    yield from _sliced(size, longer, Tail.Place.INSIDE)


def _sliced(size: int, phrases: rules.Phrases, *places: Tail.Place) -> Iterator[int]:
    """Ids of rows in which each phrase begins at one of the places, as far as tails reach; fetched in slices, for whoever
    has enough stops asking.
    """
    lows = [rules.cut(phrase) for phrase in phrases]
    bounds = {f"low{at}": low for at, low in enumerate(lows)}
    bounds |= {f"top{at}": low + b"\xff" for at, low in enumerate(lows)}
    start = 0
    while batch := _beginning(len(lows), places, start, size, **bounds):
        yield from (row for (row,) in batch)
        if len(batch) < size:
            return
        start, size = start + size, size * 4


@prepared
def _beginning(phrases: int, places: tuple[Tail.Place, ...], start: int, size: int) -> QuerySet[Any]:
    def tails(at: int) -> Any:
        tails = Tail.objects.for_system("search index").filter(place__in=places)
        tails = tails.filter(text__gte=Slot(f"low{at}", BYTES), text__lt=Slot(f"top{at}", BYTES))
        return tails.values_list("row_id")

    first, *others = map(tails, range(phrases))
    found = first.intersection(*others).order_by("row_id") if others else first.order_by("text", "row_id")
    return found[start : start + size]  # type: ignore[no-any-return]


def unchecked(phrases: rules.Phrases) -> list[str]:
    """The phrases that the index has not seen to."""
    longer = len(phrases) > 1
    return [
        each
        for each in phrases
        if len(rules.cut(each)) == rules.TAIL_BYTES or (longer and rules.is_frequent(each))
    ]


def rows(kinds: Kinds, phrases: Sequence[str], ids: Collection[int]) -> list[Row]:
    """Those rows, of these kinds, that hold the phrases; in the order of the ids."""
    order = {pk: at for at, pk in enumerate(dict.fromkeys(ids))}
    held = {f"phrase{at}": phrase for at, phrase in enumerate(phrases)}
    known = _known(kinds, len(phrases), ids=ids, **held)
    found = [Row._make((*row[:5], Home._make(row[5:]))) for row in known]
    return sorted(found, key=lambda row: order[row.pk])


@prepared
def _known(kinds: Kinds, phrases: int) -> QuerySet[Any]:
    rows = _of(kinds).filter(Among("pk", "ids"), *_all_held(phrases))
    home = ("dossier_id", "dossier__within_id", "dossier__closed_at")
    return rows.values_list("pk", "kind", "object_ref", "label", "words", *home)


def _of(kinds: Kinds) -> QuerySet[Any]:
    rows = models.Row.objects.for_system("candidates of a search")
    return rows if kinds is None else rows.filter(kind__in=kinds)


def _all_held(phrases: int, after: str = "phrase") -> list[Q]:
    """That the row holds each phrase."""
    slots = (Slot(f"{after}{at}", TextField()) for at in range(phrases))
    return [Q(GreaterThan(StrIndex(F("words"), slot), 0)) for slot in slots]


def words_of(dossiers: Collection[int], kinds: Kinds, query: list[rules.Phrases]) -> list[tuple[int, str]]:
    """Dossier and words of the rows in these dossiers that hold all phrases of one of the lists."""
    shape = tuple(map(len, query))
    phrases = {f"{at}_{n}": each for at, phrases in enumerate(query) for n, each in enumerate(phrases)}
    return _held_in(kinds, shape, dossiers=dossiers, **phrases)


@prepared
def _held_in(kinds: Kinds, shape: tuple[int, ...]) -> QuerySet[Any]:
    met = [reduce(and_, _all_held(phrases, f"{at}_")) for at, phrases in enumerate(shape)]
    rows = _of(kinds).filter(Among("dossier_id", "dossiers"), reduce(or_, met))
    return rows.values_list("dossier_id", "words")
