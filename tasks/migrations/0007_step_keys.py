import django.db.models.deletion
from django.db import migrations, models

# Imported, not copied: what counts as the same step is one rule, and a later change of it leaves the keys that were
# given here as they are. The test of this migration fails should the names go.
from tasks.rules.sheet import Step
from tasks.rules.step_pairs import carry_keys, give_keys

BATCH = 500


def give_every_step_a_key(apps, schema_editor):
    """Steps of a plan's filings are matched with those of the filing before, those of the working copy with the last."""
    plans = apps.get_model("tasks", "Plan").objects.order_by("pk")
    numbers = list(plans.values_list("pk", flat=True))
    for start in range(0, len(numbers), BATCH):
        _of_plans(apps, list(plans.filter(pk__in=numbers[start : start + BATCH])))


def _of_plans(apps, plans):
    Filing, FiledStepKey, PlanStep = (
        apps.get_model("tasks", name) for name in ("Filing", "FiledStepKey", "PlanStep")
    )
    filings, rows = _grouped(Filing, plans, "nth"), _grouped(PlanStep, plans, "position")
    filed, keys_of = [], {}
    for plan in plans:
        before, plan.next_step_key = [], 1
        for filing in filings.get(plan.pk, ()):
            before = _filed(plan, before, filing)
            keys_of[filing.pk] = [step.key for step in before]
            if not _carries_keys(filing):
                filed += [
                    FiledStepKey(filing=filing, position=position, key=step.key)
                    for position, step in enumerate(before, start=1)
                ]
        working = rows.get(plan.pk, [])
        for row, step in zip(working, _keyed(plan, before, [Step(row.text) for row in working]), strict=True):
            row.key = step.key
    FiledStepKey.objects.bulk_create(filed, batch_size=BATCH)
    PlanStep.objects.bulk_update([row for of_plan in rows.values() for row in of_plan], ["key"], batch_size=BATCH)
    type(plans[0]).objects.bulk_update(plans, ["next_step_key"], batch_size=BATCH)
    _put_comments_at(apps, keys_of)


def _put_comments_at(apps, keys_of):
    Comment = apps.get_model("tasks", "Comment")
    comments = list(Comment.objects.filter(filing__in=keys_of, step__isnull=False))
    for comment in comments:
        comment.step_key = keys_of[comment.filing_id][comment.step - 1]
    Comment.objects.bulk_update(comments, ["step_key"], batch_size=BATCH)


def say_positions_again(apps, schema_editor):
    """On the way back a comment says the number of its step; what filings carry of keys stays in them unread."""
    comments = apps.get_model("tasks", "Comment").objects.filter(step_key__isnull=False)
    for comment in comments.select_related("filing"):
        filing = comment.filing
        if _carries_keys(filing):
            keys = [step["key"] for step in filing.content["steps"]]
        else:
            keys = list(filing.step_keys.order_by("position").values_list("key", flat=True))
        comment.step = keys.index(comment.step_key) + 1
        comment.save(update_fields=["step"])


def _carries_keys(filing):
    """Whether it was filed by a version that had keys, before it was gone back from."""
    return all("key" in step for step in filing.content["steps"])


def _filed(plan, before, filing):
    steps = filing.content["steps"]
    if not _carries_keys(filing):
        return _keyed(plan, before, [Step(step["text"]) for step in steps])
    plan.next_step_key = max([plan.next_step_key, *(step["key"] + 1 for step in steps)])
    return [Step(step["text"], key=step["key"]) for step in steps]


def _grouped(model, plans, order):
    found = {}
    for row in model.objects.filter(plan__in=plans).order_by("plan_id", order):
        found.setdefault(row.plan_id, []).append(row)
    return found


def _keyed(plan, before, steps):
    """The steps with the keys of those they were, and new ones where there is none or it is not sure."""
    known = [step.key for step in before]
    steps, plan.next_step_key = give_keys(carry_keys(before, steps), known, plan.next_step_key)
    return steps


class Migration(migrations.Migration):
    """What was filed stays as it is: the keys of its steps stand beside it (decision 0026)."""

    dependencies = [
        ('tasks', '0006_filing_nth'),
    ]

    operations = [
        migrations.AddField(
            model_name='plan',
            name='next_step_key',
            field=models.PositiveIntegerField(default=1, verbose_name='下一个步骤标识'),
        ),
        migrations.AddField(
            model_name='planstep',
            name='key',
            field=models.PositiveIntegerField(null=True, verbose_name='步骤标识'),
        ),
        migrations.AddField(
            model_name='comment',
            name='step_key',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='步骤标识'),
        ),
        migrations.CreateModel(
            name='FiledStepKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='第几步')),
                ('key', models.PositiveIntegerField(verbose_name='步骤标识')),
                (
                    'filing',
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name='step_keys',
                        to='tasks.filing',
                        verbose_name='报送',
                    ),
                ),
            ],
            options={
                'verbose_name': '以前报送的步骤标识',
                'verbose_name_plural': '以前报送的步骤标识',
                'ordering': ['filing_id', 'position'],
                'constraints': [
                    models.UniqueConstraint(fields=('filing', 'position'), name='filed_step_position_once'),
                    models.UniqueConstraint(fields=('filing', 'key'), name='filed_step_key_once'),
                ],
            },
        ),
        migrations.RunPython(give_every_step_a_key, say_positions_again),
    ]
