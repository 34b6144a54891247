"""``tomoni bench search``: how long search takes, with the access matrix in force and the journal on.

``index_…_ms`` is ``search.queries.find()`` alone: what the index needs. ``page_…_ms`` is the whole page that a worker waits
for, ``GET /find?q=…`` through all middleware by Django's test client, with its journal entry, DEBUG off; network and
browser come on top. Each: 20 warm-ups at least, then 300 searches, each for a person of another family.
"""

import gc
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

import jaconv
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.search.actions import Entry
from tomoni.search.queries import find
from tomoni.tenancy.context import tenant
from tomoni.town.bench.actions import dossiers, fill_index, fill_tables, municipality, posts
from tomoni.town.bench.report import Report
from tomoni.town.bench.scratch import scratch_database

SLOWEST = 20.0  # milliseconds, for 95 of 100 questions to the index at 100,000 persons
PERSONS_PER_FAMILY = 2.6
WARM_UP, SEARCHES = 20, 300
_OTHER_FORMS = str.maketrans("高橋辺斎崎吉沢桜浜島広富関黒児徳真", "髙𣘺邊齋﨑𠮷澤櫻濱嶋廣冨關黑兒德眞")
OK = 200
# As a server is set, but here: nobody need have collected the static files first.
SERVED: dict[str, Any] = {
    "DEBUG": False,
    "ALLOWED_HOSTS": ["localhost"],
    "SECURE_SSL_REDIRECT": False,
    "STATIC_ROOT": None,
    "STORAGES": {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
}
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
            fill_tables(place, people, seats[0])
            gc.freeze()  # the invented people are the benchmark's, a server would not hold them
            queries = _queries(people, chance)
            viewer = Viewer.wearing(seats[0])
            _report(report, "index", _timed(lambda text: find(viewer, text), queries), SLOWEST)
            with override_settings(**SERVED):
                _report(report, "page", _timed(_page(seats[0]), queries))
    return report


def _page(post: Post) -> Callable[[str], None]:
    """Search as somebody who is logged in and wears this post."""
    client = Client(SERVER_NAME="localhost", HTTP_ACCEPT_ENCODING="gzip")
    client.force_login(post.user)
    address = reverse("desk:search")

    def get(text: str) -> None:
        answer = client.get(address, {"q": text})
        if answer.status_code != OK:
            raise RuntimeError(f"{address}: {answer.status_code}")

    return get


def _queries(people: list[Entry], chance: Random) -> Queries:
    """Endless searches by kind, each for a person of another family until every family had its turn."""
    chance.shuffle(people)
    persons = cycle({one.dossier_id: one for one in people}.values())

    def of(ask: Callable[[Entry], str]) -> Iterator[str]:
        return filter(None, map(ask, persons))

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


def _timed(ask: Callable[[str], object], queries: Queries) -> dict[str, list[float]]:
    """Milliseconds by kind."""
    taken: dict[str, list[float]] = {kind: [] for kind in queries}
    for kind, words in queries.items():
        for text in islice(words, WARM_UP // len(queries) + 1):
            ask(text)
        for text in islice(words, SEARCHES // len(queries)):
            started = perf_counter()
            ask(text)
            taken[kind].append((perf_counter() - started) * 1000)
    return taken


def _report(report: Report, what: str, taken: dict[str, list[float]], most: float | None = None) -> None:
    for kind, group in taken.items():
        report.add(f"{what}_{kind}_p95_ms", _p95(group), "ms")
    times = [each for group in taken.values() for each in group]
    report.add(f"{what}_p50_ms", median(times), "ms")
    report.add(f"{what}_p95_ms", _p95(times), "ms", most)
    report.add(f"{what}_max_ms", max(times), "ms")


def _p95(times: list[float]) -> float:
    return sorted(times)[(len(times) * 95 - 1) // 100]
