"""The filing in force stands apart from the working copy's: a draft beside it is no contradiction any more."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


def hold_what_was_filed(apps, schema_editor):
    apps.get_model("tasks", "Plan").objects.exclude(filing=None).update(in_force=F("filing"))


def only_working_copies(apps, schema_editor):
    """Before, a draft could not stand beside a filing in force."""
    beside = apps.get_model("tasks", "Plan").objects.filter(status="draft", in_force__isnull=False)
    if beside.exists():
        raise ValueError("有正在修订的实施方案，不能退回到以前的版本")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0009_plan_checking")]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="in_force",
            field=models.ForeignKey(
                "tasks.filing",
                django.db.models.deletion.PROTECT,
                related_name="+",
                null=True,
                blank=True,
                verbose_name="有效报送",
            ),
        ),
        migrations.AlterField(
            model_name="plan",
            name="filing",
            field=models.ForeignKey(
                "tasks.filing",
                django.db.models.deletion.PROTECT,
                related_name="+",
                null=True,
                blank=True,
                verbose_name="最近报送",
            ),
        ),
        migrations.RemoveConstraint(model_name="plan", name="plan_filing_unless_draft"),
        migrations.RunPython(hold_what_was_filed, only_working_copies),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                name="plan_filing_unless_draft",
                condition=Q(status="draft", filing=None) | (~Q(status="draft") & Q(filing__isnull=False)),
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                name="plan_in_force_with_what_was_filed",
                condition=Q(in_force=None, filing=None, first_filed_at=None)
                | Q(in_force__isnull=False, first_filed_at__isnull=False),
            ),
        ),
    ]
