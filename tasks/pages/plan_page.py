"""What the page of the plan form shows, drawn from the working copy or from what was posted."""

from dataclasses import dataclass
from itertools import islice

from tasks import policies
from tasks.forms.plan_cleaning import Cleaned
from tasks.forms.plan_values import PlanValues
from tasks.models import Plan, Task
from tasks.rules import crosschecks, periods
from tasks.rules.content import Period, PlanContent, StepContent
from units.models import Membership, Office, Unit

# Fields whose latest values in the unit's other plans are offered while typing.
OFFERED = ("supervising_leader", "responsible_office", "contact_name", "contact_phone")
OFFERS = 8
OTHER_PLANS = 200
# Characters of a step that fit on a line of the form.
TEXT_WIDTH = 24


@dataclass(frozen=True)
class Reading:
    """What was understood of a time, to stand beside it; `place` is the id of its input."""

    place: str
    words: str
    understood: bool


@dataclass(frozen=True)
class StepLine:
    """A row of steps as drawn."""

    number: int
    text: str
    due: str
    unit: str
    reading: Reading
    text_error: str = ""
    due_error: str = ""
    unit_error: str = ""

    @property
    def rows(self) -> int:
        """Lines the text takes, so that all of it is seen without scripts."""
        return sum(1 + len(line) // TEXT_WIDTH for line in self.text.split("\n"))


@dataclass(frozen=True)
class ParticipantLine:
    number: int
    name: str
    error: str = ""


@dataclass(frozen=True)
class Understood:
    """The times of a plan as they were read."""

    start: Period
    finish: Period
    dues: list[Period]

    @classmethod
    def of(cls, values: PlanValues) -> "Understood":
        dues = [step.due for step in values.steps]
        return cls(*periods.read_plan(values.lines["start"], values.lines["finish"], dues))

    def readings(self) -> list[Reading]:
        steps = [reading_of(f"id_step_{n}_due", due) for n, due in enumerate(self.dues, start=1)]
        return [self.start_reading(), self.finish_reading(), *steps]

    def start_reading(self) -> Reading:
        return Reading("id_start", periods.explain_start(self.start), _fine(self.start))

    def finish_reading(self) -> Reading:
        return reading_of("id_finish", self.finish)


def reading_of(place: str, period: Period) -> Reading:
    return Reading(place, periods.explain(period), _fine(period))


def _fine(period: Period) -> bool:
    return period.understood or not period.text.strip()


def step_lines(values: PlanValues, understood: Understood, errors: dict[str, str]) -> list[StepLine]:
    lines = []
    for number, (step, due) in enumerate(zip(values.steps, understood.dues, strict=True), start=1):
        place = f"id_step_{number}"
        wrong = {f"{name}_error": errors.get(f"{place}_{name}", "") for name in ("text", "due", "unit")}
        reading = reading_of(f"{place}_due", due)
        lines.append(StepLine(number, step.text, step.due, step.unit, reading, **wrong))
    return lines


def participant_lines(values: PlanValues, errors: dict[str, str]) -> list[ParticipantLine]:
    return [
        ParticipantLine(number, name, errors.get(f"id_participant_{number}", ""))
        for number, name in enumerate(values.participants, start=1)
    ]


def missing(values: PlanValues, understood: Understood, task: Task) -> list[dict[str, str]]:
    """尚未填写, each a link to its field; read from what was typed, without the database."""
    values = values.trimmed()
    steps = (StepContent(step.text, due) for step, due in zip(values.steps, understood.dues, strict=False))
    content = PlanContent(
        number=task.number,
        lead="",
        content=task.content,
        **{name: values.lines[name] for name in OFFERED},
        start=understood.start,
        finish=understood.finish,
        steps=tuple(steps),
    )
    return [
        {"label": label, "href": f"#id_step_{step}_{name}" if step else f"#{_first_place(name)}"}
        for name, step, label in crosschecks.missing(content)
    ]


def _first_place(name: str) -> str:
    return "id_step_1_text" if name == "steps" else f"id_{name}"


def other_plans(task: Task) -> list[Plan]:
    """The unit's other plans, the one written last first: what they say is offered, and can be copied."""
    plans = Plan.objects.led_by(task.lead).exclude(task=task).select_related("task")
    return list(plans.order_by("-updated_at", "-pk")[:OTHER_PLANS])


def offers(task: Task, others: list[Plan]) -> dict[str, list[str]]:
    """For each field what the unit wrote last, newest first; its offices too."""
    found = {name: _distinct(getattr(plan, name) for plan in others) for name in OFFERED}
    names = Office.objects.filter(unit=task.lead).values_list("name", flat=True)
    found["responsible_office"] = _distinct([*found["responsible_office"], *names], limit=30)
    return found


def _distinct(texts, limit: int = OFFERS) -> list[str]:
    return list(islice(dict.fromkeys(text for text in texts if text), limit))


def context(
    task: Task, plan: Plan | None, values: PlanValues, cleaned: Cleaned, *, by: Membership, version: int
) -> dict:
    """All that templates/tasks/plan_form.html and its parts read, but for the frame and the routes."""
    values = values.with_rows(steps=1, participants=0)
    understood = Understood.of(values)
    units, others = list(Unit.objects.in_document_order()), other_plans(task)
    return {
        "programme": task.programme,
        "task": task,
        "plan": plan,
        "version": version,
        "saved_by": plan.updated_by if plan else None,
        "may_consult": policies.allowed(policies.may_consult, by, task, plan or Plan()),
        "automatic": False,
        "pasted": None,
        "print_ready": False,
        "form": cleaned.form,
        "errors": cleaned.summary(),
        "has_errors": not cleaned.is_valid,
        "steps_error": cleaned.errors.get("id_steps", ""),
        "participants_error": cleaned.errors.get("id_participants", ""),
        "start_reading": understood.start_reading(),
        "finish_reading": understood.finish_reading(),
        "steps": step_lines(values, understood, cleaned.errors),
        "registered": task.participant_entries,
        "participants": participant_lines(values, cleaned.errors),
        "step_units": _step_units(task, values, units),
        "units": units,
        "offers": offers(task, others),
        "copy_sources": sorted(others, key=lambda other: (other.task.programme_id, other.task.number)),
        "copy_error": cleaned.errors.get("id_copy_source") or cleaned.errors.get("id_copy_people", ""),
        "missing": missing(values, understood, task),
    }


def _step_units(task: Task, values: PlanValues, units: list[Unit]) -> list[Unit]:
    """Units a step can be given to: those of the register, those added, and any a step already names."""
    keys = {task.lead_id} | {entry.unit_id for entry in task.responsibilities.all()}
    named = {step.unit for step in values.steps}
    return [
        unit
        for unit in units
        if unit.pk in keys or unit.short_name in values.participants or str(unit.pk) in named
    ]
