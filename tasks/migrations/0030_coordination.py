"""提请协调 and what was done about it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0032_rounds'),
        ('units', '0003_office_aliases'),
    ]

    operations = [
        migrations.CreateModel(
            name='Coordination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('led', models.BooleanField(verbose_name='提请时牵头')),
                ('what', models.TextField(verbose_name='需协调的问题')),
                ('asked_of', models.CharField(max_length=200, verbose_name='请求协调的单位')),
                ('wanted_by', models.DateField(verbose_name='希望解决日期')),
                ('raised_at', models.DateTimeField(verbose_name='提请时间')),
                ('status', models.CharField(choices=[('raised', '待研究'), ('studying', '研究中'), ('passed_on', '已转办'), ('in_meeting', '已提交会议'), ('answered', '已答复'), ('settled', '已解决')], default='raised', max_length=20, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.membership', verbose_name='提请人')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coordinations', to='tasks.task', verbose_name='任务')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='提请单位')),
            ],
            options={
                'verbose_name': '提请协调',
                'verbose_name_plural': '提请协调',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='CoordinationEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('study', '研究中'), ('pass_on', '转办'), ('submit', '提交会议'), ('answer', '答复'), ('reply', '反馈'), ('renew', '继续提请'), ('settle', '确认解决')], max_length=20, verbose_name='办理')),
                ('status', models.CharField(choices=[('raised', '待研究'), ('studying', '研究中'), ('passed_on', '已转办'), ('in_meeting', '已提交会议'), ('answered', '已答复'), ('settled', '已解决')], max_length=20, verbose_name='其后状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('dated_on', models.DateField(blank=True, null=True, verbose_name='办理日期')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('answer_by', models.DateField(blank=True, null=True, verbose_name='反馈时限')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.membership', verbose_name='经办')),
                ('coordination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='tasks.coordination', verbose_name='提请协调')),
                ('units', models.ManyToManyField(related_name='+', to='units.unit', verbose_name='转办单位')),
            ],
            options={
                'verbose_name': '提请协调办理记录',
                'verbose_name_plural': '提请协调办理记录',
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='coordination',
            index=models.Index(condition=models.Q(('status', 'settled'), _negated=True), fields=['task', 'wanted_by'], name='coordination_open'),
        ),
        migrations.AddConstraint(
            model_name='coordinationevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__in', ('study', 'pass_on', 'submit', 'answer')), ('dated_on__isnull', False), models.Q(('basis', ''), _negated=True)), models.Q(models.Q(('action__in', ('study', 'pass_on', 'submit', 'answer')), _negated=True), ('basis', ''), ('dated_on', None)), _connector='OR'), name='coordination_event_dated_by_the_office'),
        ),
        migrations.AddConstraint(
            model_name='coordinationevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action', 'pass_on'), ('answer_by__isnull', False)), models.Q(models.Q(('action', 'pass_on'), _negated=True), ('answer_by', None)), _connector='OR'), name='coordination_event_answer_by_when_passed_on'),
        ),
    ]
