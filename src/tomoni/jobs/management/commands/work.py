"""``tomoni work``: the background worker; ``tomoni serve`` starts one by itself."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from tomoni.jobs.daily import run_due

PAUSE_SECONDS = 60


class Command(BaseCommand):
    """Run what is due, again and again, or once."""

    help = "毎日の処理などを裏で行う（serve が自動で起動する）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--once`` for cron."""
        parser.add_argument("--once", action="store_true", help="いま必要な処理だけ行って終わる")

    def handle(self, *_: Any, **options: Any) -> None:
        """Every minute, until stopped."""
        while True:
            for name in run_due():
                self.stdout.write(f"{name}: 済み")
            if options["once"]:
                return
            close_old_connections()
            time.sleep(PAUSE_SECONDS)
