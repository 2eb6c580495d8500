from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0010_plan_in_force")]

    operations = [
        migrations.AddIndex(
            model_name="responsibility",
            index=models.Index(fields=["unit", "task"], name="responsibility_tasks_of_unit"),
        ),
    ]
