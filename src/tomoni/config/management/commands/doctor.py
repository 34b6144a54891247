"""``tomoni doctor``: says in words what is missing or mis-set."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tomoni.config.diagnosis import examine

MARKS = {"ok": "○", "warning": "△", "error": "×"}


class Command(BaseCommand):
    """Look at the installation; exit code 1 when something must be mended."""

    help = "この設置の状態を調べ、足りないものや誤りを言葉で示す"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--json`` for monitoring."""
        parser.add_argument("--json", action="store_true", help="JSONで出力する")

    def handle(self, *_: Any, **options: Any) -> None:
        """Print all findings."""
        findings = list(examine())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
        else:
            for finding in findings:
                self.stdout.write(f"{MARKS[finding.level]} {finding.text} {finding.remedy}".rstrip())
        if any(finding.level == "error" for finding in findings):
            raise CommandError("直す必要のある項目があります。")
