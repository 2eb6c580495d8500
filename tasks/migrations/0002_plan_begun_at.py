from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial")]

    operations = [
        migrations.RenameField("plan", "created_at", "begun_at"),
        migrations.AlterField(
            "plan", "begun_at", models.DateTimeField("开始填写时间", null=True, blank=True)
        ),
    ]
