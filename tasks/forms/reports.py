"""落实情况报告: begun, another 送审稿 taken, a paragraph edited, issued, verified; its template."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from tasks.forms.fields import AskingForm, DatedForm, DateField, LineField, ParagraphField, ScanField
from tasks.models import Programme, Report, Round
from tasks.rules import typed
from tasks.rules.frozen import ungrouped
from tasks.rules.report_text import LONGEST_PARAGRAPH
from zgc_tasks.common import uploads


class DayForm(DatedForm):
    """As of which day the rows are taken."""

    as_of = DateField(label="统计日期", help_text="截至这一天24时已登记的情况")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self):
        data = super().clean()
        self.ask(typed.not_after_today, data.get("as_of"), self.today, label="统计日期", field="as_of")
        return data


class BeginForm(DayForm):
    round = forms.ModelChoiceField(
        Round.objects.none(), label="报送期", required=False, empty_label="不分报送期，按统计日期编写"
    )
    corrects = forms.ModelChoiceField(
        Report.objects.none(), label="更正的报告", required=False, empty_label="不是更正报告"
    )
    field_order = ("round", "as_of", "corrects")

    def __init__(self, *args, programme: Programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = programme.rounds.filed_on(self.today)
        final = programme.reports.filter(final_draft__isnull=False)
        self.fields["corrects"].queryset = final.select_related("programme").order_by("-pk")


class ParagraphEditForm(AskingForm):
    """`based_on` is the version it was edited from, '' of the generated one."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = ParagraphField(label="正文", max_length=LONGEST_PARAGRAPH, rows=14)


class RestoreForm(forms.Form):
    """`based_on` is the version that was looked at."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)


class FinishForm(forms.Form):
    """`edited` is the newest version of any paragraph, '' where none was edited."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    edited = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CancelForm(AskingForm):
    reason = ParagraphField(label="撤销原因", max_length=500)


class IssueForm(DatedForm):
    """`again`: what was recorded is put right, which asks why."""

    document_number = LineField(label="发文字号", required=False, max_length=50)
    signed_by = LineField(label="签发人", max_length=50)
    issued_on = DateField(label="印发日期")
    scan = ScanField(label="印发件扫描件", required=False)
    reason = ParagraphField(label="更正原因", max_length=500)

    def __init__(self, *args, today: date, final_on: date | None, again: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.final_on = today, final_on
        if not again:
            del self.fields["reason"]

    def clean(self):
        data = super().clean()
        day = data.get("issued_on")
        self.ask(typed.not_after_today, day, self.today, label="印发日期", field="issued_on")
        self.ask(typed.issued_once_final, day, self.final_on)
        return data


class WordFileField(forms.FileField):
    """A Word file, by its content; cleans to a `uploads.Scan`."""

    def __init__(self, *, label: str, **options):
        super().__init__(
            label=label,
            error_messages={"required": f"请选择{label}", "empty": f"{label}是空文件，请重新选择"},
            help_text="Word 文件（.docx），不超过20MB",
            **options,
        )

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return uploads.read_word(upload) if upload else None


class WordFileForm(forms.Form):
    file = WordFileField(label="修改稿")


class TemplateForm(forms.Form):
    template = WordFileField(label="报告模板")


class VerifyForm(forms.Form):
    """By number and checksum, or by the file."""

    number = LineField(label="文件编号", required=False, max_length=50)
    checksum = LineField(label="校验值", required=False, max_length=100, help_text="数据校验值或者正文校验值")
    file = forms.FileField(label="报告文件", required=False)

    def clean(self):
        data = super().clean()
        if data.get("file") or self.errors:
            return data
        if not (data.get("number") and data.get("checksum")):
            raise ValidationError("请填写文件编号和校验值，或者选择报告文件")
        if len(ungrouped(data["checksum"])) != _DIGITS:
            self.add_error("checksum", f"校验值共{_DIGITS}位，请照报告末尾完整填写")
        return data


_DIGITS = 64
