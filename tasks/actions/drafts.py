"""Saving the working copy of a plan."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from tasks import policies
from tasks.actions.locking import StaleWrite, lock_plan_of
from tasks.models import Plan, PlanAuthor, PlanParticipant, PlanStep, Task
from tasks.rules import periods
from tasks.rules.content import Period
from units import audit
from units.models import Membership, Unit
from zgc_tasks.common.prepared import Prepared

# Saves closer together than this belong to one editing session, which leaves one row in the audit log.
EDITING_SESSION = timedelta(minutes=30)


@dataclass(frozen=True)
class StepInput:
    text: str = ""
    due: str = ""
    unit: Unit | None = None


@dataclass(frozen=True)
class ParticipantInput:
    """A chosen unit, or the name of one the register does not know."""

    unit: Unit | None = None
    name: str = ""


@dataclass(frozen=True)
class PlanInput:
    """What a person typed into the form, as written; times are read here, not by the caller."""

    supervising_leader: str = ""
    responsible_office: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    start: str = ""
    finish: str = ""
    steps: tuple[StepInput, ...] = field(default_factory=tuple)
    participants: tuple[ParticipantInput, ...] = field(default_factory=tuple)


_STEP_COLUMNS = ("text", "due_text", "due_first", "due_last", "unit_id")
_STEPS = Prepared(
    lambda plan: PlanStep.objects.filter(plan=plan).order_by("position").values_list(*_STEP_COLUMNS)
)
_PARTICIPANT_COLUMNS = ("unit_id", "name")
_PARTICIPANTS = Prepared(
    lambda plan: (
        PlanParticipant.objects.filter(plan=plan).order_by("position").values_list(*_PARTICIPANT_COLUMNS)
    )
)
_PLAIN_FIELDS = ("supervising_leader", "responsible_office", "contact_name", "contact_phone")


@transaction.atomic
def save_draft(*, task: Task, based_on: int, data: PlanInput, by: Membership, at: datetime) -> Plan:
    """Write the working copy. `based_on` is the version the form was drawn from, 0 for a new plan.

    Raises StaleWrite; a save that changes nothing writes nothing.
    """
    plan = _plan_for_writing(task, based_on, by, at)
    if _write(plan, data) or not based_on:
        touch(plan, by=by, at=at)
        plan.save()
        _sign_as_author(plan, by=by, at=at)
    return plan


def touch(plan: Plan, *, by: Membership, at: datetime) -> None:
    """Mark the plan as written now; the caller saves it."""
    plan.version += 1
    plan.begun_at = plan.begun_at or at
    plan.updated_at, plan.updated_by = at, by


def save_rows(plan: Plan, data: PlanInput) -> None:
    """Write fields, steps and participants of a plan the caller has locked, without version or author."""
    _write(plan, data)
    plan.save()


def _plan_for_writing(task: Task, based_on: int, by: Membership, at: datetime) -> Plan:
    # Asked first without the plan: who has no part in writing it must not learn that it changed, or to what.
    policies.may_write(by, task)
    plan = lock_plan_of(task, based_on)
    policies.may_write(by, task, plan)
    return plan or _started(task, by=by, at=at)


def _started(task: Task, *, by: Membership, at: datetime) -> Plan:
    """A new plan; StaleWrite where somebody else started it in this very moment."""
    plan, new = Plan.objects.get_or_create(
        task=task, defaults={"version": 0, "updated_at": at, "updated_by": by}
    )
    if not new:
        raise StaleWrite(plan)
    return plan


def _write(plan: Plan, data: PlanInput) -> bool:
    """Set the fields of `plan`, which the caller saves, and write its rows; whether anything changed."""
    start, finish, dues = periods.read_plan(data.start, data.finish, [step.due for step in data.steps])
    written = [
        _write_fields(plan, data, start, finish),
        _write_steps(plan, data.steps, dues),
        _write_participants(plan, data.participants),
    ]
    return any(written)


def _write_fields(plan: Plan, data: PlanInput, start: Period, finish: Period) -> bool:
    before = [*(getattr(plan, name) for name in _PLAIN_FIELDS), plan.start, plan.finish]
    for name in _PLAIN_FIELDS:
        setattr(plan, name, getattr(data, name))
    plan.start_text, plan.start_first, plan.start_last = start.text, start.first, start.last
    plan.finish_text, plan.finish_first, plan.finish_last = finish.text, finish.first, finish.last
    return before != [*(getattr(plan, name) for name in _PLAIN_FIELDS), start, finish]


def _write_steps(plan: Plan, steps: tuple[StepInput, ...], dues: list[Period]) -> bool:
    rows = [
        PlanStep(
            plan=plan,
            position=position,
            text=step.text,
            due_text=due.text,
            due_first=due.first,
            due_last=due.last,
            unit=step.unit,
        )
        for position, (step, due) in enumerate(zip(steps, dues, strict=True), start=1)
    ]
    return _replace(plan.steps, rows, _STEPS(plan=plan.pk), _STEP_COLUMNS)


def _write_participants(plan: Plan, participants: tuple[ParticipantInput, ...]) -> bool:
    rows = [
        PlanParticipant(plan=plan, position=position, unit=entry.unit, name=entry.name)
        for position, entry in enumerate(participants, start=1)
    ]
    return _replace(plan.participants, rows, _PARTICIPANTS(plan=plan.pk), _PARTICIPANT_COLUMNS)


def _replace(manager, rows: list, saved: list[tuple], names: tuple[str, ...]) -> bool:
    """Replace all rows of one kind, only where they differ from what is saved in `names`."""
    if saved == [tuple(getattr(row, name) for name in names) for row in rows]:
        return False
    if saved:
        manager.all().delete()
    manager.model.objects.bulk_create(rows)
    return True


def _sign_as_author(plan: Plan, *, by: Membership, at: datetime) -> None:
    """Note who saved and when; a save that begins an editing session leaves its row in the audit log."""
    own = PlanAuthor.objects.filter(plan=plan, user=by.user_id)
    if own.filter(last_saved_at__gte=at - EDITING_SESSION).update(last_saved_at=at):
        return
    audit.record(action="plan.save", by=by, subject=str(plan))
    PlanAuthor.objects.update_or_create(plan=plan, user_id=by.user_id, defaults={"last_saved_at": at})
