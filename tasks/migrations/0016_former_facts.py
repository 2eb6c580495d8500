import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tasks", "0024_named_office"),
        ('units', '0002_own_password_since'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField(verbose_name='变更时间')),
                ('name', models.CharField(max_length=100, verbose_name='工作任务')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former', to='tasks.taskgroup', verbose_name='工作任务（大项）')),
            ],
            options={
                'verbose_name': '大项变更前内容',
                'verbose_name_plural': '大项变更前内容',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FormerProgramme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField(verbose_name='变更时间')),
                ('short_name', models.CharField(max_length=30, verbose_name='简称')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('document_number', models.CharField(max_length=50, verbose_name='文号')),
                ('document_title', models.CharField(max_length=200, verbose_name='文件标题')),
                ('plan_deadline', models.DateField(verbose_name='实施方案报送截止日期')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former', to='tasks.programme', verbose_name='专项工作')),
            ],
            options={
                'verbose_name': '专项工作变更前内容',
                'verbose_name_plural': '专项工作变更前内容',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FormerTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField(verbose_name='变更时间')),
                ('content', models.TextField(verbose_name='具体内容')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tasks.taskgroup', verbose_name='工作任务（大项）')),
                ('printed_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tasks.taskgroup', verbose_name='印发表格所列大项')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former', to='tasks.task', verbose_name='任务')),
            ],
            options={
                'verbose_name': '任务变更前内容',
                'verbose_name_plural': '任务变更前内容',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FormerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('responsibility', models.PositiveBigIntegerField(verbose_name='责任单位记录')),
                ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('wording', models.CharField(blank=True, max_length=100, verbose_name='表述')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='单位')),
                ('former', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='tasks.formertask', verbose_name='任务变更前内容')),
            ],
            options={
                'verbose_name': '责任单位变更前内容',
                'verbose_name_plural': '责任单位变更前内容',
                'ordering': ['former_id', 'position'],
                'constraints': [models.UniqueConstraint(fields=('former', 'position'), name='former_entry_position_once'), models.CheckConstraint(condition=models.Q(models.Q(('unit__isnull', False), ('wording', '')), models.Q(('unit__isnull', True), models.Q(('wording', ''), _negated=True)), _connector='OR'), name='former_entry_unit_or_wording')],
            },
        ),
    ]
