"""The title of a parked form may name a family: from here on it is encrypted with the words."""

from django.db import migrations


def clear(apps, schema_editor):
    # What was parked before lacks its title inside the seal; nothing was released with it.
    apps.get_model("accounts", "Parked").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [("accounts", "0003_limits")]

    operations = [
        migrations.RunPython(clear, migrations.RunPython.noop),
        migrations.RemoveField("parked", "title"),
    ]
