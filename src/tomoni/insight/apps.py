"""The app of insight."""

from django.apps import AppConfig
from django.core.checks import register


class InsightConfig(AppConfig):
    """Fidelity from ordinary records. Without models."""

    name = "tomoni.insight"
    verbose_name = "実践の手がかり"

    def ready(self) -> None:
        """What practice models look for is checked before anything starts."""
        from tomoni.insight.choices import evidence_can_be_found

        register(evidence_can_be_found)
