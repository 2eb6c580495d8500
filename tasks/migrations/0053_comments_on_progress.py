"""核对意见 on what is reported in rounds; the version before knows none, and going back leaves them out."""

import django.db.models.deletion
from django.db import migrations, models


def leave_out(apps, schema_editor):
    apps.get_model("tasks", "Comment").objects.filter(filing=None).delete()


class Migration(migrations.Migration):
    dependencies = [("tasks", "0051_steps_asked_again")]

    operations = [
        migrations.AlterModelOptions(
            name="comment",
            options={
                "ordering": ["filing_id", "entry_id", "pk"],
                "verbose_name": "核对意见",
                "verbose_name_plural": "核对意见",
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="entry",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to="tasks.entry",
                verbose_name="进展报送稿",
            ),
        ),
        migrations.AlterField(
            model_name="comment",
            name="filing",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to="tasks.filing",
                verbose_name="报送",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entry", None), ("filing__isnull", False)),
                    models.Q(("entry__isnull", False), ("filing", None)),
                    _connector="OR",
                ),
                name="comment_on_filing_or_entry",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, leave_out),
    ]
