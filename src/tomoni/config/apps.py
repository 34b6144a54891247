"""The app that carries set-up, checks and commands."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, addresses and the first commands."""

    name = "tomoni.config"
    verbose_name = "設定"
