"""What becomes of steps in force that a revision no longer has: while it is written, and frozen with what is filed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0026_leads_of_today'),
    ]

    operations = [
        migrations.AddField(
            model_name='filing',
            name='step_ends',
            field=models.JSONField(default=list, verbose_name='步骤的取消、拆分和并入'),
        ),
        migrations.CreateModel(
            name='PlanStepEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.PositiveIntegerField(verbose_name='步骤标识')),
                ('ending', models.CharField(choices=[('cancelled', '取消'), ('split', '拆分'), ('merged', '并入')], max_length=10, verbose_name='处理')),
                ('into', models.JSONField(default=list, verbose_name='接续步骤的标识')),
                ('reason', models.TextField(verbose_name='原因')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='step_ends', to='tasks.plan', verbose_name='实施方案')),
            ],
            options={
                'verbose_name': '步骤的取消、拆分和并入',
                'verbose_name_plural': '步骤的取消、拆分和并入',
                'ordering': ['plan_id', 'key'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'key'), name='step_ends_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='step_end_has_reason')],
            },
        ),
    ]
