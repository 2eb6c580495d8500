"""The register as a page shows it: tasks in their areas, with today's standing from the plan's current columns.

A list may be a page of thousands of tasks, so it is filtered and cut in the database; a test holds these states
equal to the ledger of today (design §5).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count
from django.utils import timezone

from tasks.enums import DECIDED, PlanStatus, TaskState
from tasks.models import Plan, Programme, Responsibility, Task
from tasks.rules import deadlines
from units.models import Membership
from units.prepared import PreparedFor


@dataclass(frozen=True, slots=True)
class Line:
    """A task with its standing; `filed_on` is the day of its first filing."""

    task: Task
    plan: Plan | None
    standing: deadlines.Standing
    filed_on: date | None

    @property
    def note(self) -> str:
        return _note(self.plan and self.plan.status_in_force)


def _note(status: str | None) -> str:
    """What the badge of the state says beside it."""
    return PlanStatus.CHECKING.label if status == PlanStatus.CHECKING else ""


class RowUnit(NamedTuple):
    """An entry of 责任单位 as a row shows it."""

    name: str
    leads: bool
    is_wording: bool


class Row(NamedTuple):
    """All that a row of 任务分解 shows, as plain values: equal rows look equal (decision 0019)."""

    number: int
    content: str
    reading_note: str
    units: tuple[RowUnit, ...]
    state: TaskState
    note: str
    filed_on: date | None
    own: bool


class Area(NamedTuple):
    """Neighbouring rows of one area: a merged cell of the printed table."""

    number: int
    name: str
    rows: tuple[Row, ...]


def line(task: Task, today: date) -> Line:
    """One task, fetched with `plan`, as of `today`."""
    plan = getattr(task, "plan", None)
    filed_on = timezone.localdate(plan.first_filed_at) if plan and plan.first_filed_at else None
    standing = deadlines.standing(
        has_lead=task.lead_id is not None,
        deadline=task.filing_deadline,
        as_of=today,
        has_draft=plan is not None and plan.begun_at is not None,
        first_filed_on=filed_on,
        decided=DECIDED.get(plan.status_in_force) if plan else None,
        refile_by=plan.refile_by if plan else None,
    )
    return Line(task, plan, standing, filed_on)


_COLUMNS = (
    "pk", "number", "content", "reading_note", "lead_id", "own_deadline", "programme__plan_deadline",
    "group__number", "group__name",
    "plan__status", "plan__begun_at", "plan__first_filed_at", "plan__refile_by",
)  # fmt: skip


def register_rows(tasks):
    """The queryset of tasks as `areas` takes it: rows of columns, which cost a tenth of model instances."""
    return tasks.order_by("group__number", "number").values_list(*_COLUMNS, named=True)


class WholeRegister:
    """All tasks of a programme in printed order as a Paginator takes them, by prepared queries."""

    def __init__(self, programme: Programme, by: Membership):
        self._of = {"by": by, "programme": programme.pk}

    def count(self) -> int:
        return _COUNT.first(**self._of) or 0

    def __getitem__(self, cut: slice) -> list:
        return _rows_between(cut.start, cut.stop)(**self._of)


# Asked by way of the areas, because from there the database reads tasks in printed order and need not sort them.
def _whole(by, programme):
    return Task.objects.visible_to(by).filter(group__programme=programme)


_COUNT = PreparedFor(
    lambda by, programme: (
        Task.objects.visible_to(by)
        .filter(programme=programme)
        .values("programme")
        .annotate(tasks=Count("pk"))
        .values_list("tasks", flat=True)
        .order_by()
    )
)


@lru_cache(maxsize=128)
def _rows_between(start: int, stop: int) -> PreparedFor:
    return PreparedFor(lambda by, programme: register_rows(_whole(by, programme))[start:stop])


def areas(found: Iterable, today: date, own_unit: int | None) -> list[Area]:
    """The rows of `register_rows` in printed order, gathered by area; two queries, with the one of the rows."""
    found = list(found)
    units = _units_of([task.pk for task in found])
    return [
        Area(*area, tuple(_row(task, units, today, own_unit) for task in members))
        for area, members in groupby(found, lambda task: (task.group__number, task.group__name))
    ]


def _units_of(task_ids: list[int]) -> dict[int, list[tuple[int | None, str, str]]]:
    """Per task the entries of 责任单位 in printed order: unit, its short name, wording."""
    units = defaultdict(list)
    entries = Responsibility.objects.filter(task__in=task_ids).order_by("task_id", "position")
    for task_id, *entry in entries.values_list("task_id", "unit_id", "unit__short_name", "wording"):
        units[task_id].append(entry)
    return units


def _row(task, units, today: date, own_unit: int | None) -> Row:
    filed_on = timezone.localdate(task.plan__first_filed_at) if task.plan__first_filed_at else None
    stands = deadlines.standing(
        has_lead=task.lead_id is not None,
        deadline=task.own_deadline or task.programme__plan_deadline,
        as_of=today,
        has_draft=task.plan__begun_at is not None,
        first_filed_on=filed_on,
        decided=DECIDED.get(task.plan__status),
        refile_by=task.plan__refile_by,
    )
    return Row(
        number=task.number,
        content=task.content,
        reading_note=task.reading_note,
        units=tuple(_row_units(units[task.pk], task.lead_id)),
        state=stands.state,
        note=_note(task.plan__status),
        filed_on=filed_on,
        own=task.lead_id is not None and task.lead_id == own_unit,
    )


def _row_units(entries, lead_id: int | None) -> Iterator[RowUnit]:
    for unit_id, name, wording in entries:
        if unit_id is None:
            yield RowUnit(wording, leads=False, is_wording=True)
        else:
            yield RowUnit(name, leads=unit_id == lead_id, is_wording=False)
