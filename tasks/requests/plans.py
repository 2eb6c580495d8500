"""The plan or filing that an address names, for whoever may see it, and the plan that may be written."""

from django.db.models import QuerySet
from django.http import Http404

from tasks import policies
from tasks.models import Filing, Plan, Programme, Task
from tasks.requests.missing import or_404
from tasks.requests.register import task_or_404
from units.prepared import PreparedFor
from zgc_tasks.common.prepared import Prepared
from zgc_tasks.common.refusal import Kind

_PLAN = PreparedFor(
    lambda by, programme, number: (
        Plan.objects.visible_to(by)
        .filter(task__programme=programme, task__number=number)
        .select_related("task__lead", "task__group", "filing", "in_force", "office__unit")
    )
)


def plan_or_404(request, programme: Programme, number: int) -> Plan:
    """A plan the acting membership may see."""
    plan = or_404(_PLAN.first(request.membership, programme=programme.pk, number=number))
    plan.task.programme = programme
    return plan


_WRITTEN = PreparedFor(
    lambda by, task: (
        Plan.objects.visible_to(by)
        .filter(task=task)
        .select_related("filing", "in_force", "updated_by__user", "office")
        .defer("filing__content")
    )
)


def writable_plan(request, programme: Programme, number: int) -> tuple[Task, Plan | None]:
    """The task and its plan as seen by who may write it; others get 404, or 403 for what they can see."""
    task, plan = written_plan(request, programme, number)
    policies.may_write(request.membership, task, plan)
    return task, plan


def written_plan(request, programme: Programme, number: int) -> tuple[Task, Plan | None]:
    """The same where something was typed, which is shown though the plan is not open for writing any more."""
    task, by = task_or_404(request, programme, number), request.membership
    plan = _WRITTEN.first(by, task=task.pk)
    if plan is not None:
        plan.task = task
    if plan is None and task.lead_id != by.unit_id:
        raise Http404
    refusal = policies.refusal_of(policies.may_write, by, task, plan)
    if refusal and refusal.kind is not Kind.NOT_NOW:
        raise refusal
    return task, plan


def plan_to_write(request, programme: Programme, number: int) -> Plan:
    """A plan for who may write it."""
    plan = plan_or_404(request, programme, number)
    policies.may_write(request.membership, plan.task, plan)
    return plan


_TASK = PreparedFor(
    lambda by, programme, number: Task.objects.visible_to(by).filter(programme=programme, number=number)
)


def task_to_save(request, programme: Programme, number: int) -> Task:
    """The task alone, for a save, which checks the rest itself; who is not of the lead is sent away as above."""
    task = _TASK.first(request.membership, programme=programme.pk, number=number)
    if task is None:
        raise Http404
    task.programme = programme
    if task.lead_id != request.membership.unit_id:
        writable_plan(request, programme, number)
    return task


def task_with_steps(request, programme: Programme, number: int) -> Task:
    """A task with its plan in force, of which the acting membership may read the steps."""
    task = task_or_404(request, programme, number)
    task.plan = plan_or_404(request, programme, number)
    if task.plan.in_force_id is None:
        raise Http404("本项没有已核收的实施方案")
    return task


def filing_or_404(request, programme: Programme, number: int, nth: int) -> Filing:
    """A filing the acting membership may read, with its plan and the letter it came by."""
    filing = or_404(_FILING.first(request.membership, programme=programme.pk, number=number, nth=nth))
    filing.plan.task.programme = programme
    return filing


def _filing(by, programme, number, nth) -> QuerySet:
    task = {"plan__task__programme": programme, "plan__task__number": number}
    filings = Filing.objects.visible_to(by).filter(**task, nth=nth).order_by()
    return filings.select_related(
        "by__user", "by__unit", "office", "letter__unit", "stamped_scan",
        "plan__task__lead", "plan__filing", "plan__office",
    )  # fmt: skip


_FILING = PreparedFor(_filing)


def plan_of(task: Task) -> Plan | None:
    """The plan of a task as it stands, whoever may see it."""
    plan = _PLAN_OF.first(task=task.pk)
    if plan is not None:
        plan.task = task
    return plan


_PLAN_OF = Prepared(
    lambda task: Plan.objects.filter(task=task).select_related("filing").defer("filing__content")
)
