"""催报: what is noted of each unit that was reminded, all of them at once."""

from django import forms

from tasks.forms.fields import DatedForm, DateField, LineField, ParagraphField
from tasks.ledger import NamedUnit
from tasks.rules import typed


class ReminderForm(DatedForm):
    """A row of the table: noted only where it is ticked, so that of the others nothing is asked."""

    noted = forms.BooleanField(label="已催报", required=False)
    spoke_with = LineField(label="联系对象", max_length=50)
    said = ParagraphField(label="联系内容", rows=2)
    expected_by = DateField(label="预计报送日期", required=False)

    def __init__(self, *args, unit: NamedUnit, **kwargs):
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)
        self.unit = unit
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{unit}：{field.label}"

    @property
    def is_noted(self) -> bool:
        return bool(self["noted"].value())

    def clean(self):
        data = super().clean()
        self.ask(typed.not_before_contact, data.get("expected_by"), self.years.today)
        return data
