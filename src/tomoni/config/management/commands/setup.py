"""``tomoni setup``: keys, tables and static files, as often as you like."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError, connection

from tomoni.config import keys

NOT_ALLOWED = "42501"  # PostgreSQL: insufficient_privilege
NOT_THE_OWNER = (
    "データベースの役割「{user}」は表の持ち主ではないため、表を用意できません。TOMONI_DATABASE_URL に持ち主の役割を、"
    "TOMONI_APP_ROLE に動かす役割の名前を指定して、もう一度実行してください（docs/administrator/postgresql.md）。"
)


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
        _migrate()
        call_command("collectstatic", verbosity=0, interactive=False)
        self.stdout.write("用意ができました。")


def _migrate() -> None:
    """On PostgreSQL tables belong to one role and are served by another, which cannot change them."""
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", "") != NOT_ALLOWED:
            raise
        raise CommandError(NOT_THE_OWNER.format(user=connection.settings_dict["USER"])) from error
