"""What is done to 进展报送 that was filed: returned, or the task confirmed as done and reopened."""

from django import forms

from tasks.enums import CompletionKind
from tasks.forms.checking import DecisionForm, ReturnForm
from tasks.forms.fields import AskingForm, ParagraphField


class ReturnProgressForm(ReturnForm):
    """The same of 进展: what is to be mended may be said here too, in words, instead of in comments or beside them."""

    note = ParagraphField(
        label="需要修改之处", required=False, max_length=1000, help_text="已填写意见的，可不填"
    )
    field_order = ["note", "refile_by"]


class DisputeForm(AskingForm):
    """不一致: where what was entered on behalf is not what its lead sent."""

    dispute = ParagraphField(label="不一致之处", max_length=500)


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
