import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0050_consultation_of_unit_on_plan"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="dispute",
            field=models.TextField(blank=True, default="", verbose_name="不一致之处"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="entry",
            name="disputed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="提出不一致时间"),
        ),
        migrations.AddField(
            model_name="entry",
            name="disputed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.membership",
                verbose_name="提出人",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dispute", ""), ("disputed_at", None), ("disputed_by", None)),
                    models.Q(
                        ("disputed_at__isnull", False),
                        ("disputed_by__isnull", False),
                        models.Q(("dispute", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="entry_disputed_in_words",
            ),
        ),
    ]
