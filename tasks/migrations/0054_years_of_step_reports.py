"""Of what was reported of steps that recurred then, which year it is said of (decision 0105)."""

from bisect import bisect_right
from collections import defaultdict

from django.db import migrations, models
from django.utils.timezone import localdate

from tasks.enums import StepProgress


def fill(apps, schema_editor):
    times = _times_that_recurred(apps.get_model("tasks", "StepInForce"))
    reports = apps.get_model("tasks", "StepReport").objects.filter(task__in={task for task, _ in times})
    for report in reports.select_related("entry__progress__round").iterator():
        if _recurred(times.get((report.task_id, report.key), []), report.recorded_at):
            _tell(report)
    # What is kept of tasks was reckoned by the rule of before.
    apps.get_model("tasks", "Course").objects.update(basis="")


def _times_that_recurred(model):
    """By task and key of every step that ever did, its times in the order in which they held: since when, and whether it
    recurred then.
    """
    found = defaultdict(list)
    columns = ("filing__plan__task", "key", "recorded_at", "recurs_until")
    for task, key, since, until in model.objects.order_by("pk").values_list(*columns).iterator():
        found[task, key].append((since, until is not None))
    return {of: held for of, held in found.items() if any(recurs for _, recurs in held)}


def _recurred(held, moment):
    at = bisect_right(held, moment, key=lambda each: each[0])
    return at > 0 and held[at - 1][1]


def _tell(report):
    """As it is told of what is reported from now on."""
    day = report.done_on
    if day is None and report.entry:
        day = min(report.entry.progress.round.covers_until, localdate(report.entry.counts_from))
        report.done_on = day if report.state == StepProgress.DONE else None
    report.year = (day or localdate(report.recorded_at)).year
    report.save(update_fields=["done_on", "year"])


class Migration(migrations.Migration):
    dependencies = [("tasks", "0053_comments_on_progress")]

    operations = [
        migrations.AddField(
            "stepreport",
            "year",
            models.PositiveSmallIntegerField("所报年度", null=True, blank=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
