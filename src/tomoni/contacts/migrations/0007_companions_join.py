"""Who went along to a contact becomes its first co-worker; the row lies in the dossier of its record."""

from django.db import migrations

from tomoni.tenancy.context import tenant


def join(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Municipality by municipality: row-level security binds the owner too, who sees no row without a tenant."""
    contacts, coworkers = apps.get_model("contacts", "Contact"), apps.get_model("contacts", "CoWorker")
    for municipality in apps.get_model("tenancy", "Municipality").objects.order_by("pk"):
        with tenant(municipality):
            went_along = contacts.objects.filter(municipality=municipality).exclude(companion=None).order_by("pk")
            rows = went_along.values_list("pk", "dossier", "companion")
            coworkers.objects.bulk_create(
                coworkers(municipality=municipality, contact_id=pk, dossier_id=dossier, post_id=post)
                for pk, dossier, post in rows.iterator()
            )


class Migration(migrations.Migration):
    dependencies = [("contacts", "0006_co_workers")]
    operations = [migrations.RunPython(join, migrations.RunPython.noop)]
