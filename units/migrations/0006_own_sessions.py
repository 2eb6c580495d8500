"""Sessions know their person. Those of before cannot be used any more: everybody signs in once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def empty(apps, schema_editor):
    apps.get_model("sessions", "Session").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('sessions', '0001_initial'),
        ('units', '0005_audit_chain'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='user',
            name='session_generation',
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('user', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '登录',
                'verbose_name_plural': '登录',
                'abstract': False,
            },
        ),
        migrations.RunPython(empty, migrations.RunPython.noop),
    ]
