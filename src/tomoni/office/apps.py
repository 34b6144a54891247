"""The app of those who run an installation."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """People, their posts, teams and the municipality's settings; what is swept every day."""

    name = "tomoni.office"
    verbose_name = "管理"

    def ready(self) -> None:
        """The daily sweeps register themselves."""
        from tomoni.office import tasks  # noqa: F401
