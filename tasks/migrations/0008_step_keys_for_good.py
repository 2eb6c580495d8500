from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0007_step_keys'),
    ]

    operations = [
        migrations.AlterField(
            model_name='planstep',
            name='key',
            field=models.PositiveIntegerField(verbose_name='步骤标识'),
        ),
        migrations.AddConstraint(
            model_name='planstep',
            constraint=models.UniqueConstraint(fields=('plan', 'key'), name='step_key_once'),
        ),
        migrations.RemoveField(model_name='comment', name='step'),
    ]
