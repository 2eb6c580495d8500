"""Recording decisions of others: who leads a task, and whom open wording means."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tasks import policies
from tasks.actions.leading import set_lead
from tasks.actions.locking import locked, locked_task
from tasks.models import Designation, Plan, Programme, Responsibility, Task, WordingResolution
from tasks.rules import typed
from units import audit
from units.models import Membership, Unit
from zgc_tasks.common.refusal import Kind, Refusal


@transaction.atomic
def designate(
    *,
    task: Task,
    unit: Unit,
    plan_deadline: date | None,
    basis: str,
    basis_number: str,
    dated_on: date,
    by: Membership,
    at: datetime,
) -> Designation:
    """明确牵头单位 of a task that has no lead, or another one than now, with what there is of its plan (decision 0049).

    The plan gets a deadline of its own (design §1); one that was filed goes to another lead with that by which it was.
    """
    task = locked_task(task.pk)
    policies.may_record_decision(by, task.programme)
    plan = locked(task=task)
    filed_at = plan.first_filed_at if plan else None
    _require_another_lead(task, unit)
    _require_days(task.programme, dated_on, at.date())
    keeps = filed_at is not None and task.lead_id != unit.pk
    typed.deadline_unless_kept(plan_deadline, keeps=keeps)
    if keeps:
        deadline = task.own_deadline
    else:
        _require_deadline(task, plan_deadline, dated_on, filed_at and timezone.localdate(filed_at), at.date())
        deadline = plan_deadline
    made = Designation.objects.create(
        task=task,
        unit=unit,
        plan_deadline=plan_deadline,
        basis=basis,
        basis_number=basis_number,
        dated_on=dated_on,
        recorded_at=at,
        recorded_by=by,
    )
    if plan and task.lead_id != unit.pk:
        _hand_over(plan, unit)
    set_lead(task, unit, since=dated_on, plan_deadline=deadline, recorded_at=at)
    audit.record(action="task.designate", by=by, subject=task.programme.in_log(made))
    return made


def _require_another_lead(task: Task, unit: Unit) -> None:
    """Who leads by a decision may get another deadline by the next one."""
    if task.lead_id == unit.pk and task.own_deadline is None:
        raise Refusal(f"本项现由{unit}牵头，不需登记；请选择变更后的牵头单位", Kind.WRONG_INPUT, "unit")


def _require_deadline(
    task: Task, plan_deadline: date, dated_on: date, filed_on: date | None, today: date
) -> None:
    years = task.programme.known_years(today)
    typed.in_known_years(plan_deadline, years, label="本项报送截止日期", field="plan_deadline")
    typed.own_deadline(plan_deadline, dated_on)
    typed.time_to_file(plan_deadline, today, task.programme.plan_deadline)
    typed.stays_on_time(plan_deadline, filed_on, task.filing_deadline)


def _hand_over(plan: Plan, unit: Unit) -> None:
    """The working copy with all that hangs on it is the new lead's; whoever still has it open is refused."""
    plan.participants.filter(unit=unit).delete()  # it leads now
    plan.office = None
    plan.version += 1
    plan.save(update_fields=["office", "version"])


@transaction.atomic
def resolve_wording(
    *,
    responsibility: Responsibility,
    units: list[Unit],
    basis: str,
    basis_number: str,
    dated_on: date,
    by: Membership,
    at: datetime,
) -> WordingResolution:
    """Record which units 等有关区县 and the like mean; the printed wording stays; records add up."""
    task = locked_task(responsibility.task_id)
    responsibility = task.responsibilities.filter(pk=responsibility.pk).first()
    if responsibility is None:
        raise Refusal("本项责任单位刚刚有变化，未登记。请查看最新情况", Kind.OUT_OF_DATE)
    policies.may_record_decision(by, responsibility.task.programme)
    if responsibility.unit_id:
        raise Refusal("该责任单位已有名称，无需明确", Kind.NOT_NOW)
    if responsibility.names_nobody:
        raise Refusal(f"“{responsibility.wording}”不指具体单位，无需明确", Kind.NOT_NOW)
    typed.some_units(units)
    _require_days(task.programme, dated_on, at.date())
    made = WordingResolution.objects.create(
        responsibility=responsibility,
        basis=basis,
        basis_number=basis_number,
        dated_on=dated_on,
        recorded_at=at,
        recorded_by=by,
    )
    made.units.set(units)
    audit.record(action="wording.resolve", by=by, subject=task.programme.in_log(made))
    return made


def _require_days(programme: Programme, dated_on: date, today: date) -> None:
    typed.happened(dated_on, programme.known_years(today), today, label="依据日期", field="dated_on")
