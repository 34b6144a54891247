"""``tomoni serve``: web server and background worker of one machine."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from granian.constants import Interfaces
from granian.server import Server

from tomoni.tenancy.models import Municipality


class Command(BaseCommand):
    """Serve on this machine. Cities run gunicorn and ``tomoni work`` as services of their own instead."""

    help = "Tomoniを起動する（Webサーバーと裏の処理）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and whether an empty database gets the demo town."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--demo", action="store_true", help="データベースが空のとき、架空の町をつくる")

    def handle(self, *_: Any, **options: Any) -> None:
        """Fill, announce, serve; the worker ends with the server."""
        if options["demo"] and not Municipality.objects.exists():
            call_command("town", stdout=self.stdout)
        shown = "localhost" if options["host"] == "127.0.0.1" else options["host"]
        self.stdout.write(
            f"Tomoni は http://{shown}:{options['port']}/ で動いています（止めるには Ctrl+C）。"
        )
        self.stdout.flush()
        worker = subprocess.Popen([sys.executable, "-m", "tomoni", "work"])
        try:
            self._server(options).serve()
        finally:
            worker.terminate()

    def _server(self, options: dict[str, Any]) -> Any:
        return Server(
            "tomoni.config.wsgi:application",
            address=options["host"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["workers"],
            blocking_threads=8,
            log_access=False,
            websockets=False,
        )
