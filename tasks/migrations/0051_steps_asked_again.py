"""Of the times in force until which year they are asked for again (decision 0102), and which unit carries the step out."""

import django.db.models.deletion
from django.db import migrations, models

from tasks.rules.periods import Period


def fill(apps, schema_editor):
    rows = apps.get_model("tasks", "StepInForce").objects.order_by("filing_id", "pk").select_related("filing")
    units = dict(apps.get_model("units", "Unit").objects.values_list("short_name", "pk"))
    named = {}  # of one filing after the other
    for row in rows.iterator():
        if row.filing_id not in named:
            named = {row.filing_id: _units_named(row.filing)}
        row.recurs_until = Period(row.text, last=row.last).recurs_until
        row.unit_id = units.get(named[row.filing_id].get(row.key))
        if row.recurs_until or row.unit_id:
            row.save(update_fields=["recurs_until", "unit"])
    # What is kept of tasks was reckoned by the rule of before.
    apps.get_model("tasks", "Course").objects.update(basis="")


def _units_named(filing):
    """By the keys of its steps."""
    steps = filing.content["steps"]
    if not any(step["unit"] for step in steps):
        return {}
    if all("key" in step for step in steps):
        keys = [step["key"] for step in steps]
    else:
        keys = filing.step_keys.order_by("position").values_list("key", flat=True)
    return {key: step["unit"] for key, step in zip(keys, steps, strict=True)}


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0052_entry_disputed"),
        ("units", "0010_spellings"),
    ]

    operations = [
        migrations.AddField(
            "stepinforce",
            "recurs_until",
            models.PositiveSmallIntegerField("逐年报送至", null=True, blank=True),
        ),
        migrations.AddField(
            "stepinforce",
            "unit",
            models.ForeignKey(
                "units.Unit", django.db.models.deletion.PROTECT, related_name="+",
                null=True, blank=True, verbose_name="承担单位",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]  # fmt: skip
