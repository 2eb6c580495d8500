"""责任处室 as written counts as well as 分办 (decision 0039). What was filed before is asked about when it is accepted."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0023_arrivals"), ("units", "0003_office_aliases")]

    operations = [
        migrations.AddField(
            model_name="filing",
            name="named_office",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.office",
                verbose_name="所填责任处室",
            ),
        ),
        migrations.CreateModel(
            name="OfficeAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("written", models.CharField(max_length=100, verbose_name="所填责任处室")),
                ("is_meant", models.BooleanField(verbose_name="是该处室")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.membership",
                        verbose_name="答复人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.office",
                        verbose_name="处室",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="office_answers",
                        to="tasks.plan",
                        verbose_name="实施方案",
                    ),
                ),
            ],
            options={
                "verbose_name": "责任处室答复",
                "verbose_name_plural": "责任处室答复",
                "ordering": ["at", "pk"],
            },
        ),
    ]
