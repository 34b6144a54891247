"""``tomoni town``: an invented municipality for demonstration and practice."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tomoni.tenancy.models import Municipality
from tomoni.town.actions.building import build

LIKE = "涌谷町"


class Command(BaseCommand):
    """Found the town in an empty database."""

    help = "架空の町をつくる（デモ・練習用。空のデータベースだけに）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose size, how many families, which dice, which day."""
        parser.add_argument(
            "--like", default=LIKE, help="人口と体制をならう市町村（実践ポイント集の自治体名）"
        )
        parser.add_argument("--cases", type=int, default=60, help="家庭の数（手で書いた12家庭を含む）")
        parser.add_argument("--seed", type=int, default=1, help="同じ数なら同じ町になる")
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help="今日とする日（例 2026-11-22）"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Build, and say what was built."""
        if Municipality.objects.exists():
            raise CommandError("データベースが空ではありません。町は空のデータベースにだけつくれます。")
        if options["like"] != LIKE:
            raise CommandError(f"いま選べるのは {LIKE} だけです。")
        self.stdout.write("架空の町をつくっています（1〜2分かかります）…")
        self.stdout.flush()
        built = build(cases=options["cases"], seed=options["seed"], today=options["today"])
        self.stdout.write(f"{built.name}ができました：家庭 {built.families}、経過記録 {built.contacts}。")
        self.stdout.write(built.notice)
