"""The benchmarks run on a scratch database of their own and leave nothing behind."""

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection

from tomoni.town.bench import names
from tomoni.town.bench.report import Figure, Report


def bench(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """``tomoni bench`` as a program of its own, on the database of this run or on a file that is not there yet."""
    address = os.environ.get("TOMONI_DATABASE_URL", "")
    if connection.vendor == "sqlite":
        address = f"sqlite:///{folder / 'tomoni.sqlite3'}"
    surroundings = {**os.environ, "TOMONI_DATABASE_URL": address, "TOMONI_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "tomoni", "bench", *words]
    return subprocess.run(command, capture_output=True, text=True, env=surroundings, check=False)


def databases() -> set[str]:
    """Scratch databases on the server."""
    if connection.vendor == "sqlite":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'tomoni_bench_%'")
        return {row[0] for row in cursor.fetchall()}


def test_both_benchmarks_measure_report_and_leave_nothing(tmp_path: Path, db: None) -> None:
    journal, search = (
        json.loads(bench(tmp_path, name, size, "150", "--json").stdout)
        for name, size in (("journal", "--entries"), ("search", "--persons"))
    )
    assert units(journal) == {"append one by one": "entries/s", "verify": "s"}
    kinds = ["kanji", "kana", "variant", "partial", "phone", "address"]
    shown = [*(f"{kind}_p95" for kind in kinds), "p50", "p95", "max"]
    timed = {f"{what}_{name}_ms": "ms" for what in ("index", "page") for name in shown}
    assert units(search) == {"index": "s", **timed}
    assert {name: each["most"] for name, each in search["figures"].items() if each["most"]} == {
        "index_p95_ms": 20
    }
    assert search["figures"]["page_p50_ms"]["value"] > search["figures"]["index_p50_ms"]["value"]
    assert {"machine", "database", "versions"} == set(search["machine"])
    assert ("SQLite" in search["machine"]["database"]) == (connection.vendor == "sqlite")
    assert "150 人" in search["data"]
    assert [path.name for path in tmp_path.iterdir() if path.name != "tomoni.sqlite3"] == []
    assert databases() == set()


def units(report: dict[str, Any]) -> dict[str, str]:
    assert all(figure["value"] >= 0 for figure in report["figures"].values())
    return {name: figure["unit"] for name, figure in report["figures"].items()}


def test_a_benchmark_must_be_named(tmp_path: Path) -> None:
    run = bench(tmp_path)
    assert run.returncode == 2
    assert "journal" in run.stderr


def test_a_bar_that_was_missed_is_said(db: None) -> None:
    report = Report("search", "3 人")
    report.add("p50", 12.34, "ms")
    report.add("p95", 20.0, "ms", 20.0)
    assert report.ok
    assert report.lines()[-2:] == ["p50\t12.3 ms", "p95\t20.0 ms（20 ms 以下 → 達成）"]
    assert Figure("p95", 20.1, "ms", 20.0).line() == "p95\t20.1 ms（20 ms 以下 → 未達）"
    report.add("max", 99.0, "ms", 50.0)
    assert not report.ok
    assert report.as_dict()["figures"]["max"] == {"value": 99.0, "unit": "ms", "most": 50.0}


@pytest.mark.parametrize("listed", [names.SURNAMES, names.GIVEN, names.FOREIGN])
def test_every_name_has_a_reading_in_kana(listed: list[names.Pair]) -> None:
    assert len(listed) == len(set(listed))
    assert all(all("ァ" <= sign <= "ヶ" or sign in "ー " for sign in reading) for _, reading in listed)


def test_common_names_are_drawn_often_and_all_are_drawn() -> None:
    chance = Random(1)
    drawn = [names.drawn(chance, names.SURNAMES) for _ in range(20_000)]
    assert drawn.count(names.SURNAMES[0]) > 3 * drawn.count(names.SURNAMES[-1]) > 0
    assert set(drawn) == set(names.SURNAMES)
