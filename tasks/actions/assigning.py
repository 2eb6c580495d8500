"""分办: handing a plan to one of the lead's offices, or to none of them."""

from datetime import datetime

from django.db import transaction

from tasks import policies
from tasks.actions.locking import StaleWrite, begin, locked, locked_task
from tasks.models import Filing, Plan, Task
from units import audit
from units.models import Membership, Office
from zgc_tasks.common.refusal import Kind, Refusal


@transaction.atomic
def assign(
    *, task: Task, office: Office | None, based_on_office: int | None, by: Membership, at: datetime
) -> Plan | None:
    """Assign the plan, begun or not, filed or not; that alone does not begin it.

    `based_on_office` is the key of the office the person saw it assigned to, None for none. The plan's version counts
    what is typed, which assigning neither disturbs nor is disturbed by (decision 0024). Raises StaleWrite
    where somebody else assigned it in between. What is so already is not written again.
    """
    task = locked_task(task.pk)
    plan = locked(task=task)
    policies.may_assign(by, task)
    if office is not None and office.unit_id != task.lead_id:
        raise Refusal("只能分办给本单位的处室", Kind.WRONG_INPUT, "office")
    present, wanted = plan and plan.office_id, office and office.pk
    if present == wanted:
        return plan
    if present != based_on_office:
        raise _assigned_meanwhile(task, plan)
    plan = plan or begin(task, by=by, at=at)
    plan.office = office
    plan.save(update_fields=["office"])
    if plan.filing_id and office:
        # What was filed without an office, from a letter say, is of the first that carries it out.
        Filing.objects.filter(pk=plan.filing_id, office=None).update(office=office)
    audit.record(action="plan.assign", by=by, subject=str(plan), detail={"office": str(office or "")})
    return plan


def _assigned_meanwhile(task: Task, plan: Plan | None) -> StaleWrite:
    now = f"分办给{plan.office.name}" if plan and plan.office else "取消分办"
    words = f"第{task.number}项刚刚由他人{now}，您的分办尚未保存。请核对后再按一次"
    return StaleWrite(plan, words)
