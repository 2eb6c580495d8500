"""Who leads a task: the one place that writes it, in `Leading` for every day and on the task for today."""

from datetime import date, datetime

from tasks.models import Leading, Task
from units.models import Unit


def writes_as_lead(unit: Unit, task: Task, day: date) -> bool:
    """Whether what a unit wrote on a day counts as written by the lead, whoever leads by now."""
    return task.lead_id == unit.pk or Leading.objects.on(day).filter(task=task, unit=unit).exists()


def set_lead(
    task: Task,
    unit: Unit | None,
    *,
    since: date | None,
    plan_deadline: date | None,
    recorded_at: datetime | None,
) -> Leading:
    """`unit` leads from `since` on, with a deadline of its own or that of the programme. The task is locked, and
    marked (`courses.mark`).
    """
    Leading.objects.filter(task=task, until=None).update(until=since)
    task.lead, task.own_deadline = unit, plan_deadline
    task.save(update_fields=["lead", "own_deadline"])
    return Leading.objects.create(
        task=task, unit=unit, since=since, plan_deadline=plan_deadline, recorded_at=recorded_at
    )
