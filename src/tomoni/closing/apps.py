"""The app of closing."""

from django.apps import AppConfig


class ClosingConfig(AppConfig):
    """Phase 7: what was achieved told back, what remains, the signs of return, and the door that stays open."""

    name = "tomoni.closing"
    verbose_name = "終結と再関与"
