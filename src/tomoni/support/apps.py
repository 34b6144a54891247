"""The app of support."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Phase 4: what others are asked for, concretely."""

    name = "tomoni.support"
    verbose_name = "支援"
