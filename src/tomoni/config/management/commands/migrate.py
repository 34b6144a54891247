"""``tomoni migrate``: Django's own, which tells a role that does not own the tables who does."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import ProgrammingError, connection

NOT_ALLOWED = "42501"  # PostgreSQL: insufficient_privilege
NOT_THE_OWNER = (
    "データベースの役割「{user}」は表の持ち主ではないため、表を用意できません。TOMONI_DATABASE_URL に持ち主の役割を、"
    "TOMONI_APP_ROLE に動かす役割の名前を指定して、もう一度実行してください（docs/administrator/postgresql.md）。"
)


class Command(migrate.Command):
    """On PostgreSQL tables belong to one role and are served by another, which cannot change them."""

    def handle(self, *args: Any, **options: Any) -> None:
        """CommandError, exit code 1, when the role may not."""
        try:
            super().handle(*args, **options)
        except ProgrammingError as error:
            if getattr(error.__cause__, "sqlstate", "") != NOT_ALLOWED:
                raise
            raise CommandError(NOT_THE_OWNER.format(user=connection.settings_dict["USER"])) from error
