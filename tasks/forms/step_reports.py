"""步骤情况 outside rounds: that a step of the plan in force is begun or done."""

from collections.abc import Iterable

from django import forms

from tasks.enums import StepProgress
from tasks.forms.fields import DatedForm, DateField, LineField
from tasks.rules import typed


class StepReportForm(DatedForm):
    """`to_correct` are years gone by in which what recurs was said to be done. Without any no year is asked for; one that was
    posted, because a colleague or a second click was quicker, is refused and not taken for none.
    """

    state = forms.ChoiceField(
        label="步骤情况",
        choices=[("", "请选择"), *StepProgress.choices],
        required=False,  # the rule asks for it
    )
    done_on = DateField(label="完成日期", required=False, help_text="步骤已完成的填写")
    year = forms.TypedChoiceField(
        label="更正的年度",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="以前年度误报已完成的，选择该年度；报本年情况的不选",
        error_messages={"invalid_choice": "该步骤所选年度未报已完成，不需更正，请重新选择"},
    )
    word = LineField(label="说明", max_length=200, required=False)

    def __init__(self, *args, to_correct: Iterable[int], **kwargs):
        super().__init__(*args, **kwargs)
        years = [(year, f"{year}年") for year in to_correct]
        if years or self.data.get("year"):
            self.fields["year"].choices = [("", "不更正以前年度"), *years]
        else:
            del self.fields["year"]

    def clean(self):
        data = super().clean()
        if not self.errors.keys() & {"done_on", "year"}:
            days = {"done_on": data.get("done_on"), "year": data.get("year")}
            self.ask(typed.step_report, data.get("state"), **days)
        return data
