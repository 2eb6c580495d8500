"""Copying from another of the unit's plans into the form."""

from dataclasses import replace

from django import forms

from tasks.forms.plan_cleaning import Errors
from tasks.rules.sheet import NEW, Place, Sheet
from tasks.rules.sheet import PEOPLE as PEOPLE_FIELDS

PEOPLE, STEPS = "people", "steps"
FIRST = Place(PEOPLE_FIELDS[0].name)  # where to go on afterwards
PEOPLE_LABEL = "、".join(field.label for field in PEOPLE_FIELDS)


class CopyForm(forms.Form):
    """Which plan, and what of it."""

    source = forms.ModelChoiceField(
        queryset=None,
        error_messages={
            "required": "请选择从哪一项实施方案复制",
            "invalid_choice": "所选实施方案不存在或您不能查看，请重新选择",
        },
    )
    what = forms.MultipleChoiceField(
        choices=[(PEOPLE, PEOPLE_LABEL), (STEPS, "工作步骤")],
        error_messages={"required": "请选择复制哪些内容", "invalid_choice": "请选择复制哪些内容"},
    )

    def __init__(self, *args, sources, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources

    def errors_by_place(self) -> Errors:
        places = {"source": Place("copy_source"), "what": Place("copy_people")}
        return {places[name]: messages[0] for name, messages in self.errors.items()}


def copied(sheet: Sheet, other: Sheet, what: list[str]) -> Sheet:
    """`sheet` with people and contacts of `other` in place of its own, and its steps, as new ones, after its own."""
    if PEOPLE in what:
        people = {field.name: getattr(other, field.name) for field in PEOPLE_FIELDS}
        sheet = replace(sheet, **{name: text for name, text in people.items() if text})
    if STEPS in what:
        new = (replace(step, key=NEW) for step in other.steps)
        sheet = replace(sheet, steps=(*sheet.trimmed().steps, *new))
    return sheet
