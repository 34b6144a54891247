"""``tomoni setup``: keys, tables and static files, as often as you like."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from tomoni.config import keys


class Command(BaseCommand):
    """Make an installation ready to serve. Nothing that exists is overwritten."""

    help = "鍵・データベース・静的ファイルを用意する（何度実行しても安全）"

    def handle(self, *_: Any, **__: Any) -> None:
        """Keys first: encrypted fields need them."""
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        if keys.make(settings.TOMONI_KEYS_FILE):
            self.stdout.write(
                f"鍵を作りました: {settings.TOMONI_KEYS_FILE}（控えを別の場所に保管してください）"
            )
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        self.stdout.write("用意ができました。")
