"""The app of the append-only journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Who looked, who wrote, chained so that tampering shows."""

    name = "tomoni.journal"
    verbose_name = "記録簿"
