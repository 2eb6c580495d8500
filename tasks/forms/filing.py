"""Input shape of filing, consulting, assigning and answering."""

from django import forms
from django.core.exceptions import ValidationError

from tasks.enums import CommentAnswer, ConsultationAnswer
from tasks.forms.fields import BasedOnForm, DateField, LineField, ParagraphField, ScanField


class FilingForm(BasedOnForm):
    """At filing: who signed and when may be noted, and the stamped scan added."""

    signed_by = LineField(label="签字领导", max_length=50, required=False)
    signed_on = DateField(label="签字日期", required=False)
    stamped_scan = ScanField(label="盖章扫描件", required=False)
    warnings_seen = forms.BooleanField(label="以上提示已知悉，继续报送", required=False)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def rest_on(self, version: int) -> None:
        """What was noted as seen was another text."""
        super().rest_on(version)
        self.data.pop("warnings_seen", None)

    def clean_signed_on(self):
        signed_on = self.cleaned_data["signed_on"]
        if signed_on and signed_on > self.today:
            raise ValidationError("签字日期不能晚于今天，请重新填写")
        return signed_on


class ConsultationForm(forms.Form):
    """Which participating units to show the draft to."""

    units = forms.ModelMultipleChoiceField(
        queryset=None,
        label="征求单位",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一个征求单位"},
    )
    message = ParagraphField(label="说明", required=False)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units


class OfflineConsultationForm(forms.Form):
    """已线下征求: which unit, on which day, what it said."""

    unit = forms.ModelChoiceField(
        queryset=None,
        label="征求单位",
        empty_label="请选择",
        error_messages={
            "required": "请选择线下征求的单位",
            "invalid_choice": "所选单位不是本项参与单位，请重新选择",
        },
    )
    answered_on = DateField(label="征求日期")
    opinion = ParagraphField(label="对方意见", required=False)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class ConsultationAnswerForm(forms.Form):
    """无意见, or 有意见 with what it is."""

    answer = forms.ChoiceField(
        label="反馈",
        choices=[(choice.value, choice.label) for choice in list(ConsultationAnswer)[:2]],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择“无意见”或“有意见”"},
    )
    opinion = ParagraphField(label="意见", required=False, rows=5)

    def clean(self):
        data = super().clean()
        if data.get("answer") == ConsultationAnswer.OPINION and not data.get("opinion"):
            self.add_error("opinion", "选择“有意见”时请填写意见内容")
        if data.get("answer") == ConsultationAnswer.NO_OBJECTION and data.get("opinion"):
            self.add_error("answer", "已填写意见内容，请选择“有意见”，或清空意见内容")
        return data


class CommentAnswerForm(forms.Form):
    """采纳, 部分采纳 or 未采纳 with the reason."""

    answer = forms.ChoiceField(
        label="答复",
        choices=CommentAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择采纳、部分采纳或未采纳"},
    )
    answer_text = ParagraphField(label="说明", required=False, rows=2, max_length=500)

    def clean(self):
        data = super().clean()
        if data.get("answer") == CommentAnswer.NOT_ADOPTED and not data.get("answer_text"):
            self.add_error("answer_text", "未采纳的意见请说明理由")
        return data


class AssignForm(forms.Form):
    """分办: one of the unit's offices, or none."""

    office = forms.ModelChoiceField(
        queryset=None,
        label="承办处室",
        required=False,
        empty_label="不分办（本单位均可填写）",
        error_messages={"invalid_choice": "所选处室不属于本单位，请重新选择"},
    )

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices
