import hashlib
import json

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def keep(apps, schema_editor):
    """Titles and checksums of reports that are final; what was issued as the first of its records."""
    Report, ReportIssue = apps.get_model('tasks', 'Report'), apps.get_model('tasks', 'ReportIssue')
    for report in Report.objects.filter(final_draft__isnull=False).select_related('final_draft'):
        frozen = report.final_draft.frozen
        year, month, day = (int(part) for part in frozen['as_of'].split('-'))
        name = frozen['round'] or f'截至{year}年{month}月{day}日'
        report.final_title = [frozen['programme']['title'], f'{name}任务落实情况报告']
        said = {'title': report.final_title, 'text': report.final_text}
        canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(',', ':')).encode()
        report.final_digest = hashlib.sha256(canonical).hexdigest()
        report.save(update_fields=['final_title', 'final_digest'])
    for report in Report.objects.filter(issued_recorded_at__isnull=False):
        ReportIssue.objects.create(
            report=report, document_number=report.document_number, signed_by=report.signed_by,
            issued_on=report.issued_on, scan=report.issued_scan, at=report.issued_recorded_at,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0037_progress_arrivals'),
        ('units', '0003_office_aliases'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='final_title',
            field=models.JSONField(default=list, verbose_name='定稿标题'),
        ),
        migrations.AddField(
            model_name='report',
            name='final_digest',
            field=models.CharField(blank=True, max_length=64, verbose_name='定稿正文校验值'),
        ),
        migrations.AddField(
            model_name='report',
            name='cancelled_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='撤销时间'),
        ),
        migrations.AddField(
            model_name='report',
            name='cancelled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.membership', verbose_name='撤销人'),
        ),
        migrations.AddField(
            model_name='report',
            name='cancel_reason',
            field=models.TextField(blank=True, verbose_name='撤销原因'),
        ),
        migrations.CreateModel(
            name='ReportIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document_number', models.CharField(blank=True, max_length=50, verbose_name='发文字号')),
                ('signed_by', models.CharField(max_length=50, verbose_name='签发人')),
                ('issued_on', models.DateField(verbose_name='印发日期')),
                ('reason', models.TextField(blank=True, verbose_name='更正原因')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.membership', verbose_name='登记人')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='tasks.report', verbose_name='报告')),
                ('scan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='report_issues', to='tasks.attachment', verbose_name='扫描件')),
            ],
            options={
                'verbose_name': '报告印发情况',
                'verbose_name_plural': '报告印发情况',
                'ordering': ['pk'],
            },
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name='report', name='report_issued_after_final'),
        migrations.RemoveConstraint(model_name='report', name='report_final_with_its_draft'),
        migrations.RemoveField(model_name='report', name='document_number'),
        migrations.RemoveField(model_name='report', name='signed_by'),
        migrations.RemoveField(model_name='report', name='issued_on'),
        migrations.RemoveField(model_name='report', name='issued_scan'),
        migrations.RemoveField(model_name='report', name='issued_recorded_at'),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(
                condition=Q(final_draft=None, final_at=None, final_by=None, final_digest='')
                | (Q(final_draft__isnull=False, final_at__isnull=False, final_by__isnull=False) & ~Q(final_digest='')),
                name='report_final_with_its_draft',
            ),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancel_reason='')
                | (Q(cancelled_at__isnull=False, cancelled_by__isnull=False, final_at=None) & ~Q(cancel_reason='')),
                name='report_cancelled_unless_final',
            ),
        ),
    ]
