import uuid

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    """A daily job is noted for each municipality. Rows of the past say nothing any more: the table is made anew."""

    dependencies = [
        ('jobs', '0001_initial'),
        ('tenancy', '0002_counter'),
    ]

    operations = [
        migrations.DeleteModel(name='DailyRun'),
        migrations.CreateModel(
            name='DailyRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='参照番号')),
                ('name', models.CharField(max_length=60, verbose_name='名前')),
                ('day', models.DateField(verbose_name='日')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality', verbose_name='自治体')),
            ],
            options={
                'verbose_name': '毎日の処理',
                'verbose_name_plural': '毎日の処理',
                'abstract': False,
                'base_manager_name': 'within_tenant',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('municipality', 'name', 'day'), name='jobs_once_a_day')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('within_tenant', django.db.models.manager.Manager()),
            ],
        ),
    ]
