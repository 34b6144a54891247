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

from tomoni.accounts.queries import demo_groups
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
        self.announce(**options)
        worker = subprocess.Popen([sys.executable, "-m", "tomoni", "work"])
        try:
            self._server(options).serve()
        finally:
            worker.terminate()

    def announce(self, *, host: str, port: int, **_: Any) -> None:
        """Where it runs; on a demo database also who may log in there, a line each."""
        for group in demo_groups():
            self.stdout.write(f"\n{group.name}")
            for user, held in group.people:
                roles = "、".join(post.get_role_display() for post in held)
                self.stdout.write(f"  {user.username:<12}{user.name}　{roles}")
        shown = "localhost" if host == "127.0.0.1" else host
        self.stdout.write(f"\nTomoni は http://{shown}:{port}/ で動いています（止めるには Ctrl+C）。")
        self.stdout.flush()

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
