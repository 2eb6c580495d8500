from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("units", "0002_own_password_since")]

    operations = [
        migrations.AddField(
            model_name="office",
            name="aliases",
            field=models.JSONField(blank=True, default=list, verbose_name="别名"),
        ),
    ]
