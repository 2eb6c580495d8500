"""实施方案: all plans of one's own unit, those to be written included, and those it takes part in."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from tasks import policies
from tasks.actions.assigning import Assigned
from tasks.enums import PlanStatus, TaskState
from tasks.models import Plan, Programme, Task
from tasks.pages import marks, successions
from tasks.pages.addresses import TaskAddresses
from tasks.pages.marks import Mark
from tasks.pages.standing import status_in_words
from tasks.pages.unit_tasks import led_by, paged_joined, plan_of, with_plan
from tasks.rules import deadlines
from tasks.rules.times import Held
from tasks.steps_in_time import finishes_of
from units.models import Membership, Office
from units.prepared import PreparedFor
from units.roles import Role
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import paged
from zgc_tasks.common.prepared import Prepared


class LedTask(NamedTuple):
    """A row of what the unit leads. `office_id` is the office the plan is assigned to, `chosen` the one that stands in
    the form, `unsaved` why it could not be saved. `finish` is 完成时间 in force, `moved` what it was at first. `action` is
    "" where there is nothing to write or to read yet.
    """

    number: int
    content: str
    address: str
    office: str
    office_id: int | None
    chosen: int | None
    unsaved: str
    state: str
    label: str
    note: str
    due: date
    late: str
    finish: str
    moved: str
    outlook: Mark | None
    action: str
    action_address: str


class Unsaved(NamedTuple):
    """The office that was chosen for a task, None for none, and why it was not saved."""

    office: int | None
    words: str


def build(
    programme: Programme,
    by: Membership,
    asked: QueryDict,
    *,
    today: date,
    unsaved: Mapping[int, Unsaved] | None = None,
) -> dict:
    """The page that `asked`, the query of the address, names; `unsaved` is by the number of the task."""
    offices = _OFFICES(unit=by.unit_id) if by.role == Role.LIAISON else []
    rows = partial(_led_rows, programme, by, unsaved or {}, today)
    led = paged(_LED(by, programme=programme.pk), asked, key="led", rows=rows)
    return {
        "programme": programme,
        "led": led,
        "joined": paged_joined(by, programme, asked),
        "left": successions.left(by, programme, asked),
        "assigning": address("plans-assign", programme, asked) if offices and led.total else "",
        "offices": (("", "不分办"), *offices) if offices else (),
        "errors": [
            {"text": one.words, "href": f"#office-{number}"} for number, one in (unsaved or {}).items()
        ],
    }


def _led(by, programme) -> QuerySet:
    return with_plan(led_by(by, programme)).with_outlook()


_LED = Listed(_led, PreparedFor)
_OFFICES = Prepared(lambda unit: Office.objects.filter(unit=unit).values_list("pk", "name"))


def address(route: str, programme: Programme, asked: QueryDict) -> str:
    """Of the same pages of the list."""
    query = f"?{asked.urlencode()}" if asked else ""
    return f"{reverse(route, args=[programme.slug])}{query}"


def assigned_in_words(assigned: Assigned) -> list[str]:
    """A sentence for each office, and for what was taken from all of them."""
    numbers = {name: "、".join(map(str, of_office)) for name, of_office in assigned.done.items()}
    return [
        f"第{which}项已分办给{name}" if name else f"第{which}项已取消分办" for name, which in numbers.items()
    ]


def _led_rows(
    programme: Programme, by: Membership, unsaved: Mapping[int, Unsaved], today: date, found: Iterable[Task]
) -> list[LedTask]:
    addresses = TaskAddresses(programme)
    tasks = list(found)
    for task in tasks:
        task.programme = programme  # of which all of them are
    plans = [plan for task in tasks if (plan := plan_of(task)) and plan.holds]
    finishes = finishes_of(plan.in_force_id for plan in plans)
    return [_led_row(task, addresses, by, unsaved.get(task.number), finishes, today) for task in tasks]


def _led_row(
    task: Task,
    addresses: TaskAddresses,
    by: Membership,
    unsaved: Unsaved | None,
    finishes: Mapping[int, Held],
    today: date,
) -> LedTask:
    plan, number = plan_of(task), task.number
    office = plan.office if plan else None
    begun = plan is not None and plan.begun_at is not None
    may_write = policies.allowed(policies.may_write, by, task, plan)
    action, action_address = _action(plan if begun else None, may_write, addresses, number)
    finish = finishes.get(plan.in_force_id) if plan else None
    due = (plan and plan.refile_by) or task.filing_deadline
    return LedTask(
        number=number,
        content=task.content,
        address=addresses.task(number),
        office=office.name if office else "",
        office_id=office and office.pk,
        chosen=unsaved.office if unsaved else office and office.pk,
        unsaved=unsaved.words if unsaved else "",
        **_standing(plan if begun else None),
        due=due,
        late=f"逾期 {deadlines.late_by(due, today)}" if _is_owed(plan) and today > due else "",
        finish=str(finish.time) if finish else "",
        moved=finish.in_words if finish else "",
        outlook=marks.of_outlook(task.outlook),
        action=action,
        action_address=action_address,
    )


def _is_owed(plan: Plan | None) -> bool:
    """Not filed yet, or returned; of a revision nothing is owed."""
    return plan is None or (plan.status in (PlanStatus.DRAFT, PlanStatus.RETURNED) and not plan.revising)


def _standing(plan: Plan | None) -> dict[str, str]:
    if plan is None:
        return {"state": TaskState.NOT_STARTED, "label": "尚未填写", "note": ""}
    status = status_in_words(plan)
    return {"state": status.state, "label": status.label, "note": status.note}


def _action(plan: Plan | None, may_write: bool, addresses: TaskAddresses, number: int) -> tuple[str, str]:
    """Writing for who may, which of a plan that another office carries out is nobody but the liaison."""
    if plan is None:
        return ("填写实施方案", addresses.plan_form(number)) if may_write else ("", "")
    if plan.status == PlanStatus.DRAFT and may_write:
        return "继续修订" if plan.revising else "继续填写", addresses.plan_form(number)
    return "查看", addresses.plan(number)
