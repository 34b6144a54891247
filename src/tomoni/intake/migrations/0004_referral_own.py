from django.db import migrations, models
from tomoni.tenancy.context import tenant

# The doors by which families themselves mostly come, as they were when whose consultation it is was first asked.
DOORS = [
    'family', 'child', 'pregnant', 're_consultation',
    'pregnancy_notification', 'relative', 'health_check', 'plaza', 'night_desk',
]


def by_door(apps, schema_editor):
    """Whose consultation it is was not asked before: the door says it."""
    Referral = apps.get_model('intake', 'Referral')
    for municipality in apps.get_model('tenancy', 'Municipality').objects.all():
        with tenant(municipality):
            rows = Referral.objects.filter(municipality=municipality, is_notice=False, door__in=DOORS)
            rows.update(own=True)


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0003_notice_under_cover_always'),
        ('tenancy', '0002_counter'),
    ]

    operations = [
        migrations.AddField(
            model_name='referral',
            name='own',
            field=models.BooleanField(default=False, verbose_name='本人・家族からの相談'),
        ),
        migrations.RunPython(by_door, migrations.RunPython.noop),
    ]
