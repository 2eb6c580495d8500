"""分办: handing plans to the lead's offices, or to none of them, one or a whole list at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from tasks import policies
from tasks.actions.locking import StaleWrite, begin, locked, locked_task, locked_tasks
from tasks.models import Filing, Plan, Task
from units import audit
from units.models import Membership, Office
from zgc_tasks.common.paging import PAGE_SIZE
from zgc_tasks.common.refusal import Kind, Refusal


class Choice(NamedTuple):
    """The key of the office that was chosen for a task and of the one that it was seen assigned to, None for none."""

    task: Task
    office: int | None
    seen: int | None


class Assigned(NamedTuple):
    """What became of several choices: the numbers of tasks by the name of their office now, "" for none, and why of
    others nothing was written.
    """

    done: dict[str, list[int]]
    refused: dict[int, Refusal]


@transaction.atomic
def assign_several(*, choices: Sequence[Choice], by: Membership, at: datetime) -> Assigned:
    """Each as `assign` does it; where one is refused the others are written all the same."""
    policies.may_assign_plans(by)
    if len(choices) > PAGE_SIZE:
        raise Refusal(f"一次最多分办{PAGE_SIZE}项，请分几次保存", Kind.WRONG_INPUT)
    offices = by.unit.offices.in_bulk()
    locked_tasks([choice.task for choice in choices])
    assigned = Assigned({}, {})
    for task, chosen, seen in choices:
        try:
            if chosen is not None and chosen not in offices:
                raise _elsewhere()
            office = offices.get(chosen)
            assign(task=task, office=office, based_on_office=seen, by=by, at=at)
        except Refusal as refusal:
            assigned.refused[task.number] = refusal
        else:
            assigned.done.setdefault(office.name if office else "", []).append(task.number)
    return assigned


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
        raise _elsewhere()
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
    audit.record(
        action="plan.assign",
        by=by,
        subject=plan.task.programme.in_log(plan),
        detail={"office": str(office or "")},
    )
    return plan


def _elsewhere() -> Refusal:
    return Refusal("只能分办给本单位的处室", Kind.WRONG_INPUT, "office")


def _assigned_meanwhile(task: Task, plan: Plan | None) -> StaleWrite:
    now = f"分办给{plan.office.name}" if plan and plan.office else "取消分办"
    words = f"第{task.number}项刚刚由他人{now}，您的分办尚未保存。请核对后再按一次"
    return StaleWrite(plan, words)
