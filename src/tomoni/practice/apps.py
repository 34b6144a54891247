"""The app of practice models."""

from django.apps import AppConfig
from django.core.checks import register


class PracticeConfig(AppConfig):
    """Practice models and code lists as data. Without models."""

    name = "tomoni.practice"
    verbose_name = "実践モデル"

    def ready(self) -> None:
        """Content is checked before anything starts."""
        from tomoni.practice.checks import content_can_be_used

        register(content_can_be_used)
