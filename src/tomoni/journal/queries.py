"""Reading the journal: the looks at a dossier, and whether the chain holds."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from tomoni.journal.models import Entry, Head, Trace
from tomoni.journal.rules import GENESIS, link

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Verdict:
    """``ok`` and, when not, the number of the first entry that does not hold (one past the end when the tail is cut).

    Held against that many ``anchors``; against none, whoever re-hashed the whole chain stays unseen.
    """

    entries: int
    ok: bool
    first_bad: int | None
    anchors: int = 0

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return asdict(self)


@dataclass(frozen=True)
class Anchor:
    """What was kept outside the database: on that day the chain ended with this number and hash."""

    day: str
    seq: int
    hash: str


@dataclass(frozen=True)
class Line:
    """One entry as だれが見たか shows it: when, by whom (ids), what kind, and the body."""

    seq: int
    at: datetime
    user_id: int | None
    post_id: int | None
    kind: str
    what: str
    body: dict[str, Any]


def verify(municipality_id: int, anchors: Iterable[Anchor] = ()) -> Verdict:
    """Walk the chain once and hold it against the head and the anchors. 1,000,000 entries take seconds."""
    expected = {anchor.seq: anchor.hash for anchor in anchors}
    previous, count = GENESIS, 0
    for seq, body, stored in _chain(municipality_id):
        count += 1
        if (
            seq != count
            or stored != link(previous, municipality_id, seq, body)
            or expected.get(seq, stored) != stored
        ):
            return Verdict(count, False, count, len(expected))
        previous = stored
    head = Head.objects.filter(municipality_id=municipality_id).first()
    ends = head is None if count == 0 else head is not None and (head.seq, head.hash) == (count, previous)
    if not ends or max(expected, default=0) > count:
        return Verdict(count, False, count + 1, len(expected))
    return Verdict(count, True, None, len(expected))


def _chain(municipality_id: int) -> Iterator[tuple[int, str, str]]:
    """Number, text and hash in order; streamed past the ORM, which would take most of the time."""
    rows = (
        Entry.objects.filter(municipality_id=municipality_id)
        .order_by("seq")
        .values_list("seq", "body", "hash")
    )
    if connection.vendor == "sqlite":
        yield from _streamed(rows)
    else:
        yield from rows.iterator(chunk_size=20_000)


def _streamed(rows: Any) -> Iterator[tuple[int, str, str]]:
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        while batch := cursor.fetchmany(20_000):
            yield from batch


def head(municipality_id: int) -> tuple[int, str]:
    """Number and hash of the last entry; (0, GENESIS) for an empty journal."""
    row = Head.objects.filter(municipality_id=municipality_id).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def numbers(municipality_id: int, dossier_ids: Sequence[int]) -> "QuerySet[Trace, int]":
    """Numbers of the entries that concern any of the dossiers, newest first: to be counted and turned over by pages."""
    traces = Trace.objects.filter(municipality_id=municipality_id, dossier_id__in=dossier_ids)
    return traces.order_by("-seq").values_list("seq", flat=True).distinct()


def numbered(municipality_id: int, seqs: Iterable[int]) -> list[Line]:
    """The entries with these numbers, newest first."""
    entries = Entry.objects.filter(municipality_id=municipality_id, seq__in=list(seqs)).order_by("-seq")
    return [_line(entry) for entry in entries]


def lines(municipality_id: int, dossier_ids: Sequence[int], by: tuple[int, int] | None = None) -> list[Line]:
    """All entries that concern any of the dossiers, newest first; ``by`` leaves those of one user in one post."""
    seqs = numbers(municipality_id, dossier_ids).order_by()
    entries = Entry.objects.filter(municipality_id=municipality_id, seq__in=seqs)
    if by:
        entries = entries.filter(body__contains=f'"by":[{by[0]},{by[1]}]')  # as ``canonical`` writes it
    return [_line(entry) for entry in entries.order_by("-seq")]


def _line(entry: Entry) -> Line:
    body = json.loads(entry.body)
    user_id, post_id = body.get("by", (None, None))
    at = datetime.fromisoformat(body["at"])
    return Line(entry.seq, at, user_id, post_id, body["kind"], body.get("what", ""), body)
