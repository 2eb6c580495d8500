"""Pinyin initials, first of the names of units (decision 0083)."""

from django.db import migrations, models


def spell_units(apps, schema_editor) -> None:
    from zgc_tasks.common.initials import initials

    names = apps.get_model("units", "Unit").objects.order_by("pk").values_list("short_name", flat=True)
    spelling = apps.get_model("units", "Spelling")
    spelling.objects.bulk_create(spelling(text=name, initials=initials(name)) for name in names)


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0007_factors'),
    ]

    operations = [
        migrations.CreateModel(
            name='Spelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='文本')),
                ('initials', models.TextField(verbose_name='拼音首字母')),
            ],
            options={
                'verbose_name': '拼音首字母',
                'verbose_name_plural': '拼音首字母',
                'ordering': ['pk'],
            },
        ),
        migrations.RunPython(spell_units, migrations.RunPython.noop),
    ]
