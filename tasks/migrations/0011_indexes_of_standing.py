from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0012_tasks_of_unit")]

    operations = [
        migrations.AddIndex(
            model_name="planevent",
            index=models.Index(fields=["plan", "at", "id"], name="event_of_plan_in_order"),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", False)),
                fields=["withdrawn_at", "plan"],
                name="filing_withdrawn",
            ),
        ),
        migrations.AddIndex(
            model_name="contactnote",
            index=models.Index(fields=["programme", "unit", "contacted_at"], name="contact_note_newest"),
        ),
    ]
