

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0044_goal_entered_at'),
    ]

    operations = [
        migrations.AddField(
            model_name='filing',
            name='warnings',
            field=models.JSONField(default=list, verbose_name='报送时已知悉的提示'),
        ),
    ]
