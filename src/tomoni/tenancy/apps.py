"""The app of municipalities and of the wall between them."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class TenancyConfig(AppConfig):
    """Tells each new PostgreSQL connection its tenant and keeps row-level security on every tenant table."""

    name = "tomoni.tenancy"
    verbose_name = "自治体"

    def ready(self) -> None:
        """Listen to Django's own two events; the domain has none."""
        from tomoni.tenancy import context, rls

        connection_created.connect(context.tell_new_connection, dispatch_uid="tenancy.connection")
        post_migrate.connect(rls.secure_tables, dispatch_uid="tenancy.rls")
