"""The plan form: the page, drawn from the working copy or from what was posted, and the answers to a save."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date
from itertools import chain, islice, repeat
from typing import NamedTuple

from django.db.models import F, QuerySet
from django.urls import reverse

from tasks import policies
from tasks.enums import Action, PlanStatus
from tasks.forms.plan_cleaning import Cleaned, too_much_pasted
from tasks.forms.plan_copying import PEOPLE_LABEL
from tasks.forms.plan_operations import Rows, steps_in
from tasks.models import Plan, PlanStep, Task
from tasks.pages import step_end
from tasks.pages.answering import Answers, Beside, Returned
from tasks.pages.places import html_id, link, links
from tasks.pages.time_reason import Later, LaterTimes, later_times
from tasks.rules import crosschecks, dates, deadlines, periods
from tasks.rules.period_notes import Note
from tasks.rules.periods import Period
from tasks.rules.sheet import IN_ONE_LINE, NEW, PEOPLE, Field, FieldKind, Place, Sheet, Step
from tasks.rules.step_texts import MAX_STEPS_TEXT, measured
from tasks.rules.wording import beginning, joined
from units.models import Membership, Office, Unit
from zgc_tasks.common.prepared import Prepared

OFFERS = 8
Offers = tuple[tuple[str, tuple[str, ...]], ...]  # of each field, by its name, the texts to choose from
OTHER_PLANS = 100
# Characters of a step that fit on a line of the form.
TEXT_WIDTH = 24

Hints = Mapping[Place, Sequence[str]]


@dataclass(frozen=True)
class Reading:
    """What was understood of a time, and what is asked about it, to stand beside it; `beside` is the id of its input.

    `later`: it moves later than it is in force; `hints` are what is asked about it beside the other fields.
    """

    beside: str
    words: str
    understood: bool
    notes: tuple[Note, ...] = ()
    later: Later | None = None
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """Something to type into: a field of one line, or the name of an added participant; plain values, so that it is drawn
    once. `error` is what is wrong with it. `comments` are those of the return that are pinned to it; where there are any,
    it is not drawn once.
    """

    value: str
    number: int = 0
    field: Field | None = None
    reading: Reading | None = None
    error: str = ""
    comments: Sequence[Beside] = dataclass_field(default=(), compare=False)

    @property
    def is_time(self) -> bool:
        return self.field is not None and self.field.kind is FieldKind.TIME


class StepErrors(NamedTuple):
    text: str
    due: str
    unit: str


@dataclass(frozen=True)
class StepRow:
    """A step to type into, and the same of it. A step in force is not deleted, but cancelled, split or merged at `ending`."""

    number: int
    key: int | None
    text: str
    due: str
    unit: str
    reading: Reading
    errors: StepErrors
    ending: str
    comments: Sequence[Beside] = dataclass_field(default=(), compare=False)

    @property
    def lines(self) -> int:
        """Lines the text takes, so that all of it is seen without scripts."""
        return sum(1 + len(line) // TEXT_WIDTH for line in self.text.split("\n"))


def reading_of(place: Place, period: Period, later: Later | None = None) -> Reading:
    explain = periods.explain_start if place.field == "start" else periods.explain
    if period.understood:
        return Reading(html_id(place), explain(period), understood=True, notes=period.notes, later=later)
    return Reading(html_id(place), explain(period), understood=not period.text.strip(), later=later)


def readings(sheet: Sheet, later: LaterTimes) -> list[Reading]:
    """Of all times of a sheet that was read."""
    places = {
        Place(line.name): getattr(sheet, line.name) for line in IN_ONE_LINE if line.kind is FieldKind.TIME
    }
    places |= {Place("due", n): step.due for n, step in enumerate(sheet.steps, start=1)}
    hints = crosschecks.hints(sheet)
    times = [
        _hinted(reading_of(place, each, later.get(place)), place, hints) for place, each in places.items()
    ]
    return [*times, *(_phone_reading(field, hints) for field in IN_ONE_LINE if field.phone)]


def _hinted(reading: Reading, place: Place, hints: Hints) -> Reading:
    return replace(reading, hints=tuple(hints.get(place, ())))


def _phone_reading(field: Field, hints: Hints) -> Reading:
    """Of a telephone number only what is asked about it."""
    place = Place(field.name)
    return _hinted(Reading(html_id(place), "", understood=True), place, hints)


def missing(sheet: Sheet) -> list[dict[str, str]]:
    """尚未填写, each a link to its field."""
    return [
        link(Place("text", 1) if name == "steps" else Place(name, step), label)
        for name, step, label in crosschecks.missing(sheet.trimmed())
    ]


def page(
    task: Task,
    plan: Plan | None,
    cleaned: Cleaned,
    *,
    by: Membership,
    today: date,
    version: int | None = None,
    answers: Answers | None = None,
) -> dict:
    """All that templates/tasks/plan_form.html and its parts read, but for the frame and the routes.

    `version` where what was typed rests on an older one than the plan's; `answers` to comments that came back with
    errors. 核对并报送 also corrects.
    """
    returned = Returned.of(plan, answers or {})
    others = _other_plans(task)
    of_plan = plan or Plan(task=task)
    may_file = (
        policies.allowed(policies.check, by, action, of_plan, today=today)
        for action in (Action.FILE, Action.CORRECT)
    )
    drawn = parts(
        task,
        cleaned,
        offers=_offers(task, others),
        endings=step_end.endings(plan),
        later=later_times(plan, cleaned.sheet),
    )
    return drawn | {
        "lines": [replace(line, comments=returned.on(line.field.name)) for line in drawn["lines"]],
        "steps": [replace(step, comments=returned.on_step(step.key)) for step in drawn["steps"]],
        "steps_comments": returned.on_steps(cleaned.sheet),
        "participants_comments": returned.on("participants"),
        "other_comments": returned.elsewhere(),
        "errors": [*drawn["errors"], *returned.errors()],
        "has_errors": drawn["has_errors"] or bool(returned.errors()),
        "ended": step_end.ended(plan),
        "plan": plan,
        "version": version if version is not None else plan.version if plan else 0,
        "saved_by_me": bool(plan and plan.updated_by) and plan.updated_by.user_id == by.user_id,
        "returned": of_plan.status == PlanStatus.RETURNED,
        "until": _until(task, of_plan, today),
        "may_consult": policies.allowed(policies.may_consult, by, task, of_plan),
        "may_file": any(may_file),
        "automatic": False,
        "print_ready": False,
        "copy_sources": _copy_sources(others),
        "copy_people": PEOPLE_LABEL,
        "copy_error": cleaned.errors.get(Place("copy_source"))
        or cleaned.errors.get(Place("copy_people"), ""),
    }


def _until(task: Task, plan: Plan, today: date) -> str:
    """By when it is to be filed and how late that is, or what it is to replace."""
    if plan.status == PlanStatus.RETURNED:
        return f"退回修改，{dates.in_words(plan.refile_by)}前重新报送{_late(plan.refile_by, today)}"
    if plan.revising:
        return "修订已核收的方案，新内容核收前原内容继续有效"
    receiving, deadline = task.programme.receiving_office, task.filing_deadline
    return f"{dates.in_words(deadline)}前报送{receiving}{_late(deadline, today)}"


def _late(deadline: date, today: date) -> str:
    return f"，已逾期 {deadlines.late_by(deadline, today)}" if today > deadline else ""


def parts(
    task: Task,
    cleaned: Cleaned,
    *,
    offers: Offers,
    endings: dict[int, str] | None = None,
    later: LaterTimes | None = None,
) -> dict:
    """What the form of the lead and that of whoever enters a plan from paper have in common; `endings` are the
    addresses at which steps in force are cancelled, split or merged, `later` the times that move later.
    """
    endings, later = endings or {}, later or {}
    sheet, errors = cleaned.sheet.with_rows(steps=1), cleaned.errors
    hints = crosschecks.hints(sheet)
    units = _UNITS()
    return {
        "programme": task.programme,
        "task": task,
        "save_url": _save_url(task),
        "errors": links(errors),
        "has_errors": not cleaned.is_valid,
        "lines": [_line(each, sheet, errors, later, hints) for each in IN_ONE_LINE],
        "steps": [
            _step(step, number, errors, endings.get(step.key, ""), later, hints)
            for number, step in enumerate(sheet.steps, start=1)
        ],
        "ended": [],
        "steps_comments": (),
        "participants_comments": (),
        "paste_url": reverse("plan-paste", args=[task.programme.slug, task.number]),
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
        "step_units": _step_units(task, sheet, units),
        "offers": (*offers, ("unit", tuple(unit["short_name"] for unit in units))),
        "missing": missing(sheet),
    }


def _save_url(task: Task) -> str:
    return reverse("plan-save", args=[task.programme.slug, task.number])


def plans_to_copy(by: Membership, task: Task) -> QuerySet:
    """The unit's other plans, with what can be copied from them."""
    return Plan.objects.visible_to(by).led_by(task.lead).exclude(task=task).with_sheet()


def as_saved(plan: Plan, cleaned: Cleaned) -> Cleaned:
    """What was posted and is saved by now, its steps with the keys they were given; rows beyond stay blank."""
    keys = _KEYS(plan=plan.pk)
    return replace(
        cleaned, sheet=cleaned.sheet.with_keys(islice(chain(keys, repeat(NEW)), len(cleaned.sheet.steps)))
    )


def saved(plan: Plan, cleaned: Cleaned, *, automatic: bool) -> dict:
    """The answer to a save in the background: version, time, readings, keys of the steps and 尚未填写."""
    return {
        "version": plan.version,
        "plan": plan,
        "automatic": automatic,
        "keys": [(number, step.key) for number, step in enumerate(cleaned.sheet.steps, start=1) if step.key],
        "readings": readings(cleaned.sheet, later_times(plan, cleaned.sheet)),
        "missing": missing(cleaned.sheet),
    }


_KEYS = Prepared(
    lambda plan: PlanStep.objects.filter(plan=plan).order_by("position").values_list("key", flat=True)
)


class PasteNote(NamedTuple):
    """The rows a paste has just added and what was understood of them; the note offers to take them away again."""

    first: int
    last: int
    words: str


def paste_note(sheet: Sheet, rows: Rows | None) -> PasteNote | None:
    steps = sheet.steps[rows.first - 1 : rows.last] if rows else ()
    return PasteNote(rows.first, rows.last, understood(steps, rows.heads)) if steps else None


def understood(steps: Sequence[Step], heads: int) -> str:
    """How much of what was pasted is what."""
    timed, given = sum(bool(step.due.text) for step in steps), sum(bool(step.unit) for step in steps)
    said = [f"共 {len(steps)} 步", f"{timed} 步有时限"]
    if given:
        said.append(f"{given} 步有承担单位")
    if heads:
        said.append(f"表头 {heads} 行未计入")
    return "，".join(said)


def pasting_offer(text: str, number: int) -> dict:
    """What is offered of a text that was pasted into step `number`: nothing where it is a step by itself."""
    if measured(text) > MAX_STEPS_TEXT:
        return {"refused": too_much_pasted(text)}
    steps, heads = steps_in(text)
    several = len(steps) > 1 or heads
    return {
        "number": number,
        "steps": steps[:_SHOWN],
        "more": steps[_SHOWN:],
        "words": understood(steps, heads) if several else "",
    }


_SHOWN = 3  # steps of an offer that are shown as they would be


def offices_of(task: Task) -> Offers:
    """What is offered where the unit's other plans are not to be seen: its offices."""
    return _offers(task, [])


def _line(each: Field, sheet: Sheet, errors: dict[Place, str], later: LaterTimes, hints: Hints) -> Drawn:
    value, place = getattr(sheet, each.name), Place(each.name)
    reading = _phone_reading(each, hints) if each.phone else None
    if each.kind is FieldKind.TIME:
        reading = _hinted(reading_of(place, value, later.get(place)), place, hints)
    return Drawn(str(value), field=each, reading=reading, error=errors.get(place, ""))


def _step(
    step: Step, number: int, errors: dict[Place, str], ending: str, later: LaterTimes, hints: Hints
) -> StepRow:
    due = Place("due", number)
    return StepRow(
        number=number,
        key=step.key,
        text=step.text,
        due=step.due.text,
        unit=step.unit,
        reading=_hinted(reading_of(due, step.due, later.get(due)), due, hints),
        errors=StepErrors(*(errors.get(Place(name, number), "") for name in StepErrors._fields)),
        ending=ending,
    )


def _other_plans(task: Task) -> list[dict]:
    """The unit's other plans, the one written last first: what they say is offered, and can be copied."""
    found = _OTHER_PLANS(lead=task.lead_id, task=task.pk)
    return sorted(found, key=lambda other: (other["updated_at"], other["pk"]), reverse=True)


def _others(lead, task) -> QuerySet:
    """Of the newest programmes, which an index has in order: not all that the unit ever led is sorted."""
    plans = Plan.objects.led_by(lead).exclude(task=task).order_by("-task__programme_id", "-updated_at", "-pk")
    columns = {"number": F("task__number"), "content": F("task__content"), "programme": F("task__programme")}
    return plans.values("pk", "updated_at", *(each.name for each in PEOPLE), **columns)[:OTHER_PLANS]


_OTHER_PLANS = Prepared(_others)
_OFFICES = Prepared(lambda unit: Office.objects.filter(unit=unit).values_list("name", flat=True))
_UNITS = Prepared(lambda: Unit.objects.in_document_order().values("pk", "short_name"))


_NAMED_BY = 24  # characters of a task


def _copy_sources(others: list[dict]) -> list[tuple[int, str]]:
    """By their keys, in the order of the register, each named by its number and the beginning of its text."""
    in_order = sorted(others, key=lambda other: (other["programme"], other["number"]))
    return [
        (other["pk"], f"{other['number']} {beginning(other['content'], _NAMED_BY)}") for other in in_order
    ]


def _offers(task: Task, others: list[dict]) -> Offers:
    """For each field what the unit wrote last, newest first; its offices too."""
    found = {each.name: _distinct(other[each.name] for other in others) for each in PEOPLE}
    names = _OFFICES(unit=task.lead_id)
    found["responsible_office"] = _distinct([*found["responsible_office"], *names], limit=30)
    return tuple(found.items())


def _distinct(texts: Iterable[str], limit: int = OFFERS) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(text for text in texts if text), limit))


def _step_units(task: Task, sheet: Sheet, units: list[dict]) -> tuple[tuple[str, str], ...]:
    """Choices of the units a step can be given to: those of the register, those added, and any a step already names."""
    keys = {task.lead_id} | {entry.unit_id for entry in task.responsibilities.all()}
    named = {step.unit for step in sheet.steps}.union(sheet.participants)
    return tuple(
        (unit["short_name"],) * 2 for unit in units if unit["pk"] in keys or unit["short_name"] in named
    )
