"""From what was typed to what is saved: cleaned, measured, units found by name; every error at its place."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from tasks.actions.drafts import ParticipantInput, PlanInput, StepInput
from tasks.forms.plan import PlanForm
from tasks.forms.plan_values import PlanValues, StepValues
from tasks.models import Task
from tasks.models.plan import MAX_STEPS
from tasks.rules.content import FIELD_LABELS
from units.models import Unit
from zgc_tasks.common.text import clean_line, clean_text

MAX_STEP_TEXT = 2000
MAX_LINE = 100
MAX_PARTICIPANTS = 50


@dataclass
class Cleaned:
    """`data` is what may be saved when there are no errors; `errors` are messages by the id of their field."""

    form: PlanForm
    data: PlanInput | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        return not self.errors

    def summary(self) -> list[dict[str, str]]:
        """For the error summary, in the order of the form."""
        return [{"text": message, "href": f"#{place}"} for place, message in self.errors.items()]


def clean(values: PlanValues, task: Task) -> Cleaned:
    """Clean a posted plan. Nothing is required; what cannot be stored is refused with how to mend it."""
    cleaned = Cleaned(form=PlanForm(values))
    cleaned.errors |= {
        f"id_{name}": _at(FIELD_LABELS[name], messages[0]) for name, messages in cleaned.form.errors.items()
    }
    steps = _steps(values.trimmed().steps, cleaned.errors)
    participants = _participants(values.participants, task, cleaned.errors)
    if cleaned.is_valid:
        cleaned.data = PlanInput(**cleaned.form.cleaned_data, steps=steps, participants=participants)
    return cleaned


def _at(label: str, message: str) -> str:
    return message if message.startswith(label) else f"{label}：{message}"


def _checked(text: str, clean_it, limit: int, label: str) -> str:
    """The cleaned text; ValidationError in words that name the place."""
    try:
        text = clean_it(text)
    except ValidationError as error:
        raise ValidationError(_at(label, error.message)) from None
    if len(text) > limit:
        raise ValidationError(f"{label}不能超过{limit}字，现有{len(text)}字，请缩短")
    return text


def _steps(rows: tuple[StepValues, ...], errors: dict[str, str]) -> tuple[StepInput, ...]:
    if len(rows) > MAX_STEPS:
        errors["id_steps"] = f"工作步骤最多{MAX_STEPS}步，现有{len(rows)}步，请合并或删除多出的步骤"
        return ()
    units = _units_by_key({row.unit for row in rows if row.unit})
    steps = []
    for number, row in enumerate(rows, start=1):
        steps.append(
            StepInput(
                text=_step_text(row, number, errors),
                due=_step_due(row, number, errors),
                unit=units.get(row.unit),
            )
        )
        if row.unit and row.unit not in units:
            errors[f"id_step_{number}_unit"] = f"第 {number} 步的承担单位不在列表中，请重新选择"
    return tuple(steps)


def _step_text(row: StepValues, number: int, errors: dict[str, str]) -> str:
    return _or_error(
        errors, f"id_step_{number}_text", row.text, clean_text, MAX_STEP_TEXT, f"第 {number} 步的内容"
    )


def _step_due(row: StepValues, number: int, errors: dict[str, str]) -> str:
    return _or_error(errors, f"id_step_{number}_due", row.due, clean_line, MAX_LINE, f"第 {number} 步的时限")


def _or_error(errors: dict[str, str], place: str, *checked) -> str:
    try:
        return _checked(*checked)
    except ValidationError as error:
        errors[place] = error.message
        return ""


def _units_by_key(keys: set[str]) -> dict[str, Unit]:
    """Units by their key as text; what is no key of any unit is left out."""
    found = (
        Unit.objects.filter(pk__in=[key for key in keys if key.isdecimal() and len(key) < 10]) if keys else ()
    )
    return {str(unit.pk): unit for unit in found}


def _participants(names: tuple[str, ...], task: Task, errors: dict[str, str]) -> tuple[ParticipantInput, ...]:
    """Names of units the system knows become those units; the rest stay as named."""
    numbered = [(number, name) for number, name in enumerate(names, start=1) if name.strip()]
    if len(numbered) > MAX_PARTICIPANTS:
        errors["id_participants"] = f"增列的参与单位最多{MAX_PARTICIPANTS}个，请删减"
        return ()
    if not numbered:
        return ()
    known = _units_by_name()
    taken = {task.lead_id, *task.responsibilities.values_list("unit_id", flat=True)}
    added = []
    for number, written in numbered:
        place, label = f"id_participant_{number}", f"增列的第 {number} 个参与单位"
        name = _or_error(errors, place, written, clean_line, MAX_LINE, label)
        unit = known.get(name)
        entry = ParticipantInput(unit=unit) if unit else ParticipantInput(name=name)
        if entry in added or (unit and unit.pk in taken):
            errors.setdefault(place, f"{name}已是本项责任单位或参与单位，不必重复增列，请删除这一行")
        added.append(entry)
    return tuple(added)


def _units_by_name() -> dict[str, Unit]:
    names = {}
    for unit in Unit.objects.in_document_order():
        for name in (*unit.aliases, unit.full_name, unit.short_name):
            names[name] = unit
    return names
