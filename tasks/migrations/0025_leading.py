"""Who led a task, from when to when, and who led when something was filed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0016_former_facts"), ("units", "0002_own_password_since")]

    operations = [
        migrations.CreateModel(
            name="Leading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("plan_deadline", models.DateField(blank=True, null=True, verbose_name="本项报送截止日期")),
                ("since", models.DateField(blank=True, null=True, verbose_name="自何日起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至何日止（不含）")),
                ("recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="登记时间")),
                (
                    "task",
                    models.ForeignKey(
                        "tasks.task",
                        django.db.models.deletion.PROTECT,
                        related_name="leadings",
                        verbose_name="任务",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        "units.unit",
                        django.db.models.deletion.PROTECT,
                        related_name="leadings",
                        null=True,
                        blank=True,
                        verbose_name="牵头单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "牵头记录",
                "verbose_name_plural": "牵头记录",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["task", "id"], name="leading_of_task_in_order")],
            },
        ),
        migrations.AddField(
            model_name="filing",
            name="lead",
            field=models.ForeignKey(
                "units.unit",
                django.db.models.deletion.PROTECT,
                related_name="+",
                null=True,
                verbose_name="报送时牵头单位",
            ),
        ),
        migrations.AlterField(
            model_name="designation",
            name="plan_deadline",
            field=models.DateField(blank=True, null=True, verbose_name="本项报送截止日期"),
        ),
    ]
