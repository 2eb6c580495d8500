"""Rows of tasks as 任务分解 and the pages of a unit and of an area show them: columns, fifty at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet, Value
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from tasks.enums import PlanStatus, TaskState, state_note
from tasks.models import Programme, Responsibility, Task
from tasks.pages import marks
from tasks.pages.judged import Reader
from tasks.querysets.standing import Days
from tasks.rules import dates
from tasks.rules.times import Held
from tasks.steps_in_time import finishes_of
from zgc_tasks.common.drawn import drawn
from zgc_tasks.common.paging import Begun, Paged, paged
from zgc_tasks.common.prepared import Argument, Prepared


class ListedUnit(NamedTuple):
    """An entry of 责任单位."""

    name: str
    leads: bool
    is_wording: bool


class ListedTask(NamedTuple):
    """The cells of a row; `own` rows stand out."""

    cells: SafeString
    own: bool
    area: tuple[int, str]


class Area(NamedTuple):
    """Neighbouring rows of one area: a merged cell of the printed table."""

    address: str
    number: int
    name: str
    in_words: str
    rows: tuple[ListedTask, ...]


_PRINTED_ORDER = ("group__number", "number")
_COLUMNS = (
    "pk", "number", "content", "reading_note", "lead_unit", "state", "checking", "revision", "first_filed_at",
    "group__number", "group__name", "light", "outlook", "status", "plan__in_force",
)  # fmt: skip


def tasks_of(programme: Programme | Argument):
    """The tasks of a programme, asked by way of its areas: from there they are read in printed order, unsorted."""
    return Task.objects.filter(group__programme=programme)


def listed(tasks) -> QuerySet:
    """Their keys in printed order, of which `paged_tasks` shows a page."""
    return tasks.order_by(*_PRINTED_ORDER).values_list("pk", flat=True)


def paged_tasks(
    found: QuerySet | Begun,
    asked: QueryDict,
    programme: Programme,
    reader: Reader,
    *,
    today: date,
    key: str = "page",
    total: int | None = None,
) -> Paged:
    """The page of what is `listed` that `asked` names by `key`; `total` where it is known."""
    return paged(found, asked, key=key, rows=partial(_rows, programme, today, reader), total=total)


def areas(rows: Iterable[ListedTask], programme: Programme) -> list[Area]:
    return [
        Area(
            address=reverse("group-detail", args=[programme.slug, number]),
            number=number,
            name=name,
            in_words=f"{number} {name}",
            rows=tuple(members),
        )
        for (number, name), members in groupby(rows, lambda row: row.area)
    ]


def _rows(programme: Programme, today: date, reader: Reader, found: Iterable[int]) -> list[ListedTask]:
    """Three queries for the tasks with these keys; for who oversees them what is kept of the tasks (`Course`) is up to date."""
    keys, register = list(found), reverse("task-list", args=[programme.slug])
    units = _units_of(keys)
    rows = _WITH_COURSE if reader.oversees else _WITH_OUTLOOK
    tasks = rows(keys=keys, **Days.of(today)._asdict())
    finishes = _finishes(tasks, reader)
    return [
        ListedTask(
            cells=_cells(task, register, units[task.pk], reader, finishes.get(task.plan__in_force)),
            own=task.lead_unit == reader.own,
            area=(task.group__number, task.group__name),
        )
        for task in tasks
    ]


def _columns(tasks) -> QuerySet:
    return tasks.order_by(*_PRINTED_ORDER).values_list(*_COLUMNS, named=True)


def _with_course(keys: list[int], day, soon) -> QuerySet:
    return _columns(_standing(keys, day, soon).with_course(day))


def _with_outlook(keys: list[int], day, soon) -> QuerySet:
    return _columns(_standing(keys, day, soon).with_outlook().annotate(light=Value("")))


def _standing(keys: list[int], day, soon):
    return Task.objects.filter(pk__in=keys).with_standing(Days(day, soon))


_WITH_COURSE, _WITH_OUTLOOK = Prepared(_with_course), Prepared(_with_outlook)


def _finishes(tasks: list, reader: Reader) -> dict[int, Held]:
    """完成时间 by what is in force of each plan that is accepted and that the reader sees."""
    accepted = (task.plan__in_force for task in tasks if task.status == PlanStatus.ACCEPTED)
    return finishes_of(accepted, unit=None if reader.oversees else reader.own)


def _cells(task, register: str, units: list, reader: Reader, finish: Held | None) -> SafeString:
    state = TaskState(task.state)
    return drawn(
        "tasks/_register_cells.html",
        address=f"{register}{task.number}/",
        number=str(task.number),
        content=task.content,
        reading_note=task.reading_note,
        units=tuple(_listed(units, task.lead_unit)),
        state=state,
        label=state.label,
        note=state_note(task.checking, task.revision),
        filed_on=dates.in_figures(timezone.localdate(task.first_filed_at)) if task.first_filed_at else "",
        oversees=reader.oversees,
        finish=str(finish.time) if finish else "",
        moved=finish.in_words if finish else "",
        light=marks.of_light(task.light) if reader.oversees else None,
        outlook=marks.of_outlook(task.outlook) if reader.is_told(task.lead_unit) else None,
    )


def _units_of(keys: list[int]) -> dict[int, list[tuple[int | None, str, str]]]:
    """Per task the entries of 责任单位 in printed order: unit, its short name, wording."""
    units = defaultdict(list)
    for task, *entry in _ENTRIES(tasks=keys):
        units[task].append(entry)
    return units


_ENTRIES = Prepared(
    lambda tasks: (
        Responsibility.objects.filter(task__pk__in=tasks)
        .order_by("task", "position")
        .values_list("task", "unit", "unit__short_name", "wording")
    )
)


def _listed(entries, lead: int | None) -> Iterator[ListedUnit]:
    for unit, name, wording in entries:
        yield ListedUnit(wording or name, leads=unit is not None and unit == lead, is_wording=unit is None)
