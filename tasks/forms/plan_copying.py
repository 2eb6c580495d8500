"""Copying from another of the unit's plans into the form."""

from dataclasses import replace

from django import forms

from tasks.forms.plan_values import PlanValues
from tasks.models import Plan

PEOPLE, STEPS = "people", "steps"
PEOPLE_LINES = ("supervising_leader", "responsible_office", "contact_name", "contact_phone")


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
        choices=[(PEOPLE, "主管领导、责任处室、联系人、联系电话"), (STEPS, "工作步骤")],
        error_messages={"required": "请选择复制哪些内容", "invalid_choice": "请选择复制哪些内容"},
    )

    def __init__(self, *args, sources, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources

    def errors_by_place(self) -> dict[str, str]:
        places = {"source": "id_copy_source", "what": "id_copy_people"}
        return {places[name]: messages[0] for name, messages in self.errors.items()}


def copied(values: PlanValues, source: Plan, what: list[str]) -> PlanValues:
    """`values` with people and contacts of `source` in place of its own, and its steps after its own."""
    other = PlanValues.of(source)
    if PEOPLE in what:
        people = {name: other.lines[name] for name in PEOPLE_LINES if other.lines[name]}
        values = replace(values, lines=values.lines | people)
    if STEPS in what:
        values = replace(values, steps=values.trimmed().steps + other.steps)
    return values
