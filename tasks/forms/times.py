"""Input shape of why a time moves later, and of what was decided of it."""

from django import forms

from tasks.enums import DecidedBy, Outcome, TimeBasis
from tasks.forms.checking import CHOOSE, DecisionForm
from tasks.forms.fields import BasedOnForm, DateField, ParagraphField
from tasks.models import TimeChange
from tasks.rules import typed


class TimeReasonForm(BasedOnForm):
    """Why a time in force moves later."""

    reason = ParagraphField(label="推迟的原因", max_length=500)


class TimeDecisionForm(DecisionForm):
    """What was decided of a later 完成时间, by whom, on what basis. `own`: the unit's people are those of the office."""

    outcome = forms.ChoiceField(
        label="决定",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择同意、部分同意或不同意"},
    )
    granted_last = DateField(
        label="同意的最后一日", required=False, help_text="部分同意的填写，如2018-06-30；其他情况不填。"
    )
    decided_by = forms.ChoiceField(
        label="决定单位",
        choices=DecidedBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择由谁决定"},
    )
    basis = forms.ChoiceField(
        label="依据", choices=[("", CHOOSE), *TimeBasis.choices], error_messages={"required": "请选择依据"}
    )
    field_order = ["outcome", "granted_last", "decided_by", "basis", "basis_number", "dated_on"]

    def __init__(self, *args, change: TimeChange, own: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.change, self.own = change, own
        if own:
            self.fields["decided_by"].help_text = "牵头单位有人员在领导小组办公室任职，应由领导小组决定。"

    def clean(self):
        data = super().clean()
        outcome, decided_by = data.get("outcome"), data.get("decided_by")
        if outcome and "granted_last" not in self.errors:
            granted = data.get("granted_last")
            self.ask(_fits, outcome, self.change, granted=granted)
        self.ask(typed.decided_for_own, decided_by, own=self.own)
        return data


def _fits(outcome: str, change: TimeChange, *, granted) -> None:
    typed.time_decision(outcome, granted, change.held, change.asked)
