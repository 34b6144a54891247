"""The app of organisations and people to call."""

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    """Organisations of the area."""

    name = "tomoni.resources"
    verbose_name = "資源"
