"""The app that decides who may see what, in one place."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class AccessConfig(AppConfig):
    """Viewer, dossiers, grants, sealing, break-glass; every write of a tenant's row passes by here."""

    name = "tomoni.access"
    verbose_name = "閲覧のしくみ"

    def ready(self) -> None:
        """A write outside an action is refused where Django writes, so that it cannot be forgotten."""
        from tomoni.access import acting

        post_save.connect(acting.wrote, dispatch_uid="access.saved")
        post_delete.connect(acting.removed, dispatch_uid="access.removed")
