"""``tomoni bench journal`` and ``tomoni bench search``."""

import json
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError

BENCHES = {
    "journal": "記録簿への追記と検証",
    "search": "名前・よみ・電話からの検索",
}


class Command(BaseCommand):
    """Measure on a scratch database beside the configured one; nothing of the municipality's is touched."""

    help = "この機械での速さを測る。測定用のデータベースを作り、終わると消す"
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command for each benchmark."""
        benches = parser.add_subparsers(dest="bench", required=True)
        for name, meaning in BENCHES.items():
            bench = benches.add_parser(name, help=meaning)
            bench.add_argument("--json", action="store_true", help="JSONで出力する")
            _module(name).add_arguments(bench)

    def handle(self, *_: Any, **options: Any) -> None:
        """Print the figures; a bar that was missed ends with exit code 1."""
        report = _module(options["bench"]).measure(options)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(line.expandtabs(24) for line in report.lines()))
        if not report.ok:
            raise CommandError("目標に届かない項目があります。")


def _module(name: str) -> Any:
    return import_module(f"tomoni.town.bench.{name}")
