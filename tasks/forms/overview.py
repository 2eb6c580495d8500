"""What 总体情况 is asked for: of which round, and which of its tasks. It lives in the address."""

from collections.abc import Iterable
from datetime import date

from django import forms

from tasks.enums import Figure, Light, Pressing, Turn
from tasks.forms.fields import DatedForm, DateField
from tasks.forms.ledger import ANY
from tasks.ledger import OUTLOOKS


class RoundForm(forms.Form):
    """`rounds` are (number, name), the newest first."""

    round = forms.TypedChoiceField(
        label="报送期",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "没有这个报送期，或者到截至日期尚未开始，请重新选择"},
    )

    def __init__(self, *args, rounds: Iterable[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round"].choices = [(str(number), name) for number, name in rounds]


class CourseForm(RoundForm):
    """Which tasks; `areas` are (number, name). `figure` is one of the round that is chosen."""

    group = forms.TypedChoiceField(label="工作任务", required=False, coerce=int, empty_value=None)
    light = forms.ChoiceField(label="红黄灯", required=False, choices=[ANY, *Light.choices])
    outlook = forms.ChoiceField(label="推进状态", required=False, choices=[ANY, *OUTLOOKS])
    pressing = forms.ChoiceField(label="关注", required=False, choices=[ANY, *Pressing.choices])
    figure = forms.ChoiceField(label="本期报送", required=False, choices=[ANY, *Figure.choices])

    def __init__(self, *args, areas: Iterable[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [ANY, *((str(number), f"{number} {name}") for number, name in areas)]

    def asked(self) -> dict:
        """What is chosen; nothing where something in the address is not understood."""
        return self.cleaned_data if self.is_valid() else {}


class CompareForm(DatedForm):
    """With which earlier day another one, today where none is named, is compared; and which tasks of it are listed."""

    before = DateField(label="与何日对比", required=False)
    as_of = DateField(label="截至日期", required=False)
    turn = forms.ChoiceField(label="变化", required=False, choices=[ANY, *Turn.choices])
    group = forms.IntegerField(label="工作任务", required=False, min_value=1, max_value=9999)

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self):
        data = super().clean()
        before = data.get("before")
        if before and before >= (data.get("as_of") or self.today):
            self.add_error("before", "对比的日期应早于截至日期")
        return data


class StepsForm(DatedForm):
    """Which steps a timeline shows, and in which order; `areas` and `units` are (value, name)."""

    BY_UNIT = "unit"

    as_of = DateField(label="截至日期", required=False)
    by = forms.ChoiceField(
        label="排列", required=False, choices=[("", "按工作任务"), (BY_UNIT, "按牵头单位")]
    )
    group = forms.TypedChoiceField(label="工作任务", required=False, coerce=int, empty_value=None)
    unit = forms.ChoiceField(label="牵头单位", required=False)
    overdue = forms.ChoiceField(label="步骤", required=False, choices=[ANY, ("overdue", "有步骤逾期的任务")])

    def __init__(self, *args, areas: Iterable[tuple[int, str]], units: Iterable[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [ANY, *((str(number), f"{number} {name}") for number, name in areas)]
        self.fields["unit"].choices = [ANY, *units]
