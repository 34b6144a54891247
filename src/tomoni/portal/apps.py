"""The app of what families, children and agencies see."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """One page for now: nothing is shared yet."""

    name = "tomoni.portal"
    verbose_name = "家族・関係機関の画面"
