"""The filter row above 任务分解; it lives in the address, so a filtered page can be sent to a colleague."""

from collections.abc import Iterable

from django import forms

from tasks.forms.fields import LineField
from tasks.forms.ledger import JudgedForm
from tasks.ledger import STATES, Part
from tasks.rules import sought
from units.models import Unit

ALL = ("", "全部")


class RegisterFilterForm(JudgedForm):
    """All optional; a value the register does not know is an error, not silently everything."""

    field_order = ("q", "group", "unit", "part", "state", "light", "outlook")

    q = LineField(label="关键词", required=False, max_length=sought.LONGEST)
    group = forms.TypedChoiceField(label="工作任务", required=False, coerce=int)
    unit = forms.TypedChoiceField(label="单位", required=False)
    part = forms.ChoiceField(
        label="牵头/参与", required=False, choices=[ALL, *((part.value, part.label) for part in Part)]
    )
    state = forms.ChoiceField(label="状态", required=False, choices=[ALL, *STATES])

    def __init__(self, *args, groups: Iterable[tuple[int, str]], units: Iterable[Unit], **kwargs):
        """`groups` are the areas of the programme by number and name."""
        super().__init__(*args, **kwargs)
        by_slug = {unit.slug: unit for unit in units}
        self.fields["group"].choices = [ALL, *((str(number), f"{number} {name}") for number, name in groups)]
        self.fields["unit"].choices = [ALL, *((slug, str(unit)) for slug, unit in by_slug.items())]
        self.fields["unit"].coerce = by_slug.get
        for field in ("group", "unit"):
            unknown = forms.ModelChoiceField.default_error_messages["invalid_choice"]
            self.fields[field].error_messages["invalid_choice"] = unknown

    def chosen(self) -> dict:
        """The filters that are set; none where one of them is not understood."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}
