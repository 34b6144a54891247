"""The app of families."""

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    """Families, their members, households, unions and parent links as dated facts."""

    name = "tomoni.families"
    verbose_name = "家庭"
