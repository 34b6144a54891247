"""The app of plans."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Phase 3: the サポートプラン, made together: voices, goals, steps, its hand-over."""

    name = "tomoni.plans"
    verbose_name = "プラン"
