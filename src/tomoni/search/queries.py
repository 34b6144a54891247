"""Finding what belongs to a dossier, as far as the viewer may see it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import and_, or_
from typing import Any
from uuid import UUID

from django.db.models import F, Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from tomoni.access.choices import Audience, Level, Need
from tomoni.access.collect import note
from tomoni.access.matrix import LEVEL_FOR
from tomoni.access.protected import keyed_hash
from tomoni.access.queries import levels_on
from tomoni.access.reach import sealed_against
from tomoni.access.viewer import Viewer
from tomoni.search import rules
from tomoni.search.choices import Reason
from tomoni.search.models import Row, Tail
from tomoni.tenancy.context import current

TOO_LONG = f"検索のことばが長すぎます。{rules.LONGEST_QUERY}文字までにしてください。"
NOTHING_TO_FIND = "名前・よみ・番号・電話・住所のどれかを、文字か数字で入力してください。"
SUGGESTIONS = 10
SLICE, SLICE_MOST = 50, 800


@dataclass(frozen=True)
class Hit:
    """A thing found: ``kind`` and ``ref`` name it, ``label`` shows it; ``level`` is what the viewer may do there."""

    kind: str
    ref: UUID
    label: str
    dossier_id: int
    level: Level
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Found:
    """A page of hits; whether there are more; whether to ask the coordinator, because a match is sealed against the
    viewer (nothing else is told); and advice when the query could not be used.
    """

    hits: tuple[Hit, ...] = ()
    more: bool = False
    ask_coordinator: bool = False
    advice: str = ""


def find(
    viewer: Viewer, text: str, *, kinds: Collection[str] | None = None, limit: int = 20, page: int = 1
) -> Found:
    """Things whose names, readings, numbers, telephones or addresses hold the words typed, in any order, whole or in part.

    Those that begin with the words come first. Broad matches are never counted: ask for the next page while there is
    ``more``. The search is journaled with its hits and its length, without the words.
    """
    text = rules.clean(text)
    query, advice = _query(viewer, text)
    if not query:
        return Found(advice=advice)
    first = (max(page, 1) - 1) * limit
    found = list(islice(_distinct(_matches(viewer, text, query, kinds)), first, first + limit + 1))
    hits = _hits(viewer, found[:limit], query)
    shut = _sealed_matches(viewer, query, kinds)
    _note(viewer, "find", text, hits, shut)
    return Found(hits, len(found) > limit, bool(shut))


def suggest(viewer: Viewer, text: str, *, kinds: Collection[str] | None = None) -> tuple[Hit, ...]:
    """The first few hits, while somebody is still typing; none for too long or empty a text."""
    text = rules.clean(text)
    query, _ = _query(viewer, text)
    if not query:
        return ()
    found = islice(_distinct(_matches(viewer, text, query, kinds)), SUGGESTIONS)
    hits = _hits(viewer, list(found), query)
    _note(viewer, "suggest", text, hits, [])
    return hits


def _query(viewer: Viewer, text: str) -> tuple[list[rules.Phrases], str]:
    """What to look for; when nothing, advice for the person. A viewer of another municipality looks for nothing."""
    if viewer.tenant.pk != current().pk:
        return [], ""
    if len(text) > rules.LONGEST_QUERY:
        return [], TOO_LONG
    return rules.alternatives(text), NOTHING_TO_FIND


def _matches(
    viewer: Viewer, text: str, query: list[rules.Phrases], kinds: Collection[str] | None
) -> Iterator[tuple[Row, bool]]:
    """Rows in the order of the answer, some more than once; and whether a protected value was met."""
    rows = Row.objects.all().visible_to(viewer, Level.CARD).select_related("dossier")
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    yield from ((row, True) for row in _with_hidden(viewer, rows, rules.whole_key(text)))
    for phrases in query:
        yield from ((row, False) for row in _visible(_exactly(rows, phrases), _candidates(phrases)))


def _with_hidden(viewer: Viewer, rows: Any, key: str) -> Iterator[Row]:
    """Rows with this protected value, for those who might reveal it anyway."""
    if not key or Need.REVEAL not in viewer.standing.may:
        return
    met = Tail.objects.for_system("search index").filter(
        place=Tail.Place.HASH, text=rules.cut(keyed_hash(key))
    )
    found = list(_visible(rows, met.values_list("row_id", flat=True)))
    levels = _levels(viewer, found)
    yield from (row for row in found if levels[row.dossier_id] >= LEVEL_FOR[Need.REVEAL])


def _candidates(phrases: rules.Phrases) -> Iterator[int]:
    """Ids of rows that may hold all phrases, from the index alone: those that begin with the words come first.

    A single kana or digit is too frequent to look up beside other phrases; ``_exactly`` sees to it.
    """
    as_one = "".join(phrases)
    longer = [phrase for phrase in phrases if not rules.is_frequent(phrase)] or phrases[:1]
    if len(phrases) == 1 or len(rules.cut(as_one)) < rules.TAIL_BYTES:
        yield from _in_order(as_one, Tail.Place.START)
    if len(longer) > 1:
        first, *others = (_tails(phrase, Tail.Place.START, Tail.Place.INSIDE) for phrase in longer)
        yield from _sliced(first.intersection(*others).order_by("row_id"))
        return
    if len(phrases) > 1:
        yield from _in_order(longer[0], Tail.Place.START)
    yield from _in_order(longer[0], Tail.Place.INSIDE)


def _in_order(phrase: str, place: Tail.Place) -> Iterator[int]:
    return _sliced(_tails(phrase, place).order_by("text", "row_id"))


def _tails(phrase: str, *places: Tail.Place) -> Any:
    """Row ids of tails that begin with the phrase, as far as tails reach."""
    low = rules.cut(phrase)
    tails = Tail.objects.for_system("search index").filter(
        place__in=places, text__gte=low, text__lt=low + b"\xff"
    )
    return tails.values_list("row_id", flat=True)


def _sliced(ids: Any) -> Iterator[int]:
    """Ids fetched in slices: whoever has enough stops asking."""
    start, size = 0, SLICE
    while batch := list(ids[start : start + size]):
        yield from batch
        if len(batch) < size:
            return
        start, size = start + size, size * 4


def _exactly(rows: Any, phrases: rules.Phrases) -> Any:
    """Of these rows those that hold every phrase, for phrases that the index has not seen to."""
    for phrase in phrases:
        beside = rules.is_frequent(phrase) and len(phrases) > 1
        if beside or len(rules.cut(phrase)) == rules.TAIL_BYTES:
            rows = rows.filter(_holds(phrase))
    return rows


def _holds(phrase: str) -> GreaterThan:
    return GreaterThan(StrIndex(F("words"), Value(phrase)), 0)


def _visible(rows: Any, ids: Iterable[int]) -> Iterator[Row]:
    """The rows with these ids as far as they are among those opened for the viewer, in the order of the ids."""
    rest, size = iter(ids), SLICE
    while batch := list(islice(rest, size)):
        seen = rows.in_bulk(batch)
        yield from (seen[pk] for pk in batch if pk in seen)
        size = min(size * 4, SLICE_MOST)


def _distinct(matches: Iterable[tuple[Row, bool]]) -> Iterator[tuple[Row, bool]]:
    seen: set[int] = set()
    for row, by_hidden in matches:
        if row.pk not in seen:
            seen.add(row.pk)
            yield row, by_hidden


def _hits(viewer: Viewer, found: list[tuple[Row, bool]], query: list[rules.Phrases]) -> tuple[Hit, ...]:
    levels = _levels(viewer, [row for row, _ in found])
    return tuple(
        Hit(
            row.kind,
            row.object_ref,
            row.label,
            row.dossier_id,
            levels[row.dossier_id],
            (*([Reason.HIDDEN] if by_hidden else []), *rules.reasons_for(row.words, query)),
        )
        for row, by_hidden in found
    )


def _levels(viewer: Viewer, rows: list[Row]) -> dict[int, Level]:
    return levels_on(viewer, {row.dossier for row in rows}) if rows else {}


def _sealed_matches(viewer: Viewer, query: list[rules.Phrases], kinds: Collection[str] | None) -> list[int]:
    """Dossiers that match and are sealed against this viewer, for staff who work with cases or lead those who do."""
    if not viewer.post.held_today or viewer.audience != Audience.STAFF or viewer.standing.own < Level.READ:
        return []
    rows = Row.objects.for_system("whether to ask the coordinator")
    rows = rows.filter(dossier__in=sealed_against(viewer).values("dossier"))
    rows = rows.filter(reduce(or_, (_all_held(phrases) for phrases in query)))
    found = (rows if kinds is None else rows.filter(kind__in=kinds)).values_list("dossier_id", "words")
    return sorted({dossier for dossier, words in found if rules.may_be_told(words, query)})


def _all_held(phrases: rules.Phrases) -> Q:
    return reduce(and_, (Q(_holds(phrase)) for phrase in phrases))


def _note(viewer: Viewer, what: str, text: str, hits: tuple[Hit, ...], shut: list[int]) -> None:
    """The keepers of a sealed dossier see in its journal who was sent to them."""
    dossiers = sorted({*(hit.dossier_id for hit in hits), *shut})
    note(viewer, "search", what, length=len(text), hits=len(hits), dossiers=dossiers)
