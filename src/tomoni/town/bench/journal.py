"""``tomoni bench journal``: how fast entries are chained, and how long it takes to verify them all."""

from argparse import ArgumentParser
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from tomoni.journal.actions import append
from tomoni.journal.queries import verify
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality
from tomoni.town.bench.actions import municipality
from tomoni.town.bench.report import Report
from tomoni.town.bench.scratch import scratch_database

VERIFIED_WITHIN = 10.0  # seconds, for 1,000,000 entries
SINGLE = 1000  # entries written one by one, each in a transaction of its own, as requests do
BATCH = 2000


def add_arguments(parser: ArgumentParser) -> None:
    """How many entries the journal gets."""
    parser.add_argument("--entries", type=int, default=1_000_000, help="記録簿の件数（既定: 1,000,000）")


def measure(options: dict[str, Any]) -> Report:
    """Write the entries, then verify the chain. The bar is for a million entries and shrinks or grows with them."""
    entries: int = options["entries"]
    report = Report("journal", f"記録簿 {entries:,} 件（閲覧の項目、記録のまとまり1つずつ）")
    with scratch_database():
        place = municipality()
        with tenant(place):
            _write(place, entries, report)
            _verify(place, entries, report)
    return report


def _write(place: Municipality, entries: int, report: Report) -> None:
    single = min(SINGLE, entries)
    started = perf_counter()
    for number in range(single):
        append(place.pk, [_body(number)])
    report.add("append one by one", single / (perf_counter() - started), "entries/s")
    started = perf_counter()
    for batch in _batches(single, entries):
        append(place.pk, batch)
    if entries > single:
        report.add("append in bulk", (entries - single) / (perf_counter() - started), "entries/s")


def _batches(start: int, end: int) -> Iterator[list[dict[str, Any]]]:
    for first in range(start, end, BATCH):
        yield [_body(number) for number in range(first, min(first + BATCH, end))]


def _body(number: int) -> dict[str, Any]:
    """A look at one family's page: a few rows of one dossier."""
    rows = {"families.family": [number % 5000], "people.person": [number % 20000, number % 20000 + 1]}
    return {"by": [7, 9], "kind": "look", "what": "families:page", "rows": rows, "dossiers": [number % 5000]}


def _verify(place: Municipality, entries: int, report: Report) -> None:
    started = perf_counter()
    verdict = verify(place.pk)
    seconds = perf_counter() - started
    if not verdict.ok or verdict.entries != entries:
        raise RuntimeError(f"the chain does not hold: {verdict}")
    report.add("verify", seconds, "s", VERIFIED_WITHIN * entries / 1_000_000)
