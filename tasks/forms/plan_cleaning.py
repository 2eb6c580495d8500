"""From what was typed to what is saved: cleaned, measured, units found by name, times read; every error at its place."""

from dataclasses import dataclass, field, replace

from tasks.forms.cleaning import or_error, up_to
from tasks.forms.fields import LineField
from tasks.models import Task
from tasks.models.plan import MAX_STEPS
from tasks.rules.periods import Period
from tasks.rules.sheet import IN_ONE_LINE, FieldKind, Place, Sheet, Step
from tasks.rules.step_texts import COUNTING, MAX_STEPS_TEXT, measured
from units.models import Unit
from zgc_tasks.common.text import clean_line, clean_text, has_control

MAX_STEP_TEXT = 2000
MAX_LINE = 100
MAX_PARTICIPANTS = 50
# Rows of a refused form; what else was typed stands where it can be taken from.
DRAWN_STEPS, DRAWN_PARTICIPANTS = 2 * MAX_STEPS, 2 * MAX_PARTICIPANTS

Errors = dict[Place, str]

_LINES = {line.name: LineField(label=line.label, required=False) for line in IN_ONE_LINE}


@dataclass(frozen=True)
class Cleaned:
    """`sheet` as it may be saved when there are no errors; what has one stands there as it was typed.

    `errors` are in the order of the form; `left_over` is what was typed and has no row: it stands in the box for
    pasting.
    """

    sheet: Sheet
    errors: Errors = field(default_factory=dict)
    left_over: str = ""

    @property
    def is_valid(self) -> bool:
        return not self.errors

    def beside(self, saved: Sheet) -> "Cleaned":
        """To be compared with what is saved: where there is more of steps than is compared, all of them are left over."""
        if Place("steps") not in self.errors:
            return self
        steps = (*map(_as_pasted, self.sheet.trimmed().steps), *filter(None, [self.left_over]))
        return replace(self, sheet=replace(self.sheet, steps=saved.steps), left_over="\n".join(steps))


def clean(typed: Sheet, task: Task, *, unread: str = "") -> Cleaned:
    """Clean what was typed. Nothing is required; what cannot be stored is refused with how to mend it.

    This is where times are read, once: the page, the cross-checks and the database have them from here. `unread` is
    what was pasted and is too long to be split into steps.
    """
    errors: Errors = {}
    lines, steps = _lines(typed, errors), _steps(typed, errors)
    if unread:
        errors[Place("paste")] = f"{too_much_pasted(unread)}；所粘贴的文字仍在下面的框中"
    participants = _participants(typed.participants, task, errors)
    sheet = replace(typed, **lines, steps=steps[:DRAWN_STEPS], participants=participants)
    left_over = (*map(_as_pasted, steps[DRAWN_STEPS:]), *filter(None, [unread]))
    return Cleaned(task.read(sheet), errors, "\n".join(left_over))


def too_much_pasted(text: str) -> str:
    return f"一次最多粘贴{MAX_STEPS_TEXT}字{COUNTING}，现有{measured(text)}字，请分几次加入"


def _lines(typed: Sheet, errors: Errors) -> dict[str, str | Period]:
    lines = {}
    for line in IN_ONE_LINE:
        text = or_error(
            errors, Place(line.name), typed.in_words(line.name), _LINES[line.name].clean, line.label
        )
        lines[line.name] = Period(text) if line.kind is FieldKind.TIME else text
    return lines


def _steps(typed: Sheet, errors: Errors) -> tuple[Step, ...]:
    saved = typed.trimmed().steps
    if len(saved) > MAX_STEPS:
        in_box = f"；第{DRAWN_STEPS}步以后的在“从 Word 粘贴多步”框中" if len(saved) > DRAWN_STEPS else ""
        errors[Place("steps")] = (
            f"工作步骤最多{MAX_STEPS}步，现有{len(saved)}步，请合并或删除多出的步骤{in_box}"
        )
        return saved
    length = sum(measured(step.text) for step in saved)
    if length > MAX_STEPS_TEXT:
        errors[Place("steps")] = f"各步内容合计不能超过{MAX_STEPS_TEXT}字{COUNTING}，现有{length}字，请精简"
    units = _known_among({step.unit for step in saved if step.unit})
    cleaned = (_step(step, number, units, errors) for number, step in enumerate(saved, start=1))
    return (*cleaned, *typed.steps[len(saved) :])


def _as_pasted(step: Step) -> str:
    """A line from which pasting makes the same step again."""
    return f"{step.text}（{step.due}）" if step.text and step.due.text else step.text or step.due.text


def _step(step: Step, number: int, units: set[str], errors: Errors) -> Step:
    label = f"第 {number} 步的内容"
    clean_it = up_to(MAX_STEP_TEXT, clean_text, label)
    text = or_error(errors, Place("text", number), step.text, clean_it, label)
    label = f"第 {number} 步的时限"
    clean_it = up_to(MAX_LINE, clean_line, label)
    due = or_error(errors, Place("due", number), step.due.text, clean_it, label)
    if step.unit and step.unit not in units:
        errors[Place("unit", number)] = f"第 {number} 步的承担单位不在列表中，请重新选择"
    return replace(step, text=text, due=Period(due))


def _known_among(names: set[str]) -> set[str]:
    """Those that are names of units; of a list one chooses from, anything may be sent."""
    asked = {name for name in names if not has_control(name)}
    if not asked:  # as in most saves
        return set()
    return set(Unit.objects.filter(short_name__in=asked).values_list("short_name", flat=True))


def _participants(names: tuple[str, ...], task: Task, errors: Errors) -> tuple[str, ...]:
    """Names of units the system knows become their short names; the rest stay as named."""
    named = sum(1 for name in names if name.strip())
    if named > MAX_PARTICIPANTS:
        errors[Place("participants")] = f"增列的参与单位最多{MAX_PARTICIPANTS}个，请删减"
        last = "、".join(names[DRAWN_PARTICIPANTS - 1 :])
        return (*names[: DRAWN_PARTICIPANTS - 1], *filter(None, [last]))
    if not named:
        return names
    known, cleaned = units_by_name(), []
    taken = _named_in_register(task)
    for number, written in enumerate(names, start=1):
        place, label = Place("participants", number), f"增列的第 {number} 个参与单位"
        name = or_error(errors, place, written, up_to(MAX_LINE, clean_line, label), label)
        unit_or_name = known.get(name, name)
        if name and (unit_or_name in cleaned or unit_or_name in taken):
            errors.setdefault(place, f"{name}已是本项责任单位或参与单位，不必重复增列，请删除这一行")
        cleaned.append(unit_or_name)
    return tuple(cleaned)


def _named_in_register(task: Task) -> set[str]:
    units = Unit.objects.filter(pk__in=task.responsibilities.values("unit"))
    return {task.lead.short_name, *units.values_list("short_name", flat=True)}


def units_by_name() -> dict[str, str]:
    """By every name of a unit its short name."""
    names = {}
    for short, full, aliases in Unit.objects.in_document_order().values_list(
        "short_name", "full_name", "aliases"
    ):
        for name in (*aliases, full, short):
            names[name] = short
    return names
