"""The app of what is written but not yet recorded."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Drafts, and the register of what was sent."""

    name = "tomoni.drafts"
    verbose_name = "下書き"
