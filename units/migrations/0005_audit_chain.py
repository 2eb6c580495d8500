"""The rows of before are chained as they stand: whatever is changed in them from now on no longer fits."""

from django.db import migrations, models

from units.audit_chain import CHAINED, link


def chain(apps, schema_editor):
    entries = apps.get_model("units", "AuditEntry").objects
    number, before, changed = 0, "", []
    for entry in entries.order_by("pk").iterator(chunk_size=1000):
        before = entry.hash = link(before, {name: getattr(entry, name) for name in CHAINED})
        number = entry.pk
        changed.append(entry)
        if len(changed) == 1000:
            entries.bulk_update(changed, ["hash"])
            changed = []
    entries.bulk_update(changed, ["hash"])
    apps.get_model("units", "AuditHead").objects.create(pk=1, number=number, hash=before)


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0004_sign_in_failures'),
    ]

    operations = [
        migrations.AddField(
            model_name='auditentry',
            name='hash',
            field=models.CharField(default='', editable=False, max_length=64),
        ),
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField(default=0)),
                ('hash', models.CharField(default='', max_length=64)),
            ],
            options={
                'verbose_name': '审计日志末条',
                'verbose_name_plural': '审计日志末条',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_audit_head')],
            },
        ),
        migrations.RunPython(chain, migrations.RunPython.noop),
    ]
