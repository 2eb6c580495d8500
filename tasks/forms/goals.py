"""What was counted of 具体目标, typed in."""

from datetime import date

from django import forms

from tasks.forms.fields import DatedForm, DateField, LineField, ParagraphField
from tasks.rules import typed

MOST = 999_999_999


class ReadingForm(DatedForm):
    """`correcting`: another is put right, which asks why."""

    value = forms.IntegerField(
        label="数值",
        min_value=0,
        max_value=MOST,
        error_messages={
            "required": "请填写数值",
            "invalid": "请填写整数，如 12000",
            "min_value": "数值不能小于0，请核对",
            "max_value": "数值过大，请核对",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    counted_on = DateField(label="统计日期", help_text="数值截至这一天")
    source = LineField(label="数据来源", max_length=200)
    reason = ParagraphField(label="更正原因", max_length=500)

    def __init__(self, *args, today: date, correcting: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        if not correcting:
            del self.fields["reason"]

    def clean(self):
        data = super().clean()
        day = data.get("counted_on")
        self.ask(typed.not_after_today, day, self.today, label="统计日期", field="counted_on")
        return data
