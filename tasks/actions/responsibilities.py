"""责任单位 of a task brought to what the register file lists, without losing what was decided about a wording."""

from datetime import date

from tasks.actions.register_rows import save_valid
from tasks.models import Responsibility, Task
from tasks.register_data import TaskData
from units.models import Unit

# Positions are unique in a task and checked row by row, so rows are moved out of the way before they are renumbered.
_ASIDE = 10_000


def lead_and_deadline(
    task: Task | None, data: TaskData, units: dict[str, Unit]
) -> tuple[Unit | None, date | None]:
    """As long as the file names the same first, who leads now. Else the unit listed first, or the designated one with
    the deadline of its own that comes with that. Refuses to take a plan from the unit that writes it.
    """
    if task is not None and _names_the_same_first(task, data, units):
        return task.lead, task.own_deadline
    lead, own_deadline = _by_file(task, data, units)
    if task is not None and hasattr(task, "plan") and task.lead != lead:
        data.entry.refuse(
            f"{task.lead}已开始填写本项实施方案，牵头单位不能改为{lead or '待明确'}，请恢复原来的次序"
        )
    return lead, own_deadline


def _names_the_same_first(task: Task, data: TaskData, units: dict[str, Unit]) -> bool:
    first = next(iter(task.responsibilities.all()), None)
    wanted = data.responsibilities[0]
    named = (units[wanted.unit] if wanted.unit else None, wanted.wording)
    return first is not None and (first.unit, first.wording) == named


def _by_file(task: Task | None, data: TaskData, units: dict[str, Unit]) -> tuple[Unit | None, date | None]:
    first = data.responsibilities[0]
    if first.unit:
        return units[first.unit], None
    in_force = task.designations.select_related("unit").last() if task else None
    return (in_force.unit, in_force.plan_deadline) if in_force else (None, None)


def lists(task: Task, data: TaskData, units: dict[str, Unit]) -> bool:
    """Whether the task lists its responsible units as the file does."""
    return list(_rows(task)) == _wanted(data, units)


def _rows(task: Task) -> dict[tuple, Responsibility]:
    return {(row.unit, row.wording): row for row in task.responsibilities.all()}


def _wanted(data: TaskData, units: dict[str, Unit]) -> list[tuple]:
    return [(units[part.unit] if part.unit else None, part.wording) for part in data.responsibilities]


def set_responsibilities(task: Task, data: TaskData, units: dict[str, Unit]) -> bool:
    """Whether anything changed. A row stays the same row when it moves, so its resolutions move with it."""
    wanted, rows = _wanted(data, units), _rows(task)
    if list(rows) == wanted:
        return False
    for key in rows.keys() - set(wanted):
        _remove(rows[key], data)
    kept = [rows[key] for key in wanted if key in rows]
    for row in kept:
        row.position += _ASIDE
    Responsibility.objects.bulk_update(kept, ["position"])
    for position, (unit, wording) in enumerate(wanted, start=1):
        row = rows.get((unit, wording)) or Responsibility(task=task, unit=unit, wording=wording)
        row.position = position
        save_valid(row, data.entry)
    return True


def _remove(row: Responsibility, data: TaskData) -> None:
    if row.resolutions.exists():
        data.entry.refuse(f"“{row.wording}”已登记明确的单位，不能从责任单位中去掉，请恢复该表述")
    row.delete()
