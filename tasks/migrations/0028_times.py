"""Why times move later, what was decided of it, and which times are in force (decision 0045)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0027_step_ends'),
        ('units', '0003_office_aliases'),
    ]

    operations = [
        migrations.CreateModel(
            name='TimeChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.PositiveIntegerField(verbose_name='步骤标识')),
                ('ending', models.CharField(blank=True, choices=[('cancelled', '取消'), ('split', '拆分'), ('merged', '并入')], max_length=10, verbose_name='步骤的处理')),
                ('kind', models.CharField(choices=[('recorded', '备案'), ('decided', '报批')], max_length=10, verbose_name='办理方式')),
                ('original_text', models.CharField(blank=True, max_length=100, verbose_name='原定')),
                ('original_last', models.DateField(blank=True, null=True)),
                ('held_text', models.CharField(blank=True, max_length=100, verbose_name='变动前')),
                ('held_last', models.DateField(blank=True, null=True)),
                ('asked_text', models.CharField(blank=True, max_length=100, verbose_name='拟调整为')),
                ('asked_last', models.DateField(blank=True, null=True)),
                ('reason', models.TextField(verbose_name='原因')),
                ('asked_at', models.DateTimeField(verbose_name='提出时间')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.membership', verbose_name='提出人')),
                ('filings', models.ManyToManyField(related_name='time_changes', to='tasks.filing', verbose_name='所在报送')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='time_changes', to='tasks.plan', verbose_name='实施方案')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='time_changes', to='tasks.planevent', verbose_name='所属修订')),
            ],
            options={
                'verbose_name': '时限变动',
                'verbose_name_plural': '时限变动',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='StepInForce',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.PositiveIntegerField(verbose_name='步骤标识')),
                ('ending', models.CharField(blank=True, choices=[('cancelled', '取消'), ('split', '拆分'), ('merged', '并入')], max_length=10, verbose_name='步骤的处理')),
                ('original_text', models.CharField(blank=True, max_length=100, verbose_name='原定')),
                ('original_last', models.DateField(blank=True, null=True)),
                ('previous_last', models.DateField(blank=True, null=True)),
                ('text', models.CharField(blank=True, max_length=100, verbose_name='现为')),
                ('last', models.DateField(blank=True, null=True)),
                ('moves', models.PositiveSmallIntegerField(default=0, verbose_name='调整次数')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('filing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='times', to='tasks.filing', verbose_name='报送')),
                ('time_change', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='in_force', to='tasks.timechange', verbose_name='时限变动')),
            ],
            options={
                'verbose_name': '有效时限',
                'verbose_name_plural': '有效时限',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='TimeDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis_number', models.CharField(blank=True, max_length=100, verbose_name='文号或编号')),
                ('dated_on', models.DateField(verbose_name='依据日期')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('basis', models.CharField(choices=[('instruction', '批示'), ('minutes', '会议纪要'), ('reply', '复函')], max_length=20, verbose_name='依据')),
                ('decided_by', models.CharField(choices=[('group', '领导小组'), ('office', '领导小组办公室')], max_length=10, verbose_name='决定单位')),
                ('outcome', models.CharField(choices=[('in_full', '同意'), ('in_part', '部分同意'), ('refused', '不同意')], max_length=10, verbose_name='决定')),
                ('granted_last', models.DateField(blank=True, null=True)),
                ('change', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='tasks.timechange', verbose_name='时限变动')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.membership', verbose_name='登记人')),
            ],
            options={
                'verbose_name': '时限调整决定',
                'verbose_name_plural': '时限调整决定',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanTimeReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.PositiveIntegerField(verbose_name='步骤标识')),
                ('reason', models.TextField(verbose_name='原因')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='time_reasons', to='tasks.plan', verbose_name='实施方案')),
            ],
            options={
                'verbose_name': '时限推迟的原因',
                'verbose_name_plural': '时限推迟的原因',
                'ordering': ['plan_id', 'key'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'key'), name='time_reason_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='time_reason_said')],
            },
        ),
        migrations.AddConstraint(
            model_name='timechange',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='time_change_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='timechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ending', ''), _negated=True), models.Q(('asked_last', None), ('held_last__isnull', False)), models.Q(('asked_last__gt', models.F('held_last')), ('held_last__isnull', False)), _connector='OR'), name='time_change_moves_later'),
        ),
        migrations.AddIndex(
            model_name='stepinforce',
            index=models.Index(fields=['filing', 'key', 'id'], name='step_in_force_of_filing'),
        ),
        migrations.AddConstraint(
            model_name='stepinforce',
            constraint=models.CheckConstraint(condition=models.Q(('time_change__isnull', False), ('previous_last', None), models.Q(('last__isnull', False), ('last__lte', models.F('previous_last'))), _connector='OR'), name='later_time_has_its_change'),
        ),
        migrations.AddConstraint(
            model_name='timedecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('granted_last__isnull', False), ('outcome', 'in_part')), models.Q(models.Q(('outcome', 'in_part'), _negated=True), ('granted_last', None)), _connector='OR'), name='time_decision_day_when_in_part'),
        ),
    ]
