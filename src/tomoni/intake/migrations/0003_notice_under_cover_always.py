from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0002_notice_under_cover'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('is_notice', False), models.Q(('door', ''), ('organisation', None), ('route', '')), _connector='OR'), name='intake_notice_under_cover'),
        ),
    ]
