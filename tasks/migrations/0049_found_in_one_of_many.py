from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0048_spelt"), ("units", "0010_spellings")]

    operations = [
        migrations.AddIndex(
            "leading",
            models.Index(
                fields=["unit"],
                condition=models.Q(since__isnull=False) | models.Q(until__isnull=False),
                name="leading_that_changed_hands",
            ),
        ),
        migrations.AddIndex("leading", models.Index(fields=["unit", "task"], name="leading_tasks_of_unit")),
        migrations.AddIndex(
            "task", models.Index(fields=["lead", "programme"], name="task_led_in_programme")
        ),
    ]
