"""What a page on the ledger is asked for: as of which day, and which rows. It lives in the address."""

from dataclasses import dataclass
from datetime import date

from django import forms

from tasks import ledger
from tasks.enums import PlanStatus, TaskState
from tasks.forms.fields import DateField
from tasks.ledger import STATES, Figure, Filters, Ledger, Part
from tasks.models import Programme

# Time zones overflow at the ends of what a date can hold; business lies between these.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)
ANY = ("", "全部")


class AsOfForm(forms.Form):
    """The day a page speaks of; empty means today."""

    as_of = DateField(label="截至日期", required=False)

    def clean_as_of(self) -> date | None:
        day = self.cleaned_data["as_of"]
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError("截至日期请填写2000年至2999年之间的日期")
        return day


class LedgerFilterForm(forms.Form):
    """The filters of 任务分解 and the figure a link asks for; choices are those of the ledger itself."""

    q = forms.CharField(label="关键词", required=False, max_length=50)
    group = forms.TypedChoiceField(label="工作任务", required=False, coerce=int, empty_value=None)
    unit = forms.ChoiceField(label="单位", required=False)
    part = forms.ChoiceField(
        label="牵头/参与", required=False, choices=[ANY, *((part.value, part.label) for part in Part)]
    )
    state = forms.ChoiceField(label="状态", required=False, choices=[ANY, *STATES])
    figure = forms.ChoiceField(
        label="范围", required=False, choices=[ANY, *((figure.value, figure.label) for figure in Figure)]
    )

    def __init__(self, *args, whole: Ledger, **kwargs):
        super().__init__(*args, **kwargs)
        areas = ((str(number), f"{number} {name}") for number, name, _ in whole.by_area)
        self.fields["group"].choices = [ANY, *areas]
        self.fields["unit"].choices = [ANY, *((unit.slug, unit.short) for unit in whole.units)]

    def filters(self) -> Filters:
        """The filters in force; none where something in the address is not understood."""
        if not self.is_valid():
            return Filters()
        asked = self.cleaned_data
        return Filters(
            unit=asked["unit"],
            part=Part(asked["part"]) if asked["part"] else None,
            group=asked["group"],
            states=(TaskState(asked["state"]),) if asked["state"] in TaskState else (),
            checking=asked["state"] == PlanStatus.CHECKING,
            figure=Figure(asked["figure"]) if asked["figure"] else None,
            query=asked["q"],
        )


@dataclass(frozen=True)
class Asked:
    """The ledger asked for, `whole` and `found` after the filters, with the bound forms."""

    day_form: AsOfForm
    filter_form: LedgerFilterForm
    whole: Ledger
    found: Ledger

    @property
    def errors(self) -> list[str]:
        forms_ = (self.day_form, self.filter_form)
        return [
            f"{form[name].label}：{error}" if form[name].label not in error else error
            for form in forms_
            for name, found in form.errors.items()
            for error in found
        ]


def asked_ledger(data, programme: Programme, *, today: date, concerning: str = "") -> Asked:
    """Read the address. `concerning` is the slug of the only unit whose rows may be shown, '' for all."""
    day_form = AsOfForm(data)
    as_of = day_form.cleaned_data["as_of"] if day_form.is_valid() else None
    whole = ledger.build(programme, as_of=as_of or today)
    if concerning:
        whole = whole.only(lambda row: concerning in row.units)
    filter_form = LedgerFilterForm(data, whole=whole)
    return Asked(day_form, filter_form, whole, whole.filtered(filter_form.filters()))
