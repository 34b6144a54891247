"""The app of the synthetic municipality."""

from django.apps import AppConfig


class TownConfig(AppConfig):
    """A town that does not exist: for demonstration, training and measurement."""

    name = "tomoni.town"
    verbose_name = "練習の町"
