"""The table behind the cache: counts of wrong attempts and codes that were used."""

from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS accounts_limit")


class Migration(migrations.Migration):

    dependencies = [("accounts", "0002_sessions_codes_parked")]

    operations = [migrations.RunPython(make, drop)]
