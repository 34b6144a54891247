"""The app of background work and notices."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """What runs by itself, and the one way to tell somebody something."""

    name = "tomoni.jobs"
    verbose_name = "自動処理"
