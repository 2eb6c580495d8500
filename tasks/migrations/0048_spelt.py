"""Pinyin initials of what the register says, and said before it was changed (decision 0083)."""

from django.db import migrations

SEARCHED = {
    "Task": "content", "TaskGroup": "name", "Responsibility": "wording",
    "FormerTask": "content", "FormerGroup": "name", "FormerEntry": "wording",
}  # fmt: skip


def spell(apps, schema_editor) -> None:
    from zgc_tasks.common.initials import initials

    spelling = apps.get_model("units", "Spelling")
    texts = set()
    for model, column in SEARCHED.items():
        texts |= set(apps.get_model("tasks", model).objects.values_list(column, flat=True).order_by())
    texts -= {"", *spelling.objects.values_list("text", flat=True)}
    spelling.objects.bulk_create(spelling(text=text, initials=initials(text)) for text in sorted(texts))


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0040_counted'),
        ('units', '0010_spellings'),
    ]

    operations = [
        migrations.RunPython(spell, migrations.RunPython.noop),
    ]
