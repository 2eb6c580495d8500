from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0055_to_verify")]

    operations = [
        migrations.AddIndex(
            "filing",
            models.Index(
                fields=["letter"],
                name="filing_to_verify",
                condition=models.Q(letter__isnull=False, verified_at=None),
            ),
        ),
    ]
