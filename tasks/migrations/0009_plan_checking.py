"""核对中 becomes a status of its own; events that are written stay as they are and are read as it (tasks/ledger)."""

from django.db import migrations, models


def begin_to_check(apps, schema_editor):
    plans = apps.get_model("tasks", "Plan").objects
    plans.filter(status="filed", check_started_at__isnull=False).update(status="checking")


def file_again(apps, schema_editor):
    apps.get_model("tasks", "Plan").objects.filter(status="checking").update(status="filed")


STATUSES = [
    ("draft", "草稿"),
    ("filed", "待核对"),
    ("checking", "核对中"),
    ("returned", "退回修改"),
    ("accepted", "已核收"),
]


class Migration(migrations.Migration):
    dependencies = [("tasks", "0008_step_keys_for_good")]

    operations = [
        migrations.AlterField(
            model_name="plan",
            name="status",
            field=models.CharField(choices=STATUSES, default="draft", max_length=10, verbose_name="状态"),
        ),
        migrations.AlterField(
            model_name="planevent",
            name="status",
            field=models.CharField(choices=STATUSES, max_length=10, verbose_name="其后状态"),
        ),
        migrations.RunPython(begin_to_check, file_again),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                name="plan_check_started_with_checking",
                condition=models.Q(
                    ("check_started_at__isnull", False), ("status__in", ["checking", "accepted"])
                )
                | models.Q(("check_started_at", None), ("status__in", ["draft", "filed", "returned"])),
            ),
        ),
    ]
