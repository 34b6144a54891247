"""The app of assessment."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Phase 2: wishes, needs in several views, strengths, what fits what, who stays."""

    name = "tomoni.assessment"
    verbose_name = "アセスメント"
