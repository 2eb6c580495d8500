"""报送期: how many to open, the terms of each, and what they are about; 截稿, and until when a unit may file."""

from collections.abc import Collection
from datetime import date

from django import forms

from tasks.enums import RoundCycle
from tasks.forms.fields import (
    ChoicesField,
    DatedForm,
    DateField,
    LineField,
    NumbersInput,
    ParagraphField,
    by_number,
)
from tasks.models import Programme
from tasks.rules import round_terms
from tasks.rules.round_terms import LONGEST_SERIES, Terms

_COUNT = f"请填写1至{LONGEST_SERIES}之间的期数"


class CycleForm(DatedForm):
    """One round or a series ahead, from which day on."""

    cycle = forms.ChoiceField(
        label="周期", choices=RoundCycle.choices, error_messages={"required": "请选择周期"}
    )
    first = DateField(label="自何日起")
    count = forms.IntegerField(
        label="期数",
        min_value=1,
        max_value=LONGEST_SERIES,
        widget=forms.TextInput(attrs={"size": 4, "inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _COUNT),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["first"].help_text = "所在的月、季度或年度为第一期"


class TermsForm(DatedForm):
    """One round; each day is shown with its weekday and whether it is one of work. `taken` are names of others."""

    name = LineField(label="名称", max_length=60)
    covers_from = DateField(label="起始日期")
    covers_until = DateField(label="截止日期")
    opens_on = DateField(label="开始报送日期")
    due_on = DateField(label="报送截止日期")

    def __init__(self, *args, taken: Collection[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.taken = taken
        for name, field in self.fields.items():
            if isinstance(field, DateField):
                field.help_text = field.weekday_of(self._typed(name))

    def clean(self):
        data = super().clean()
        if not self.errors:
            self.ask(round_terms.plausible, self.terms(), years=self.years, taken=self.taken)
        return data

    def _typed(self, name: str) -> date | str | None:
        return self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)

    def terms(self, note: str = "") -> Terms:
        return Terms(**self.cleaned_data, note=note)


class ScopeForm(forms.Form):
    """What all rounds of a series are about, and what is asked of the units."""

    tasks = ChoicesField(
        queryset=None,
        label="重点任务",
        required=False,
        error_messages={"invalid_choice": "没有第%(value)s项任务，请更正编号"},
    )
    note = ParagraphField(label="报送要求", required=False, max_length=1000)

    def __init__(self, *args, programme: Programme, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["tasks"]
        field.queryset = programme.tasks.order_by("number")
        by_number(
            field, NumbersInput(), help_text="不填即全部任务；只要求部分任务报送的，填写编号，各项用顿号隔开"
        )


class ReopenForm(forms.Form):
    """撤销截稿: why."""

    reason = ParagraphField(label="撤销截稿的原因", max_length=500)


class ExtensionForm(DatedForm):
    """延期 of a unit, as it was told."""

    unit = forms.ModelChoiceField(
        queryset=None,
        label="单位",
        empty_label="请选择",
        to_field_name="slug",
        error_messages={"required": "请选择单位", "invalid_choice": "请从列表中选择本期应报的单位"},
    )
    until = DateField(label="延至")
    told = LineField(label="告知何人")
    reason = LineField(label="原因", max_length=200, required=False)

    def __init__(self, *args, units, due_on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["until"].help_text = self.fields["until"].weekday_of(self.data.get("until"))
        self.due_on = due_on

    def clean(self):
        data = super().clean()
        self.ask(round_terms.later_than_due, data.get("until"), self.due_on)
        return data
