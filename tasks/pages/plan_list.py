"""实施方案: all plans of one's own unit, those to be written included, and those it takes part in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse

from tasks import policies
from tasks.enums import PlanStatus, TaskState
from tasks.models import Plan, Programme, StepInForce, Task
from tasks.pages import marks, successions
from tasks.pages.addresses import TaskAddresses
from tasks.pages.marks import Mark
from tasks.pages.standing import status_in_words
from tasks.pages.unit_tasks import led_by, paged_joined, plan_of, with_plan
from tasks.rules.times import Held
from units.models import Membership
from units.roles import Role
from zgc_tasks.common.paging import page_of, paged

_LED = "led"  # by which the address names the page of what the unit leads


class LedTask(NamedTuple):
    """A row of what the unit leads. `assigning` is where 分办 is posted, "" where it is not offered; `office_id` is
    the office the plan is assigned to, `chosen` the one that stands in the form. `finish` is 完成时间 in force, `moved`
    what it was at first.
    """

    number: int
    content: str
    address: str
    assigning: str
    office: str
    office_id: int | None
    chosen: int | None
    state: str
    label: str
    note: str
    due: date
    finish: str
    moved: str
    outlook: Mark | None
    action: str
    action_address: str


@dataclass(frozen=True)
class Unsaved:
    """The office that was chosen for a task, None for none, and not saved."""

    task: Task
    office: int | None


def build(programme: Programme, by: Membership, asked: QueryDict, *, unsaved: Unsaved | None = None) -> dict:
    """The page that `asked`, the query of the address, names; with `unsaved` the one on which its task stands."""
    offices = list(by.unit.offices.values_list("pk", "name")) if by.role == Role.LIAISON else []
    if unsaved:
        asked = asked.copy()
        asked[_LED] = str(_page_with(unsaved.task, by))
    rows = partial(_led_rows, programme, by, bool(offices), unsaved)
    return {
        "programme": programme,
        "led": paged(with_plan(led_by(by, programme)).with_outlook(), asked, key=_LED, rows=rows),
        "joined": paged_joined(by, programme, asked),
        "left": successions.left(by, programme, asked),
        "offices": [("", "不分办"), *offices],
    }


def address_of(task: Task, by: Membership) -> str:
    """Where the row of a task that the unit leads stands."""
    page = _page_with(task, by)
    query = f"?{_LED}={page}" if page > 1 else ""
    return f"{reverse('plan-list', args=[task.programme.slug])}{query}#task-{task.number}"


def _page_with(task: Task, by: Membership) -> int:
    led = Task.objects.filter(programme=task.programme).led_by(by.unit_id)
    return page_of(led.filter(number__lt=task.number).count())


def _led_rows(
    programme: Programme, by: Membership, offices: bool, unsaved: Unsaved | None, found: Iterable[Task]
) -> list[LedTask]:
    addresses = TaskAddresses(programme)
    tasks = list(found)
    for task in tasks:
        task.programme = programme  # of which all of them are
    plans = [plan for task in tasks if (plan := plan_of(task)) and plan.holds]
    finishes = StepInForce.objects.finish_of(plan.in_force_id for plan in plans) if plans else {}
    return [_led_row(task, addresses, by, offices, unsaved, finishes) for task in tasks]


def _led_row(
    task: Task,
    addresses: TaskAddresses,
    by: Membership,
    offices: bool,
    unsaved: Unsaved | None,
    finishes: Mapping[int, Held],
) -> LedTask:
    plan, number = plan_of(task), task.number
    office = plan.office if plan else None
    begun = plan is not None and plan.begun_at is not None
    offered = offices and policies.allowed(policies.may_assign, by, task)
    action, action_address = _action(plan if begun else None, addresses, number)
    finish = finishes.get(plan.in_force_id) if plan else None
    return LedTask(
        number=number,
        content=task.content,
        address=addresses.task(number),
        assigning=addresses.assigning(number) if offered else "",
        office=office.name if office else "",
        office_id=office and office.pk,
        chosen=unsaved.office if unsaved and unsaved.task.pk == task.pk else office and office.pk,
        **_standing(plan if begun else None),
        due=(plan and plan.refile_by) or task.filing_deadline,
        finish=str(finish.time) if finish else "",
        moved=finish.in_words if finish else "",
        outlook=marks.of_outlook(task.outlook),
        action=action,
        action_address=action_address,
    )


def _standing(plan: Plan | None) -> dict[str, str]:
    if plan is None:
        return {"state": TaskState.NOT_STARTED, "label": "尚未填写", "note": ""}
    status = status_in_words(plan)
    return {"state": status.state, "label": status.label, "note": status.note}


def _action(plan, addresses: TaskAddresses, number: int) -> tuple[str, str]:
    if plan is None:
        return "填写实施方案", addresses.plan_form(number)
    if plan.status == PlanStatus.DRAFT:
        return "继续修订" if plan.revising else "继续填写", addresses.plan_form(number)
    return "查看", addresses.plan(number)
