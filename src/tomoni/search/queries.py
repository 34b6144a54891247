"""Finding what belongs to a dossier, as far as the viewer may see it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from uuid import UUID

from tomoni.access.choices import Audience, Level, Need
from tomoni.access.collect import note
from tomoni.access.matrix import LEVEL_FOR
from tomoni.access.protected import keyed_hash
from tomoni.access.queries import levels_on, shut_out
from tomoni.access.viewer import Viewer
from tomoni.search import index, rules
from tomoni.search.choices import Reason
from tomoni.search.index import Row
from tomoni.tenancy.context import current

TOO_LONG = f"検索のことばが長すぎます。{rules.LONGEST_QUERY}文字までにしてください。"
NOTHING_TO_FIND = "名前・よみ・番号・電話・住所のどれかを、文字か数字で入力してください。"
SUGGESTIONS = 10
SLICE_MOST = 800
ROWS_PER_HOME = 10  # a family of six with its cases; more only cost another question to the database


@dataclass(frozen=True)
class Hit:
    """A thing found: ``kind`` and ``ref`` name it, ``label`` shows it; ``level`` is what the viewer may do there.
    ``home_id`` is the family's dossier, also of what was found in a case.
    """

    kind: str
    ref: UUID
    label: str
    dossier_id: int
    home_id: int
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


@dataclass(frozen=True)
class _Search:
    """What is looked for, by whom, among which kinds; ``shut`` are the dossiers sealed against the viewer, ``slice``
    how many rows are fetched at first.
    """

    viewer: Viewer
    text: str
    kinds: tuple[str, ...] | None
    query: list[rules.Phrases]
    shut: set[int]
    slice: int


@dataclass(frozen=True)
class _Match:
    """A row that the viewer may see, the level there, and whether a protected value was met."""

    row: Row
    level: Level
    hidden: bool = False

    @property
    def home_id(self) -> int:
        """The dossier, or the one that it lies within."""
        return self.row.dossier.within_id or self.row.dossier.pk

    def hit(self, query: list[rules.Phrases]) -> Hit:
        """For the answer."""
        reasons = rules.reasons_for(self.row.words, query)
        reasons = (Reason.HIDDEN, *reasons) if self.hidden else reasons
        row = self.row
        return Hit(row.kind, row.object_ref, row.label, row.dossier.pk, self.home_id, self.level, reasons)


def find(
    viewer: Viewer, text: str, *, kinds: Collection[str] | None = None, limit: int = 20, page: int = 1
) -> Found:
    """Things whose names, readings, numbers, telephones or addresses hold the words typed, in any order, whole or in part.

    Those that begin with the words come first. Broad matches are never counted: ask for the next page while there is
    ``more``. The search is journaled with its hits and its length, without the words.
    """
    first = (max(page, 1) - 1) * limit
    search, advice = _search(viewer, text, kinds, first + limit + 1)
    if search is None:
        return Found(advice=advice)
    matches = list(islice(_distinct(_matches(search)), first, first + limit + 1))
    hits = tuple(match.hit(search.query) for match in matches[:limit])
    shut = _sealed_matches(search)
    _note(search, "find", hits, shut)
    return Found(hits, len(matches) > limit, bool(shut))


def find_homes(viewer: Viewer, text: str, *, kinds: Collection[str], limit: int) -> Found:
    """As ``find``, for the first ``limit`` families, however many rows each has; ``more`` when other families match, too."""
    search, advice = _search(viewer, text, kinds, (limit + 1) * ROWS_PER_HOME)
    if search is None:
        return Found(advice=advice)
    met: dict[int, list[_Match]] = {}
    for match in _distinct(_matches(search)):
        if match.home_id not in met and len(met) == limit:
            more = True
            break
        met.setdefault(match.home_id, []).append(match)
    else:
        more = False
    hits = tuple(match.hit(search.query) for matches in met.values() for match in matches)
    shut = _sealed_matches(search)
    _note(search, "find", hits, shut)
    return Found(hits, more, bool(shut))


def suggest(viewer: Viewer, text: str, *, kinds: Collection[str] | None = None) -> tuple[Hit, ...]:
    """The first few hits, while somebody is still typing; none for too long or empty a text."""
    search, _ = _search(viewer, text, kinds, SUGGESTIONS)
    if search is None:
        return ()
    hits = tuple(match.hit(search.query) for match in islice(_distinct(_matches(search)), SUGGESTIONS))
    _note(search, "suggest", hits, [])
    return hits


def _search(
    viewer: Viewer, text: str, kinds: Collection[str] | None, rows: int
) -> tuple[_Search | None, str]:
    """What to look for, when so many rows are enough; when nothing, advice for the person. A viewer of another
    municipality looks for nothing.
    """
    text = rules.clean(text)
    if viewer.tenant.pk != current().pk:
        return None, ""
    if len(text) > rules.LONGEST_QUERY:
        return None, TOO_LONG
    query = rules.alternatives(text)
    if not query:
        return None, NOTHING_TO_FIND
    among = None if kinds is None else tuple(kinds)
    # A row may be met twice, by its name and by its reading.
    return _Search(viewer, text, among, query, shut_out(viewer), min(rows * 3 // 2, SLICE_MOST)), ""


def _matches(search: _Search) -> Iterator[_Match]:
    """Rows in the order of the answer, some more than once."""
    yield from _with_hidden(search, rules.whole_key(search.text))
    for phrases in search.query:
        yield from _visible(search, index.unchecked(phrases), index.candidates(phrases, search.slice))


def _with_hidden(search: _Search, key: str) -> Iterator[_Match]:
    """Rows with this protected value, for those who might reveal it anyway."""
    if not key or Need.REVEAL not in search.viewer.standing.may:
        return
    for match in _visible(search, [], index.with_hidden(keyed_hash(key))):
        if match.level >= LEVEL_FOR[Need.REVEAL]:
            yield replace(match, hidden=True)


def _visible(search: _Search, phrases: Sequence[str], ids: Iterable[int]) -> Iterator[_Match]:
    """The rows with these ids and phrases that the viewer may see, in the order of the ids; cards not by a part of where
    they live.
    """
    rest, size = iter(ids), search.slice
    while batch := list(islice(rest, size)):
        found = index.rows(search.kinds, phrases, batch)
        levels = levels_on(search.viewer, {row.dossier for row in found}, search.shut) if found else {}
        for row in found:
            level = levels[row.dossier.pk]
            if level >= Level.READ or (level == Level.CARD and rules.meets_card(row.words, search.query)):
                yield _Match(row, level)
        size = min(size * 4, SLICE_MOST)


def _distinct(matches: Iterable[_Match]) -> Iterator[_Match]:
    seen: set[int] = set()
    for match in matches:
        if match.row.pk not in seen:
            seen.add(match.row.pk)
            yield match


def _sealed_matches(search: _Search) -> list[int]:
    """Dossiers that match and are sealed against this viewer, for staff who work with cases or lead those who do."""
    viewer = search.viewer
    told = viewer.post.held_today and viewer.audience == Audience.STAFF and viewer.standing.own >= Level.READ
    if not told or not search.shut:
        return []
    rows = index.words_of(search.shut, search.kinds, search.query)
    return sorted({dossier for dossier, words in rows if rules.may_be_told(words, search.query)})


def _note(search: _Search, what: str, hits: tuple[Hit, ...], shut: list[int]) -> None:
    """The keepers of a sealed dossier see in its journal who was sent to them."""
    dossiers = sorted({*(hit.dossier_id for hit in hits), *shut})
    note(search.viewer, "search", what, length=len(search.text), hits=len(hits), dossiers=dossiers)
