"""步骤情况 outside rounds: that a step of the plan in force is begun or done."""

from django import forms

from tasks.enums import StepProgress
from tasks.forms.fields import DatedForm, DateField, LineField
from tasks.rules import typed


class StepReportForm(DatedForm):
    state = forms.ChoiceField(
        label="步骤情况",
        choices=[("", "请选择"), *StepProgress.choices],
        required=False,  # the rule asks for it
    )
    done_on = DateField(label="完成日期", required=False)
    word = LineField(label="说明", max_length=200, required=False)

    def clean(self):
        data = super().clean()
        if "done_on" not in self.errors:
            self.ask(typed.step_report, data.get("state"), done_on=data.get("done_on"))
        return data
