"""The fields of the plan form, drawn from the working copy or from what was posted; 代录 has the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from tasks.forms.plan_cleaning import Cleaned
from tasks.models import Task
from tasks.pages.answering import ToAnswer
from tasks.pages.places import link, links
from tasks.pages.plan_offers import Offers
from tasks.pages.plan_readings import ReadingBeside, readings
from tasks.pages.time_reason import LaterTimes
from tasks.rules import crosschecks
from tasks.rules.sheet import IN_ONE_LINE, Field, FieldKind, Place, Sheet, Step
from tasks.rules.wording import joined
from units.models import Unit
from zgc_tasks.common.drawn import drawn
from zgc_tasks.common.paging import First
from zgc_tasks.common.prepared import Prepared

_STEP = "tasks/_plan_form_step.html"
# Characters of a step that fit on a line of the form.
TEXT_WIDTH = 24


@dataclass(frozen=True)
class Drawn:
    """Something to type into: a field of one line, or the name of an added participant; plain values, so that it is drawn
    once. `error` is what is wrong with it. `comments` are those of the return that are pinned to it; where there are any,
    it is not drawn once.
    """

    value: str
    number: int = 0
    field: Field | None = None
    reading: ReadingBeside | None = None
    error: str = ""
    comments: Sequence[ToAnswer] = dataclass_field(default=(), compare=False)

    @property
    def is_time(self) -> bool:
        return self.field is not None and self.field.kind is FieldKind.TIME


class StepErrors(NamedTuple):
    text: str = ""
    due: str = ""
    unit: str = ""


_NO_ERRORS = StepErrors()


class StepRow(NamedTuple):
    """A step to type into, and the same of it. A step in force is not deleted, but cancelled, split or merged at `ending`.
    `units` are (value, label) of those it can be given to; none where it can only be one, and nothing is to be put right.
    """

    number: int
    key: int | None
    text: str
    due: str
    unit: str
    reading: ReadingBeside
    errors: StepErrors
    ending: str
    units: tuple[tuple[str, str], ...]
    is_first: bool
    is_last: bool
    comments: Sequence[ToAnswer] = ()

    def drawn(self) -> SafeString:
        if self.comments:
            return render_to_string(_STEP, {"step": self})
        return drawn(_STEP, step=self)

    @property
    def lines(self) -> int:
        """Lines the text takes, so that all of it is seen without scripts."""
        return sum(1 + len(line) // TEXT_WIDTH for line in self.text.split("\n"))


def parts(
    task: Task,
    cleaned: Cleaned,
    *,
    offers: Offers,
    endings: Mapping[int, str] | None = None,
    later: LaterTimes | None = None,
) -> dict:
    """What the form of the lead and that of whoever enters a plan from paper have in common; `endings` are the
    addresses at which steps in force are cancelled, split or merged, `later` the times that move later.
    """
    endings, errors = endings or {}, cleaned.errors
    sheet = cleaned.sheet.with_rows(steps=1)
    read, units = readings(sheet, later or {}), _UNITS()
    step_units = _step_units(task, sheet, units)
    return {
        "programme": task.programme,
        "task": task,
        "save_url": _address("plan-save", task),
        "errors": links(errors),
        "has_errors": not cleaned.is_valid,
        "lines": [_line(each, sheet, errors, read) for each in IN_ONE_LINE],
        "steps": [
            _step(step, number, len(sheet.steps), errors, endings.get(step.key, ""), read, step_units)
            for number, step in enumerate(sheet.steps, start=1)
        ],
        "ended": [],
        "steps_comments": (),
        "participants_comments": (),
        "paste_url": _address("plan-paste", task),
        "pasted": None,
        "deleted": None,
        "steps_error": errors.get(Place("steps"), ""),
        "paste_text": cleaned.left_over,
        "paste_error": errors.get(Place("paste"), ""),
        "registered": joined(map(str, task.participant_entries)),
        "participants": [
            Drawn(name, number, error=errors.get(Place("participants", number), ""))
            for number, name in enumerate(sheet.participants, start=1)
        ],
        "participants_error": errors.get(Place("participants"), ""),
        "offers": (*offers, ("unit", tuple(unit["short_name"] for unit in units))),
        "missing": missing(sheet),
    }


_MISSING_NAMED = 8


def missing(sheet: Sheet) -> First:
    """尚未填写, each a link to its field."""
    found = crosschecks.missing(sheet.trimmed())
    named = (
        link(Place("text", 1) if name == "steps" else Place(name, step), label)
        for name, step, label in found[:_MISSING_NAMED]
    )
    return First(tuple(named), len(found))


def _address(route: str, task: Task) -> str:
    return reverse(route, args=[task.programme.slug, task.number])


def _line(
    each: Field, sheet: Sheet, errors: Mapping[Place, str], read: Mapping[Place, ReadingBeside]
) -> Drawn:
    value, place = getattr(sheet, each.name), Place(each.name)
    return Drawn(str(value), field=each, reading=read.get(place), error=errors.get(place, ""))


def _step(
    step: Step,
    number: int,
    of: int,
    errors: Mapping[Place, str],
    ending: str,
    read: Mapping[Place, ReadingBeside],
    units: tuple[tuple[str, str], ...],
) -> StepRow:
    wrong = _errors_of(number, errors) if errors else _NO_ERRORS
    chooses_unit = len(units) > 1 or step.unit or wrong.unit
    return StepRow(
        number=number,
        key=step.key,
        text=step.text,
        due=step.due.text,
        unit=step.unit,
        reading=read[Place("due", number)],
        errors=wrong,
        ending=ending,
        units=units if chooses_unit else (),
        is_first=number == 1,
        is_last=number == of,
    )


def _errors_of(step: int, errors: Mapping[Place, str]) -> StepErrors:
    return StepErrors(*(errors.get(Place(name, step), "") for name in StepErrors._fields))


_UNITS = Prepared(lambda: Unit.objects.in_document_order().values("pk", "short_name"))


def _step_units(task: Task, sheet: Sheet, units: list[dict]) -> tuple[tuple[str, str], ...]:
    """Choices of the units a step can be given to: those of the register, those added, and any a step already names."""
    keys = {task.lead_id} | {entry.unit_id for entry in task.entries}
    named = {step.unit for step in sheet.steps}.union(sheet.participants)
    return tuple(
        (unit["short_name"],) * 2 for unit in units if unit["pk"] in keys or unit["short_name"] in named
    )
