from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0054_years_of_step_reports")]

    operations = [
        migrations.AddIndex(
            "entry",
            models.Index(
                fields=["letter", "progress"],
                name="entry_to_verify",
                condition=models.Q(letter__isnull=False, verified_at=None),
            ),
        ),
    ]
