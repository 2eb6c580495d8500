"""Accepted plans opened by participating units, and what these think of them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0035_round_figures'),
        ('units', '0003_office_aliases'),
    ]

    operations = [
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step_key', models.PositiveIntegerField(blank=True, null=True, verbose_name='步骤标识')),
                ('step', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='第几步')),
                ('text', models.TextField(verbose_name='意见')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('answer', models.TextField(blank=True, verbose_name='答复')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.membership', verbose_name='答复人')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.membership', verbose_name='提出人')),
                ('filing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='tasks.filing', verbose_name='报送')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='参与单位')),
            ],
            options={
                'verbose_name': '参与单位意见',
                'verbose_name_plural': '参与单位意见',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='opinion_answer_complete'), models.CheckConstraint(condition=models.Q(models.Q(('step', None), ('step_key', None)), models.Q(('step__isnull', False), ('step_key__isnull', False)), _connector='OR'), name='opinion_step_and_key_together')],
            },
        ),
        migrations.CreateModel(
            name='PlanReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='查看时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.membership', verbose_name='查看人')),
                ('filing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='tasks.filing', verbose_name='报送')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='参与单位')),
            ],
            options={
                'verbose_name': '参与单位查看记录',
                'verbose_name_plural': '参与单位查看记录',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('filing', 'unit'), name='reading_once')],
            },
        ),
    ]
