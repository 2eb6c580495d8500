"""The register as a page shows it: tasks in their areas, with today's standing from the plan's current columns.

A list may be a page of thousands of tasks, so it is filtered and cut in the database; a test holds these states
equal to the ledger of today (design §5).
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from tasks.models import Plan, Task, TaskGroup
from tasks.rules import deadlines


@dataclass(frozen=True, slots=True)
class Line:
    """A task with its standing; `filed_on` is the day of its first filing."""

    task: Task
    plan: Plan | None
    standing: deadlines.Standing
    filed_on: date | None


@dataclass(frozen=True, slots=True)
class Area:
    """Neighbouring lines of one area: a merged cell of the printed table."""

    group: TaskGroup
    lines: tuple[Line, ...]


def line(task: Task, today: date) -> Line:
    """One task, fetched with `plan`, as of `today`."""
    plan = getattr(task, "plan", None)
    filed_on = timezone.localdate(plan.first_filed_at) if plan and plan.first_filed_at else None
    standing = deadlines.standing(
        has_lead=task.lead_id is not None,
        deadline=task.filing_deadline,
        as_of=today,
        has_draft=plan is not None and plan.begun_at is not None,
        status=plan.status if plan else None,
        first_filed_on=filed_on,
        refile_by=plan.refile_by if plan else None,
    )
    return Line(task, plan, standing, filed_on)


def areas(tasks: list[Task], today: date) -> list[Area]:
    """The lines in printed order, gathered by area."""
    lines = (line(task, today) for task in tasks)
    return [
        Area(members[0].task.group, tuple(members))
        for _, members in ((key, list(found)) for key, found in groupby(lines, lambda row: row.task.group_id))
    ]
