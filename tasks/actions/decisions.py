"""Recording decisions of others: who leads a task that names no lead, and whom open wording means."""

from datetime import date, datetime

from django.db import transaction

from tasks import policies
from tasks.models import Designation, Responsibility, Task, WordingResolution
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
    task = Task.objects.select_for_update(of=("self",)).select_related("programme").get(pk=task.pk)
    policies.may_record_decision(by, task.programme)
    if task.responsibilities.filter(position=1, unit__isnull=False).exists():
        raise Refusal("本项牵头单位由任务分解表确定，不能另行明确", Kind.NOT_NOW)
    if hasattr(task, "plan") and task.lead_id != unit.pk:
        raise Refusal(f"{task.lead}已开始填写本项实施方案，不能改由其他单位牵头", Kind.NOT_NOW, "unit")
    typed.not_after_today(dated_on, at.date(), label="依据日期", field="dated_on")
    typed.own_deadline(plan_deadline, dated_on)
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
    policies.may_record_decision(by, responsibility.task.programme)
    if responsibility.unit_id:
        raise Refusal("该责任单位已有名称，无需明确", Kind.NOT_NOW)
    if responsibility.names_nobody:
        raise Refusal(f"“{responsibility.wording}”不指具体单位，无需明确", Kind.NOT_NOW)
    typed.some_units(units)
    typed.not_after_today(dated_on, at.date(), label="依据日期", field="dated_on")
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
