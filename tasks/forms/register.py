"""The filter row above 任务分解; it lives in the address, so a filtered page can be sent to a colleague."""

from django import forms

from tasks.ledger import STATES, Part


class RegisterFilterForm(forms.Form):
    """All optional; a value the register does not know is an error, not silently everything."""

    q = forms.CharField(label="关键词", required=False, max_length=50)
    group = forms.ModelChoiceField(
        queryset=None, to_field_name="number", label="工作任务", required=False, empty_label="全部"
    )
    unit = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="单位", required=False, empty_label="全部"
    )
    part = forms.ChoiceField(
        label="牵头/参与",
        required=False,
        choices=[("", "全部"), *((part.value, part.label) for part in Part)],
    )
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *STATES])

    def __init__(self, *args, groups, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups
        self.fields["unit"].queryset = units

    def chosen(self) -> dict:
        """The filters that are set and valid."""
        return {name: value for name, value in self.cleaned_data.items() if value}
