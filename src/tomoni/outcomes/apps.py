"""The app of outcomes."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """Phase 6: looking back together, goal by goal in several voices, and what is decided from it."""

    name = "tomoni.outcomes"
    verbose_name = "見直し"
