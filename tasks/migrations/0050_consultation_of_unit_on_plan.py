from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0049_found_in_one_of_many")]

    operations = [
        migrations.AddIndex(
            "consultation",
            models.Index(
                fields=["unit", "plan", "answer", "asked_at"], name="consultation_of_unit_on_plan"
            ),
        ),
    ]
