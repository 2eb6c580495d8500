"""Loading the register from its files: register texts follow the files, what people wrote stays.

- Areas, tasks and responsible units of the register are brought to what the files say.
- Units and programmes are kept by the administrator once they exist: a difference is reported, never overwritten.
- Rows that the files no longer name stay, and so do plans, designations and resolutions of wording.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch

from tasks.actions import courses
from tasks.actions.former import keep
from tasks.actions.leading import set_lead
from tasks.actions.register_changes import LoadOutcome, RowLoaded
from tasks.actions.register_kept import load_programme, load_unit
from tasks.actions.register_rows import differing, labels, save_valid, update
from tasks.actions.responsibilities import lead_and_deadline, lists, set_responsibilities
from tasks.models import FormerTask, Goal, Programme, Responsibility, Task, TaskGroup
from tasks.register_data import GoalData, GroupData, ProgrammeRegister, Register, TaskData
from units import audit
from units.models import Unit
from units.spelling import spell


@transaction.atomic
def load_register(*, register: Register, at: datetime) -> list[RowLoaded]:
    """Bring the database to `register`; all or nothing. Raises RegisterError naming the entry that cannot be.

    What is changed is kept as it was until `at`: lists and exports of past days say what they said. A task that is new
    has its lead from the beginning; another lead than before leads from `at` on.
    """
    units: dict[str, Unit] = {}
    changes: list[RowLoaded] = []
    for data in register.units:
        units[data.short_name] = load_unit(data, changes)
    for one in register.programmes:
        _load_programme_register(one, units, changes, at)
    spell(_searched())
    written = [
        str(change) for change in changes if change.outcome in (LoadOutcome.CREATED, LoadOutcome.UPDATED)
    ]
    if written:
        codes = "、".join(one.programme.code for one in register.programmes)
        audit.record(action="register.load", who="（命令行）", subject=codes, detail={"changes": written})
    return changes


def _searched() -> Iterator[str]:
    """What tasks are found by, besides their numbers."""
    for rows, column in (
        (Task.objects, "content"),
        (TaskGroup.objects, "name"),
        (Responsibility.objects, "wording"),
        (Unit.objects, "short_name"),
    ):
        yield from rows.order_by().values_list(column, flat=True)


def _load_programme_register(
    one: ProgrammeRegister, units: dict[str, Unit], changes: list[RowLoaded], at: datetime
) -> None:
    is_new = not Programme.objects.filter(code=one.programme.code).exists()
    programme = load_programme(one.programme, units, changes)
    # Locked, so that nobody begins a plan under a lead that is about to be another; before anything of them is written.
    list(programme.tasks.select_for_update().order_by("pk").values_list("pk"))
    groups = {data.number: _load_group(programme, data, changes, at) for data in one.groups}
    entries = Responsibility.objects.select_related("unit").order_by("position")
    tasks = programme.tasks.select_related("lead", "plan").prefetch_related(
        Prefetch("responsibilities", entries)
    )
    existing = {task.number: task for task in tasks}
    for data in one.tasks:
        changes.append(_load_task(existing.pop(data.number, None), programme, data, groups, units, at))
    changes += [_not_in_files("任务", task.number) for task in existing.values()]
    entered_at = None if is_new else at
    changes += [_load_goal(programme, data, entered_at) for data in one.goals]
    gone = programme.groups.exclude(number__in=groups)
    changes += [_not_in_files("大项", group.number) for group in gone]


def _not_in_files(subject: str, number: int) -> RowLoaded:
    return RowLoaded(subject, str(number), LoadOutcome.KEPT, "文件中已没有，原样保留")


def _load_group(programme: Programme, data: GroupData, changes: list[RowLoaded], at: datetime) -> TaskGroup:
    values = {"name": data.name, "body": data.body, "responsible_line": data.responsible_line}
    group = programme.groups.filter(number=data.number).first()
    if group is None:
        changes.append(RowLoaded("大项", str(data.number), LoadOutcome.CREATED))
        return save_valid(TaskGroup(programme=programme, number=data.number, **values), data.entry)
    if group.name != data.name:
        keep(group, at=at)
        courses.mark(group.tasks.values_list("pk", flat=True))  # by it they are found
    changed = update(group, values, data.entry)
    changes.append(_changed("大项", data.number, labels(group, changed)))
    return group


def _load_goal(programme: Programme, data: GoalData, entered_at: datetime | None) -> RowLoaded:
    """One of which something was counted stays what it was counted for; one that comes later is not known before."""
    names = ("name", "target", "measure", "horizon", "sentence")
    values = {name: getattr(data, name) for name in names}
    goal = programme.goals.filter(number=data.number).first()
    if goal is None:
        save_valid(Goal(programme=programme, number=data.number, entered_at=entered_at, **values), data.entry)
        return RowLoaded("具体目标", str(data.number), LoadOutcome.CREATED)
    if differing(goal, values) and goal.readings.exists():
        data.entry.refuse("该项具体目标已有登记数据，不能更改；文件有调整的，请另列一项")
    return _changed("具体目标", data.number, labels(goal, update(goal, values, data.entry)))


def _load_task(
    task: Task | None,
    programme: Programme,
    data: TaskData,
    groups: dict[int, TaskGroup],
    units: dict[str, Unit],
    at: datetime,
) -> RowLoaded:
    lead, own_deadline = lead_and_deadline(task, data, units)
    values = {
        "group": groups[data.group],
        "printed_group": groups[data.printed_group] if data.printed_group else None,
        "content": data.content,
        "body_sentence": data.body_sentence,
        "reading_note": data.reading_note,
    }
    if task is None:
        task = save_valid(Task(programme=programme, number=data.number, **values), data.entry)
        set_responsibilities(task, data, units)
        if lead:
            set_lead(task, lead, since=None, plan_deadline=None, recorded_at=None)
        courses.mark([task.pk])
        return RowLoaded("任务", str(data.number), LoadOutcome.CREATED)
    if FormerTask.facts() & set(differing(task, values)) or not lists(task, data, units):
        keep(task, at=at)
    changed = [labels(task, update(task, values, data.entry))]
    if task.lead != lead:
        set_lead(task, lead, since=at.date(), plan_deadline=own_deadline, recorded_at=at)
        changed.append(labels(task, ["lead"]))
    changed += ["责任单位"] if set_responsibilities(task, data, units) else []
    if any(changed):
        courses.mark([task.pk])
    return _changed("任务", data.number, "、".join(filter(None, changed)))


def _changed(subject: str, number: int, changed: str) -> RowLoaded:
    return RowLoaded(subject, str(number), LoadOutcome.UPDATED if changed else LoadOutcome.SAME, changed)
