"""What a benchmark found, with the machine it ran on, as a table or as JSON."""

import os
import platform
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
from django.db import connection

from tomoni import __version__


@dataclass(frozen=True)
class Figure:
    """One measured value; ``most`` is the bar it has to stay under, if there is one."""

    name: str
    value: float
    unit: str
    most: float | None = None

    @property
    def ok(self) -> bool:
        """Within its bar, or without one."""
        return self.most is None or self.value <= self.most

    def line(self) -> str:
        """One row of the table."""
        bar = (
            ""
            if self.most is None
            else f"（{self.most:,g} {self.unit} 以下 → {'達成' if self.ok else '未達'}）"
        )
        return f"{self.name}\t{self.value:,.1f} {self.unit}{bar}"


@dataclass
class Report:
    """Figures of one benchmark and the data set they were measured on."""

    what: str
    data: str
    figures: list[Figure] = field(default_factory=list)

    def add(self, name: str, value: float, unit: str, most: float | None = None) -> None:
        """Enter a figure."""
        self.figures.append(Figure(name, value, unit, most))

    @property
    def ok(self) -> bool:
        """Whether every bar was kept."""
        return all(figure.ok for figure in self.figures)

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        figures = {f.name: {"value": round(f.value, 3), "unit": f.unit, "most": f.most} for f in self.figures}
        return {
            "bench": self.what,
            "ok": self.ok,
            "data": self.data,
            "machine": machine(),
            "figures": figures,
        }

    def lines(self) -> list[str]:
        """For people: machine, data set, figures; columns parted by tabs."""
        return [
            *(f"{name}\t{value}" for name, value in machine().items()),
            f"データ\t{self.data}",
            *(figure.line() for figure in self.figures),
        ]


def machine() -> dict[str, str]:
    """Processor, memory and versions, as far as the system tells."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    return {
        "machine": f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}",
        "database": _database(),
        "versions": f"Tomoni {__version__}, Python {platform.python_version()}, Django {django.__version__}",
    }


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _database() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    number: int = connection.pg_version  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        fsync, commit = cursor.fetchone()
    return f"PostgreSQL {number // 10000}.{number % 10000} (fsync {fsync}, synchronous_commit {commit})"
