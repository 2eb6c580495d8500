"""Input shape of 联系信息变更."""

from datetime import date

from django import forms

from tasks.forms.fields import BasedOnForm, DateField, LineField
from tasks.forms.filing import OFFICE_OF_ANOTHER_UNIT
from tasks.rules import contact_changes
from tasks.rules.sheet import PEOPLE
from units.models import Office

CHOOSE, STAYS, NOBODY = "", "stays", "nobody"


class ContactChangeForm(BasedOnForm):
    """People and numbers of a plan as they are from a day on; where the unit has offices, whether the 分办 moves."""

    since = DateField(label="变更起始日期")
    basis = LineField(label="依据", required=False, max_length=200)
    assigning = forms.ChoiceField(
        label="分办",
        required=False,
        help_text="责任处室有变化时选择",
        error_messages={"invalid_choice": OFFICE_OF_ANOTHER_UNIT},
    )
    field_order = [*(field.name for field in PEOPLE), "since", "basis", "assigning"]

    def __init__(self, *args, offices: list[Office], assigned_to: Office | None, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].today = today
        for field in PEOPLE:
            self.fields[field.name] = LineField(label=field.label, required=field.demanded)
        decided = contact_changes.labels(field.name for field in PEOPLE if field.by_decision)
        self.fields["basis"].help_text = f"变更{decided}时填写"
        self.order_fields(self.field_order)
        self._offices = {str(office.pk): office for office in offices}
        if not offices:
            del self.fields["assigning"]
            return
        now = f"现为{assigned_to.name}" if assigned_to else "现未分办"
        self.fields["assigning"].choices = [
            (CHOOSE, "请选择"),
            (STAYS, f"不变（{now}）"),
            *((pk, f"改为{office.name}") for pk, office in self._offices.items()),
            (NOBODY, "改为不分办"),
        ]

    @property
    def people(self) -> dict[str, str]:
        return {field.name: self.cleaned_data[field.name] for field in PEOPLE}

    @property
    def moves(self) -> bool | None:
        """Whether the plan is assigned anew; None where that was left open."""
        chosen = self.cleaned_data.get("assigning")
        return chosen != STAYS if chosen else None

    @property
    def office(self) -> Office | None:
        return self._offices.get(self.cleaned_data.get("assigning"))
