"""The companion of a contact is one of its co-workers now. A migration of its own: PostgreSQL changes no table that has
rows waiting to be checked.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contacts", "0007_companions_join")]
    operations = [migrations.RemoveField("contact", "companion")]
