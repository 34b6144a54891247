"""``tomoni bench search``: how long a worker waits for search results, with the access matrix in force and the journal on."""

import gc
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from itertools import islice
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

import jaconv

from tomoni.access.viewer import Viewer
from tomoni.search.actions import Entry
from tomoni.search.queries import find
from tomoni.tenancy.context import tenant
from tomoni.town.bench.actions import dossiers, fill_index, municipality, posts
from tomoni.town.bench.report import Report
from tomoni.town.bench.scratch import scratch_database

SLOWEST = 20.0  # milliseconds, for 95 of 100 searches at 100,000 persons
PERSONS_PER_FAMILY = 2.6
WARM_UP, SEARCHES = 20, 300
_OTHER_FORMS = str.maketrans("高橋辺斎崎吉沢桜浜島広富関黒児徳真", "髙𣘺邊齋﨑𠮷澤櫻濱嶋廣冨關黑兒德眞")
Queries = dict[str, Iterator[str]]


def add_arguments(parser: ArgumentParser) -> None:
    """How many persons are in the index."""
    parser.add_argument("--persons", type=int, default=100_000, help="索引に入れる人数（既定: 100,000）")


def measure(options: dict[str, Any]) -> Report:
    """Fill an index, then search as a practitioner of one of five teams."""
    persons: int = options["persons"]
    chance = Random(20260401)  # noqa: S311  the same town every time
    report = Report("search", f"{persons:,} 人、5チーム40職、{SEARCHES} 回（実践者として）")
    with scratch_database():
        place = municipality()
        with tenant(place):
            seats = posts(place)
            held = dossiers(place, seats, max(1, round(persons / PERSONS_PER_FAMILY)), chance)
            started = perf_counter()
            people = fill_index(persons, held, chance)
            report.add("index", perf_counter() - started, "s")
            gc.freeze()  # the invented people are the benchmark's, a server would not hold them
            _search(Viewer.wearing(seats[0]), _queries(people, chance), report)
    return report


def _queries(people: list[Entry], chance: Random) -> Queries:
    """Endless searches by kind, each from a person on record."""

    def of(ask: Callable[[Entry], str]) -> Iterator[str]:
        while True:
            if words := ask(chance.choice(people)):
                yield words

    return {
        "kanji": of(lambda one: chance.choice([_name(one), *_name(one).split()[:1]])),
        "kana": of(lambda one: jaconv.kata2hira(chance.choice([_kana(one), *_kana(one).split()]))),
        "variant": of(lambda one: _if_other(_name(one).translate(_OTHER_FORMS), _name(one))),
        "partial": of(lambda one: _name(one).replace(" ", "")[: chance.randint(1, 3)]),
        "phone": of(lambda one: _phone(one)[chance.choice([0, 0, -4]) :]),
        "address": of(lambda one: next(iter(one.addresses), "").removeprefix("計測町")),
    }


def _name(one: Entry) -> str:
    return next(iter(one.names))


def _kana(one: Entry) -> str:
    return next(iter(one.kana))


def _phone(one: Entry) -> str:
    return next((text for text in [*one.phones, *one.hidden] if text.startswith("0")), "")


def _if_other(text: str, than: str) -> str:
    return text if text != than else ""


def _search(viewer: Viewer, queries: Queries, report: Report) -> None:
    taken: dict[str, list[float]] = {kind: [] for kind in queries}
    for kind, words in queries.items():
        for text in islice(words, WARM_UP // len(queries) + 1):
            find(viewer, text)
        for text in islice(words, SEARCHES // len(queries)):
            started = perf_counter()
            find(viewer, text)
            taken[kind].append((perf_counter() - started) * 1000)
    for kind, times in taken.items():
        report.add(f"{kind} p95", _p95(times), "ms")
    times = [each for group in taken.values() for each in group]
    report.add("p50", median(times), "ms")
    report.add("p95", _p95(times), "ms", SLOWEST)
    report.add("max", max(times), "ms")


def _p95(times: list[float]) -> float:
    return sorted(times)[(len(times) * 95 - 1) // 100]
