"""What is done to 进展报送 that was filed: returned, or the task confirmed as done and reopened."""

from django import forms

from tasks.enums import CompletionKind
from tasks.forms.checking import DecisionForm
from tasks.forms.fields import BasedOnForm, DatedForm, DateField, ParagraphField
from tasks.rules import deadlines, refiling, typed


class ReturnProgressForm(DatedForm, BasedOnForm):
    """退回修改: what is to be mended, and until when."""

    note = ParagraphField(label="需要修改之处", max_length=1000)
    refile_by = DateField(label="重新报送时限")

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        offered = deadlines.default_refile_by(today)
        self.fields["refile_by"].help_text = refiling.in_words(today, offered)

    def clean(self):
        data = super().clean()
        self.ask(typed.refile_by, data.get("refile_by"), self.today)
        return data


class CompletionForm(DecisionForm):
    """确认办结: how the task ends, and on what that rests."""

    kind = forms.ChoiceField(
        label="办结方式",
        choices=CompletionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择已完成或转入常态化"},
    )
    field_order = ["kind", "basis", "basis_number", "dated_on"]


class ReopenTaskForm(forms.Form):
    """重新开启: why."""

    reason = ParagraphField(label="重新开启的原因", max_length=500)
