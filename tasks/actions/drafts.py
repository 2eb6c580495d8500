"""Saving the working copy of a plan."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from tasks import policies
from tasks.actions.locking import begin, locked, locked_task
from tasks.models import Plan, PlanAuthor, PlanParticipant, PlanStep, Task
from tasks.rules import step_pairs
from tasks.rules.sheet import IN_ONE_LINE, FieldKind, Sheet, Step
from units import audit
from units.models import Membership, Unit
from zgc_tasks.common.prepared import Prepared

# Saves closer together than this belong to one editing session, which leaves one row in the audit log.
EDITING_SESSION = timedelta(minutes=30)

_STEP_COLUMNS = ("key", "text", "due_text", "due_first", "due_last", "unit_id")
_STEPS = Prepared(
    lambda plan: PlanStep.objects.filter(plan=plan).order_by("position").values_list(*_STEP_COLUMNS)
)
_PARTICIPANT_COLUMNS = ("unit_id", "name")
_PARTICIPANTS = Prepared(
    lambda plan: (
        PlanParticipant.objects.filter(plan=plan).order_by("position").values_list(*_PARTICIPANT_COLUMNS)
    )
)


@transaction.atomic
def save_draft(
    *, task: Task, based_on: int, sheet: Sheet, restored: int | None = None, by: Membership, at: datetime
) -> Plan:
    """Write the working copy: `sheet` as typed, its times read. `based_on` is the version the form was drawn from,
    0 for a new plan; `restored` the key of a step that was deleted by mistake and comes back with what hangs on it.

    Raises StaleWrite; a save that changes nothing writes nothing.
    """
    plan = _plan_for_writing(task, based_on, by, at)
    saved = _STEPS(plan=plan.pk)
    if _write(plan, _keyed(plan, sheet, saved, restored), saved) or not based_on:
        touch(plan, by=by, at=at)
        plan.save()
        _sign_as_author(plan, by=by, at=at)
    return plan


def touch(plan: Plan, *, by: Membership, at: datetime) -> None:
    """Mark the plan as written now; the caller saves it."""
    plan.version += 1
    plan.begun_at = plan.begun_at or at
    plan.updated_at, plan.updated_by = at, by


def save_rows(plan: Plan, sheet: Sheet) -> None:
    """Write fields, steps and participants of a plan the caller has locked, without version or author.

    The steps have their keys already.
    """
    _write(plan, sheet, _STEPS(plan=plan.pk))
    plan.save()


def keyed(plan: Plan, sheet: Sheet) -> Sheet:
    """With a key for every step: its own where the working copy has it, a new one for every other.

    What a browser posts as a key counts for no more than that. Where nothing is known of keys, on paper say, steps of
    the working copy are told by what they say. The caller saves the plan, which counts the keys.
    """
    return _keyed(plan, sheet, _STEPS(plan=plan.pk))


def _keyed(plan: Plan, sheet: Sheet, saved: list[tuple], restored: int | None = None) -> Sheet:
    working = [Step(text, key=key) for key, text, *_ in saved]
    steps = sheet.steps
    if all(step.key is None for step in steps):
        steps = step_pairs.carry_keys(working, steps)
    known = [step.key for step in working]
    if restored and restored < plan.next_step_key:
        known.append(restored)
    steps, plan.next_step_key = step_pairs.give_keys(steps, known, plan.next_step_key)
    return replace(sheet, steps=tuple(steps))


def _plan_for_writing(task: Task, based_on: int, by: Membership, at: datetime) -> Plan:
    task = locked_task(task.pk)
    # Asked first without the plan: who has no part in writing it must not learn that it changed, or to what.
    policies.may_write(by, task)
    plan = begin(task, based_on=0, by=by, at=at) if based_on == 0 else locked(task=task, based_on=based_on)
    policies.may_write(by, task, plan)
    return plan


def _write(plan: Plan, sheet: Sheet, saved: list[tuple]) -> bool:
    """Set the fields of `plan`, which the caller saves, and write its rows, of which `saved` are the steps as they stand;
    whether anything changed.
    """
    units = keys_of_units((*(step.unit for step in sheet.steps), *sheet.participants))
    written = [
        _write_fields(plan, sheet),
        _write_steps(plan, sheet.steps, saved, units),
        _write_participants(plan, sheet.participants, units),
    ]
    return any(written)


def keys_of_units(names: Iterable[str]) -> dict[str, int]:
    """The keys of those of these names that are short names of units."""
    wanted = {name for name in names if name}
    found = Unit.objects.filter(short_name__in=wanted).values_list("short_name", "pk") if wanted else ()
    return dict(found)


def _write_fields(plan: Plan, sheet: Sheet) -> bool:
    columns = _columns(sheet)
    before = {name: getattr(plan, name) for name in columns}
    for name, value in columns.items():
        setattr(plan, name, value)
    return before != columns


def _columns(sheet: Sheet) -> dict:
    """The one-line fields as the columns of a plan; a time takes three."""
    columns = {}
    for field in IN_ONE_LINE:
        value = getattr(sheet, field.name)
        if field.kind is FieldKind.TIME:
            columns |= {f"{field.name}_text": value.text, f"{field.name}_first": value.first}
            columns[f"{field.name}_last"] = value.last
        else:
            columns[field.name] = value
    return columns


def _write_steps(plan: Plan, steps: tuple[Step, ...], saved: list[tuple], units: dict[str, int]) -> bool:
    rows = [
        PlanStep(
            plan=plan,
            position=position,
            key=step.key,
            text=step.text,
            due_text=step.due.text,
            due_first=step.due.first,
            due_last=step.due.last,
            unit_id=units[step.unit] if step.unit else None,
        )
        for position, step in enumerate(steps, start=1)
    ]
    return _replace(plan.steps, rows, saved, _STEP_COLUMNS)


def _write_participants(plan: Plan, names: tuple[str, ...], units: dict[str, int]) -> bool:
    """A name that is a unit's becomes that unit, every other stays as named."""
    rows = [
        PlanParticipant(
            plan=plan, position=position, unit_id=units.get(name), name="" if name in units else name
        )
        for position, name in enumerate(names, start=1)
    ]
    return _replace(plan.participants, rows, _PARTICIPANTS(plan=plan.pk), _PARTICIPANT_COLUMNS)


def _replace(manager, rows: list, saved: list[tuple], names: tuple[str, ...]) -> bool:
    """Replace the rows of one kind that differ from what is saved in `names`; whether any does. Both stand in the order of
    their positions, which begin with 1 and have no gaps.
    """
    before = dict(enumerate(saved, start=1))
    changed = [
        row for row in rows if before.pop(row.position, None) != tuple(getattr(row, name) for name in names)
    ]
    if not changed and not before:
        return False
    if saved:
        manager.filter(position__in=[*before, *(row.position for row in changed)]).delete()
    manager.model.objects.bulk_create(changed)
    return True


def _sign_as_author(plan: Plan, *, by: Membership, at: datetime) -> None:
    """Note who saved and when; a save that begins an editing session leaves its row in the audit log."""
    own = PlanAuthor.objects.filter(plan=plan, user=by.user_id)
    if own.filter(last_saved_at__gte=at - EDITING_SESSION).update(last_saved_at=at):
        return
    audit.record(action="plan.save", by=by, subject=plan.task.programme.in_log(plan))
    note_author(plan, by=by, at=at)


def note_author(plan: Plan, *, by: Membership, at: datetime) -> None:
    """Whoever wrote any of a plan does not accept it."""
    PlanAuthor.objects.update_or_create(plan=plan, user_id=by.user_id, defaults={"last_saved_at": at})
