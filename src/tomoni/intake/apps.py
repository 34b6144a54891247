"""The app of phase 1."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Referrals, safety checks, explanations, acceptance."""

    name = "tomoni.intake"
    verbose_name = "インテーク"
