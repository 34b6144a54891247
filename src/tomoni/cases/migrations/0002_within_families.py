"""The dossiers of cases taken in before lie within their families' from now on."""

from django.db import migrations

from tomoni.tenancy.context import tenant

WITHIN = """
UPDATE access_dossier SET within_id = (
    SELECT family.dossier_id FROM cases_case JOIN families_family AS family ON family.id = cases_case.family_id
    WHERE cases_case.dossier_id = access_dossier.id
) WHERE id IN (SELECT dossier_id FROM cases_case)
"""


def lay_within(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Municipality by municipality: row-level security binds the owner too, who sees no row without a tenant."""
    for municipality in apps.get_model("tenancy", "Municipality").objects.order_by("pk"):
        with tenant(municipality), schema_editor.connection.cursor() as cursor:
            cursor.execute(WITHIN)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("access", "0002_dossier_within")]
    operations = [migrations.RunPython(lay_within, migrations.RunPython.noop)]
