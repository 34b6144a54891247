"""The app of pages that show several folders."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """今日, the family page, lists, registers, だれが見たか."""

    name = "tomoni.desk"
    verbose_name = "机"

    def ready(self) -> None:
        """The desk fills the family's frame on the domain's pages."""
        from tomoni.desk.queries.frame import fill
        from tomoni.ui.framing import fill_with

        fill_with(fill)
