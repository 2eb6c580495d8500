"""What a page on where tasks stand is asked for: as of which day, and which of them. It lives in the address."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django import forms

from tasks.enums import Figure, Light, PlanStatus, StepState, TaskState
from tasks.forms.fields import DatedForm, DateField, LineField
from tasks.ledger import OUTLOOKS, STATES, Filters, Part
from tasks.rules import sought
from tasks.rules.known_years import KnownYears

ANY = ("", "全部")


class AsOfForm(DatedForm):
    """The day a page speaks of; empty means today."""

    as_of = DateField(label="截至日期", required=False)


class JudgedForm(forms.Form):
    """How tasks go; `judged` names the fields that the reader may ask by."""

    light = forms.ChoiceField(label="红黄灯", required=False, choices=[ANY, *Light.choices])
    outlook = forms.ChoiceField(label="推进状态", required=False, choices=[ANY, *OUTLOOKS])

    def __init__(self, *args, judged: Iterable[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        for name in JudgedForm.base_fields.keys() - set(judged):
            del self.fields[name]

    @property
    def judgement(self) -> Filters:
        """Of the filters these alone; none where something in the address is not understood."""
        asked = self.cleaned_data if self.is_valid() else {}
        return Filters(light=asked.get("light", ""), outlook=asked.get("outlook", ""))


class LedgerFilterForm(JudgedForm):
    """The filters of 任务分解 and the figure a link asks for; `areas` and `units` are (value, name)."""

    field_order = ("q", "group", "unit", "part", "state", "figure", "light", "outlook")

    q = LineField(label="关键词", required=False, max_length=sought.LONGEST)
    group = forms.TypedChoiceField(label="工作任务", required=False, coerce=int, empty_value=None)
    unit = forms.ChoiceField(label="单位", required=False)
    part = forms.ChoiceField(
        label="牵头/参与", required=False, choices=[ANY, *((part.value, part.label) for part in Part)]
    )
    state = forms.ChoiceField(label="状态", required=False, choices=[ANY, *STATES])
    figure = forms.ChoiceField(label="范围", required=False, choices=[ANY, *Figure.choices])

    def __init__(self, *args, areas: Iterable[tuple[int, str]], units: Iterable[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [ANY, *((str(number), f"{number} {name}") for number, name in areas)]
        self.fields["unit"].choices = [ANY, *units]

    def filters(self) -> Filters:
        """The filters in force; none where something in the address is not understood."""
        if not self.is_valid():
            return Filters()
        asked = self.cleaned_data
        return replace(
            self.judgement,
            unit=asked["unit"],
            part=Part(asked["part"]) if asked["part"] else None,
            group=asked["group"],
            states=(TaskState(asked["state"]),) if asked["state"] in TaskState else (),
            checking=asked["state"] == PlanStatus.CHECKING,
            figure=Figure(asked["figure"]) if asked.get("figure") else None,
            query=asked["q"],
        )


class RoundFilterForm(LedgerFilterForm):
    """The same of what owes in a round; a figure there is of plans."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["figure"]
        self.fields["state"].choices = [ANY, *TaskState.choices]


class StepFilterForm(RoundFilterForm):
    """Of steps, each in a state of its own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [ANY, *StepState.choices]

    def filters(self) -> Filters:
        return replace(super().filters(), states=())

    @property
    def state(self) -> str:
        return self.cleaned_data["state"] if self.is_valid() else ""


def day_asked(data, today: date, years: KnownYears) -> tuple[date, AsOfForm]:
    form = AsOfForm(data, years=years)
    return (form.cleaned_data["as_of"] if form.is_valid() else None) or today, form


@dataclass(frozen=True)
class Asked:
    """A day and filters, with the bound forms."""

    as_of: date
    filters: Filters
    day_form: AsOfForm
    filter_form: LedgerFilterForm

    @property
    def errors(self) -> list[str]:
        return [*errors_of(self.day_form), *errors_of(self.filter_form)]


def asked_of(
    data,
    *,
    today: date,
    years: KnownYears,
    areas,
    units,
    judged=(),
    form: type[LedgerFilterForm] = LedgerFilterForm,
) -> Asked:
    """What the address asks for; `areas` and `units` are the choices there are, `judged` as `JudgedForm` has it."""
    as_of, day_form = day_asked(data, today, years)
    filter_form = form(data, areas=areas, units=units, judged=judged)
    return Asked(as_of, filter_form.filters(), day_form, filter_form)


def errors_of(form: forms.Form) -> list[str]:
    """Each with the field it is about."""
    return [
        f"{form[name].label}：{error}" if form[name].label not in error else error
        for name, found in form.errors.items()
        for error in found
    ]
