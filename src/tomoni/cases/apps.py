"""The app of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, statuses, involvement, duties and the timeline."""

    name = "tomoni.cases"
    verbose_name = "ケース"
