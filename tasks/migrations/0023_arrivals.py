"""What a letter brings counts from when the letter came: it becomes a row of its own (decision 0038).

Letters registered before count, as they did, only where they were entered.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Min, Q


def arrive(apps, schema_editor):
    letters, arrivals = apps.get_model("tasks", "IncomingLetter"), apps.get_model("tasks", "Arrival")
    filings = apps.get_model("tasks", "Filing").objects.exclude(letter=None).order_by("-recorded_at")
    entered = {(letter, task): at for letter, task, at in filings.values_list("letter", "plan__task", "recorded_at")}
    carried = letters.tasks.through.objects.order_by("pk").values_list("incomingletter", "task")
    arrivals.objects.bulk_create(
        [
            arrivals(letter_id=letter, task_id=task, recorded_at=entered.get((letter, task)))
            for letter, task in carried.iterator()
        ],
        batch_size=500,
    )


def count_the_earliest(apps, schema_editor):
    """Of a plan filed, and after its return entered from a letter that had come before it was filed."""
    plans = apps.get_model("tasks", "Plan").objects.filter(in_force__isnull=False)
    standing = Min("filings__counts_from", filter=Q(filings__withdrawn_at=None))
    for plan in plans.annotate(earliest=standing).filter(earliest__lt=F("first_filed_at")):
        plan.first_filed_at = plan.earliest
        plan.save(update_fields=["first_filed_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0018_take_back"),
        ("units", "0002_own_password_since"),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="登记时间")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="注销时间")),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrivals",
                        to="tasks.incomingletter",
                        verbose_name="来文",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrivals",
                        to="tasks.task",
                        verbose_name="任务",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.membership",
                        verbose_name="注销人",
                    ),
                ),
            ],
            options={
                "verbose_name": "随文报来",
                "verbose_name_plural": "随文报来",
                "unique_together": {("letter", "task")},
                "constraints": [
                    models.CheckConstraint(
                        name="arrival_withdrawn_at_and_by_together",
                        condition=Q(withdrawn_at=None, withdrawn_by=None)
                        | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                    )
                ],
            },
        ),
        migrations.RunPython(arrive, migrations.RunPython.noop),
        migrations.RunPython(count_the_earliest, migrations.RunPython.noop),
        migrations.RemoveField(model_name="incomingletter", name="tasks"),
        migrations.AddField(
            model_name="incomingletter",
            name="tasks",
            field=models.ManyToManyField(
                related_name="letters",
                through="tasks.Arrival",
                to="tasks.task",
                verbose_name="所附实施方案",
            ),
        ),
        migrations.AlterField(
            model_name="planevent",
            name="action",
            field=models.CharField(
                choices=[
                    ("file", "报送"),
                    ("enter", "代录"),
                    ("correct", "更正报送"),
                    ("withdraw", "撤回"),
                    ("undo_correction", "撤回更正"),
                    ("start_check", "开始核对"),
                    ("return", "退回修改"),
                    ("accept", "核对无误"),
                    ("revise", "修订"),
                    ("give_up", "放弃修订"),
                    ("take_back", "撤回核收"),
                ],
                max_length=20,
                verbose_name="动作",
            ),
        ),
    ]
