"""``tomoni setup``: keys, tables and static files, as often as you like."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from tomoni.config import keys
from tomoni.config.actions import mark_keys
from tomoni.config.models import KeyMark

LOST = (
    "このデータベースの鍵ファイルがありません: {}。新しい鍵では秘匿情報が開けないため、何もしませんでした。"
    "保管してある鍵の控えをその場所に戻してから、もう一度実行してください（docs/administrator/keys.md）。"
)
FOREIGN = (
    "鍵ファイル {} は、このデータベースのものではありません。保管してある鍵の控えを戻すか、"
    "TOMONI_KEYS_FILE と TOMONI_DATABASE_URL を確かめてください（docs/administrator/keys.md）。"
)


class Command(BaseCommand):
    """Make an installation ready to serve. Nothing that exists is overwritten."""

    help = "鍵・データベース・静的ファイルを用意する（何度実行しても安全）"

    def handle(self, *_: Any, **__: Any) -> None:
        """Keys first: encrypted fields need them. CommandError when the database has had others."""
        refuse_other_keys()
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        if keys.make(settings.TOMONI_KEYS_FILE):
            self.stdout.write(
                f"鍵を作りました: {settings.TOMONI_KEYS_FILE}（控えを別の場所に保管してください）"
            )
        call_command("migrate", verbosity=0, interactive=False)
        mark_keys()
        call_command("collectstatic", verbosity=0, interactive=False)
        self.stdout.write("用意ができました。")


def refuse_other_keys() -> None:
    """A database that was set up before opens with its own key file only."""
    try:
        mark = KeyMark.objects.first()
    except DatabaseError:  # no tables yet, or those of an earlier version
        return
    if mark and not settings.TOMONI_KEYS_FILE.exists():
        raise CommandError(LOST.format(settings.TOMONI_KEYS_FILE))
    if mark and not mark.fits:
        raise CommandError(FOREIGN.format(settings.TOMONI_KEYS_FILE))
