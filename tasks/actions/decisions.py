"""Recording decisions of others: who leads a task that names no lead, and whom open wording means."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tasks import policies
from tasks.actions.locking import locked, locked_task
from tasks.models import Designation, Programme, Responsibility, Task, WordingResolution
from tasks.rules import typed
from units import audit
from units.models import Membership, Unit
from zgc_tasks.common.refusal import Kind, Refusal


@transaction.atomic
def designate(
    *,
    task: Task,
    unit: Unit,
    plan_deadline: date,
    basis: str,
    basis_number: str,
    dated_on: date,
    by: Membership,
    at: datetime,
) -> Designation:
    """明确牵头单位 of a task whose first entry names no unit. Its plan gets a deadline of its own (design §1)."""
    task = locked_task(task.pk)
    policies.may_record_decision(by, task.programme)
    if task.responsibilities.filter(position=1, unit__isnull=False).exists():
        raise Refusal("本项牵头单位由任务分解表确定，不能另行明确", Kind.NOT_NOW)
    plan = locked(task=task)
    if plan and task.lead_id != unit.pk:
        raise Refusal(f"{task.lead}已开始填写本项实施方案，不能改由其他单位牵头", Kind.NOT_NOW, "unit")
    _require_days(task.programme, dated_on, at.date())
    years = task.programme.known_years(at.date())
    typed.in_known_years(plan_deadline, years, label="本项报送截止日期", field="plan_deadline")
    typed.own_deadline(plan_deadline, dated_on)
    typed.time_to_file(plan_deadline, at.date(), task.programme.plan_deadline)
    filed_at = plan.first_filed_at if plan else None
    typed.stays_on_time(plan_deadline, filed_at and timezone.localdate(filed_at), task.filing_deadline)
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
    task.lead, task.own_deadline = unit, plan_deadline
    task.save(update_fields=["lead", "own_deadline"])
    audit.record(action="task.designate", by=by, subject=str(made))
    return made


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
    audit.record(action="wording.resolve", by=by, subject=str(made))
    return made


def _require_days(programme: Programme, dated_on: date, today: date) -> None:
    typed.in_known_years(dated_on, programme.known_years(today), label="依据日期", field="dated_on")
    typed.not_after_today(dated_on, today, label="依据日期", field="dated_on")
