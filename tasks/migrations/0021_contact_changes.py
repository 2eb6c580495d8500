"""联系信息变更, and the office under which something was filed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0011_indexes_of_standing"), ("units", "0002_own_password_since")]

    operations = [
        migrations.AddField(
            model_name="filing",
            name="office",
            field=models.ForeignKey(
                "units.office",
                django.db.models.deletion.PROTECT,
                related_name="+",
                null=True,
                blank=True,
                verbose_name="报送时承办处室",
            ),
        ),
        migrations.CreateModel(
            name="ContactChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said", models.JSONField(verbose_name="变更后的内容")),
                ("since", models.DateField(verbose_name="自何日起")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "filing",
                    models.ForeignKey(
                        "tasks.filing",
                        django.db.models.deletion.PROTECT,
                        related_name="contact_changes",
                        verbose_name="变更前最近一次报送",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        "units.membership",
                        django.db.models.deletion.PROTECT,
                        related_name="+",
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={"verbose_name": "联系信息变更", "verbose_name_plural": "联系信息变更", "ordering": ["pk"]},
        ),
    ]
