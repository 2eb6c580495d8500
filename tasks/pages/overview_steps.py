"""步骤时间轴: all steps of plans in force by area or by lead unit, task by task, on one axis a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import NamedTuple

from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from tasks import ledger, steps_in_time
from tasks.charts import times as charts
from tasks.charts.times import Axis
from tasks.enums import PlanStatus
from tasks.forms.ledger import errors_of
from tasks.forms.overview import StepsForm
from tasks.ledger import Row, areas_then, outline
from tasks.models import UNITS_NAMED, Programme, Task
from tasks.pages import standing
from tasks.pages.step_lines import StepLine, TaskSteps, axis_of
from tasks.pages.tabs import Tab, of_overview
from tasks.querysets.standing import end_of
from tasks.rules import dates
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import Paged, paged
from zgc_tasks.common.prepared import Prepared

TASKS_ON_A_PAGE = 10


class TaskLine(NamedTuple):
    number: int
    address: str
    content: str
    lead: str
    steps: tuple[StepLine, ...]


class Group(NamedTuple):
    """Neighbouring tasks of one area, or of one lead unit."""

    name: str
    tasks: tuple[TaskLine, ...]


class _Found(NamedTuple):
    """A task of the page before it is drawn."""

    number: int
    content: str
    area: str
    lead: str
    steps: TaskSteps


@dataclass(frozen=True)
class StepsPage:
    as_of: date
    said: str
    form: StepsForm
    errors: list[str]
    legend: SafeString
    axis: SafeString
    groups: list[Group]
    page: Paged
    tabs: tuple[Tab, ...]


def build(programme: Programme, asked: QueryDict, *, today: date) -> StepsPage:
    areas = areas_then(programme, end_of(today))
    form = StepsForm(
        asked,
        years=programme.known_years(today),
        areas=sorted(areas.values()),
        units=[(unit.slug, unit.short_name) for unit in UNITS_NAMED(programme=programme.pk)],
    )
    wanted = form.cleaned_data if form.is_valid() else {}
    day = wanted.get("as_of") or today
    find = _then if day < today else _now
    page = find(programme, wanted, asked, day)
    axis = axis_of([found.steps for found in page], day)
    return StepsPage(
        as_of=day,
        said=dates.as_of(day, today),
        form=form,
        errors=errors_of(form),
        legend=charts.legend(),
        axis=axis.drawn,
        groups=_groups(programme, page, axis, by_unit=wanted.get("by") == StepsForm.BY_UNIT),
        page=page,
        tabs=of_overview(programme, "overview-steps", day),
    )


def _groups(programme: Programme, page: Iterable[_Found], axis: Axis, *, by_unit: bool) -> list[Group]:
    register = reverse("task-list", args=[programme.slug])

    def line(found: _Found) -> TaskLine:
        address = f"{register}{found.number}/"
        return TaskLine(found.number, address, found.content, found.lead, found.steps.lines(axis))

    return [
        Group(name, tuple(map(line, found)))
        for name, found in groupby(page, lambda each: each.lead if by_unit else each.area)
    ]


def _now(programme: Programme, wanted: dict, asked: QueryDict, day: date) -> Paged:
    """Of tasks with a plan in force; what is overdue is kept (`Course`)."""
    by_unit = wanted.get("by") == StepsForm.BY_UNIT
    found = _LISTED[by_unit](programme=programme.pk)
    if any(wanted.get(name) for name in ("group", "unit", "overdue")):
        found = _in_order(_narrowed(_with_plan(programme.pk), wanted, day), by_unit)
    return paged(found, asked, size=TASKS_ON_A_PAGE, rows=partial(_drawable, programme, day))


def _with_plan(programme: int) -> QuerySet:
    in_force = (
        Q(plan__status=PlanStatus.ACCEPTED) | ~Q(plan__filing=F("plan__in_force")) | Q(plan__filing=None)
    )
    return Task.objects.filter(in_force, programme=programme, plan__in_force__isnull=False)


def _in_order(tasks: QuerySet, by_unit: bool) -> QuerySet:
    """Their keys."""
    order = ("lead__document_order", "lead", "number") if by_unit else ("group__number", "number")
    return tasks.order_by(*order).values_list("pk", flat=True)


def _listed(by_unit: bool) -> Listed:
    return Listed(lambda programme: _in_order(_with_plan(programme), by_unit), size=TASKS_ON_A_PAGE)


_LISTED = {by_unit: _listed(by_unit) for by_unit in (True, False)}


def _narrowed(tasks: QuerySet, wanted: dict, day: date) -> QuerySet:
    if wanted.get("group"):
        tasks = tasks.filter(group__number=wanted["group"])
    if wanted.get("unit"):
        tasks = tasks.filter(lead__slug=wanted["unit"])
    if wanted.get("overdue"):
        tasks = tasks.with_course(day).filter(overdue=True)
    return tasks


_DRAWN = Prepared(
    lambda tasks: (
        Task.objects.filter(pk__in=tasks).select_related("group", "lead", "plan__in_force").only(*_READ)
    )
)
_READ = ("number", "content", "group__number", "group__name", "lead__short_name", *steps_in_time.READ_OF_PLAN)


def _drawable(programme: Programme, day: date, keys: Iterable[int]) -> list[_Found]:
    keys = list(keys)
    by_key = {task.pk: task for task in _DRAWN(tasks=keys)}
    for task in by_key.values():
        task.programme = programme
    steps = steps_in_time.of_tasks_with_times(list(by_key.values()), today=day) if by_key else {}
    return [
        _Found(
            task.number,
            task.content,
            f"{task.group.number} {task.group.name}",
            str(task.lead or ""),
            TaskSteps(*steps[task.pk]),
        )
        for task in map(by_key.__getitem__, keys)
    ]


def _then(programme: Programme, wanted: dict, asked: QueryDict, day: date) -> Paged:
    """The same of a day gone by, from the ledger of it."""
    by_unit = wanted.get("by") == StepsForm.BY_UNIT
    tasks = [task for task in outline(programme, day) if task.has_steps]
    leads = standing.units_named(task.lead for task in tasks)
    found = [
        task
        for task in tasks
        if (not wanted.get("group") or task.area == wanted["group"])
        and (not wanted.get("unit") or (task.lead and leads[task.lead].slug == wanted["unit"]))
        and (not wanted.get("overdue") or task.overdue)
    ]
    found.sort(key=lambda task: (leads[task.lead].order if by_unit else task.area, task.number))
    keys = [task.pk for task in found]
    return paged(keys, asked, size=TASKS_ON_A_PAGE, rows=partial(_rows_then, programme, day))


def _rows_then(programme: Programme, day: date, keys: list[int]) -> list[_Found]:
    by_key = {row.task_id: row for row in ledger.build(programme, as_of=day, tasks=keys).rows}
    return [_of_row(by_key[key]) for key in keys]


def _of_row(row: Row) -> _Found:
    area, lead = f"{row.group} {row.group_name}", row.lead.short if row.lead else ""
    return _Found(row.number, row.content, area, lead, TaskSteps(row.reported.steps, row.times))
