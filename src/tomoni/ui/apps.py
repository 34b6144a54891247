"""The app of what people see: templates, tags, styles and small scripts."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components of every page. Without models."""

    name = "tomoni.ui"
    verbose_name = "画面の部品"
