"""The one-line fields of the plan form, drawn in the grid of the 表样."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from tasks.forms.fields import LineField
from tasks.forms.plan_layout import Part, SheetField, TimeField
from tasks.forms.plan_values import PlanValues
from tasks.rules.content import FIELD_LABELS


def _line(name: str) -> LineField:
    return LineField(label=FIELD_LABELS[name], required=False)


class PlanForm(forms.Form):
    """Nothing is required of a draft; what filing demands is checked when filing."""

    supervising_leader = _line("supervising_leader")
    responsible_office = _line("responsible_office")
    contact_name = _line("contact_name")
    contact_phone = _line("contact_phone")
    start = _line("start")
    finish = _line("finish")

    def __init__(self, values: PlanValues):
        super().__init__(data=values.lines)
        for field in self.fields.values():
            # A browser would cut a pasted text without a word; it is refused with the reason instead.
            field.widget.attrs.pop("maxlength", None)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        helper.layout = Layout(
            Part("tasks/_plan_form_task.html"),
            SheetField("supervising_leader"),
            SheetField("responsible_office"),
            SheetField("contact_name"),
            SheetField("contact_phone", inputmode="tel"),
            TimeField("start"),
            TimeField("finish"),
            Part("tasks/_plan_form_steps.html"),
            Part("tasks/_plan_form_participants.html"),
        )
        return helper
