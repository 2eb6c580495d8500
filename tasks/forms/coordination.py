"""Input shape of 提请协调: raising it, what the leading group's office notes, and what units say; and of its list."""

from datetime import date

from django import forms

from tasks.enums import HANDLING
from tasks.forms.fields import BasedOnForm, ChoicesField, DatedForm, DateField, LineField, ParagraphField
from tasks.rules import coordination as rules

LONGEST = 500


class RaiseForm(DatedForm):
    """What, of whom, and by when."""

    what = ParagraphField(label="需协调的问题", max_length=LONGEST, rows=4)
    asked_of = LineField(label="请求协调的单位", max_length=200, help_text="如市财政局、市编办")
    wanted_by = DateField(label="希望解决日期")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self):
        data = super().clean()
        self.ask(rules.wanted_by, data.get("wanted_by"), self.today, self.years)
        return data


class HandlingForm(DatedForm, BasedOnForm):
    """What the leading group's office does about it; `actions` are those possible now, `units` whom it may pass it to."""

    action = forms.ChoiceField(
        label="办理情况", widget=forms.RadioSelect, error_messages={"required": "请选择办理情况"}
    )
    dated_on = DateField(label="办理日期")
    basis = LineField(label="依据", max_length=200, help_text="如批示、会议纪要、来函及其文号")
    note = ParagraphField(label="说明", max_length=LONGEST, required=False, help_text="答复的，填写答复内容")
    units = ChoicesField(
        queryset=None,
        label="转办单位",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="转办的，勾选单位并填写反馈时限",
    )
    answer_by = DateField(label="反馈时限", required=False)

    def __init__(self, *args, actions, units, raised_on: date, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [(one, one.label) for one in HANDLING if one in actions]
        self.fields["units"].queryset = units
        self.raised_on, self.today = raised_on, today

    def clean(self):
        data = super().clean()
        days = {"today": self.today, "years": self.years}
        self.ask(rules.dated, data.get("dated_on"), raised_on=self.raised_on, **days)
        if "answer_by" in data:
            self.ask(
                rules.passed_on, data.get("action"), data.get("units"), answer_by=data["answer_by"], **days
            )
        self.ask(rules.noted, data.get("action"), data.get("note"))
        return data


class SayForm(BasedOnForm):
    """What a unit has to say: an answer, what is still open, or how it was settled."""

    note = ParagraphField(label="说明", max_length=LONGEST)


class ListForm(forms.Form):
    """Which of them a list shows; what is not understood filters nothing."""

    OPEN, SETTLED, ALL = STATES = "", "settled", "all"
    state = forms.ChoiceField(
        label="状态", required=False, choices=[(OPEN, "未解决"), (SETTLED, "已解决"), (ALL, "全部")]
    )
    task = forms.IntegerField(
        label="任务编号",
        required=False,
        min_value=1,
        max_value=99999,
        widget=forms.TextInput(attrs={"size": 6}),
    )
