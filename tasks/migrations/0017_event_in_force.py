"""While a revision is open, its events name the filing that stays in force."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


def only_without_revisions(apps, schema_editor):
    """An earlier version knows nothing of them, and would read another past from their events."""
    if apps.get_model("tasks", "PlanEvent").objects.filter(in_force__isnull=False).exists():
        raise ValueError("已有实施方案修订过，不能退回到以前的版本")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0015_order_as_done")]

    operations = [
        migrations.AddField(
            model_name="planevent",
            name="in_force",
            field=models.ForeignKey(
                "tasks.filing",
                django.db.models.deletion.PROTECT,
                related_name="+",
                null=True,
                blank=True,
                verbose_name="修订期间的有效报送",
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
                    ("start_check", "开始核对"),
                    ("return", "退回修改"),
                    ("accept", "核对无误"),
                    ("revise", "修订"),
                    ("give_up", "放弃修订"),
                ],
                max_length=20,
                verbose_name="动作",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, only_without_revisions),
        migrations.AddConstraint(
            model_name="planevent",
            constraint=models.CheckConstraint(
                name="event_in_force_beside_its_filing",
                condition=Q(in_force=None) | Q(filing=None) | ~Q(in_force=F("filing")),
            ),
        ),
    ]
