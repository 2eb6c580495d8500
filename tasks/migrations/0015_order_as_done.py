from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0022_office_of_filings"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='consultation',
            options={'ordering': ['pk'], 'verbose_name': '征求意见', 'verbose_name_plural': '征求意见'},
        ),
        migrations.AlterModelOptions(
            name='designation',
            options={'ordering': ['pk'], 'verbose_name': '牵头单位明确记录', 'verbose_name_plural': '牵头单位明确记录'},
        ),
        migrations.AlterModelOptions(
            name='planevent',
            options={'ordering': ['pk'], 'verbose_name': '办理记录', 'verbose_name_plural': '办理记录'},
        ),
        migrations.AlterModelOptions(
            name='wordingresolution',
            options={'ordering': ['pk'], 'verbose_name': '责任单位表述明确记录', 'verbose_name_plural': '责任单位表述明确记录'},
        ),
        migrations.RemoveIndex(
            model_name='planevent',
            name='event_of_plan_in_order',
        ),
        migrations.AddIndex(
            model_name='planevent',
            index=models.Index(fields=['plan', 'id', 'at'], name='event_of_plan_as_done'),
        ),
    ]
