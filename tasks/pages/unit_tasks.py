"""What the pages of a unit's own people share: the tasks it leads with their plans, and those it takes part in."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.http import QueryDict

from tasks.counted import counted_of
from tasks.enums import TaskState, state_note
from tasks.models import Plan, Programme, Task
from tasks.pages.addresses import TaskAddresses
from tasks.querysets.standing import Days
from units.models import Membership
from units.prepared import PreparedFor
from units.roles import Role
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import Begun, Paged, paged
from zgc_tasks.common.prepared import Prepared


class JoinedTask(NamedTuple):
    """A row of what the unit takes part in; `plan_address` is "" as long as it may not read the plan, `state` None
    on a page that does not tell it.
    """

    number: int
    content: str
    address: str
    lead: str
    plan_address: str
    state: TaskState | None = None
    note: str = ""


def led_by(by: Membership, programme: Programme):
    return Task.objects.visible_to(by).filter(programme=programme).led_by(by.unit_id).order_by("number")


def of_office(by: Membership, task: str = "") -> Q:
    """Of the person's office or of none yet; `task` is the path to them."""
    office = f"{task}plan__office"
    return Q(**{office: None}) | Q(**{office: by.office_id})


def written_by(by: Membership, task: str = "") -> Q:
    """Of what the unit leads, what the person may write."""
    return of_office(by, task) if by.role == Role.OFFICER else Q()


def joined_by(by: Membership, programme: Programme):
    return Task.objects.visible_to(by).filter(programme=programme).joined_by(by.unit_id).order_by("number")


def with_plan(tasks):
    """With what rows and policies read of task and plan."""
    return tasks.select_related("plan__office", "plan__filing").only(
        "number", "content", "lead", "own_deadline", "programme",
        "plan__status", "plan__in_force", "plan__begun_at", "plan__updated_at", "plan__refile_by", "plan__check_started_at",
        "plan__office__name", "plan__filing__letter",
    )  # fmt: skip


def plan_of(task: Task) -> Plan | None:
    return getattr(task, "plan", None)


def paged_joined(
    by: Membership, programme: Programme, asked: QueryDict, *, today: date | None = None
) -> Paged:
    """The page of what the unit takes part in that `asked` names as `joined`; with states where there is a `today`."""
    found, rows = _JOINED(by, programme=programme.pk), partial(_joined_rows, by, programme, today)
    return paged(found, asked, key="joined", rows=rows, total=joined_total(by, programme, found))


def joined_total(by: Membership, programme: Programme, found: Begun) -> int:
    """How many tasks the unit takes part in: as many as are `found`, of which the first are known."""
    return counted_of(programme.pk, ("joined", by.unit_id), found)


def _joined_rows(
    by: Membership, programme: Programme, today: date | None, found: Iterable[int]
) -> list[JoinedTask]:
    keys, addresses = list(found), TaskAddresses(programme)
    tasks = _STANDING(tasks=keys, **Days.of(today)._asdict()) if today else _ROWS(tasks=keys)
    readable = set(_READABLE(by, tasks=keys))
    return [
        JoinedTask(
            number=task.number,
            content=task.content,
            address=addresses.task(task.number),
            lead=task.lead__short_name or "待明确",
            plan_address=addresses.plan(task.number) if task.pk in readable else "",
            **(
                {"state": TaskState(task.state), "note": state_note(task.checking, task.revision)}
                if today
                else {}
            ),
        )
        for task in tasks
    ]


_COLUMNS = ("pk", "number", "content", "lead__short_name")


def _rows(tasks: list[int]) -> QuerySet:
    return Task.objects.filter(pk__in=tasks).order_by("number").values_list(*_COLUMNS, named=True)


def _with_standing(tasks: list[int], day, soon) -> QuerySet:
    found = _rows(tasks).with_standing(Days(day, soon))
    return found.values_list(*_COLUMNS, "state", "checking", "revision", named=True)


def _joined(by, programme) -> QuerySet:
    return joined_by(by, programme).values_list("pk", flat=True)


_JOINED = Listed(_joined, PreparedFor)
_ROWS, _STANDING = Prepared(_rows), Prepared(_with_standing)
_READABLE = PreparedFor(
    lambda by, tasks: Plan.objects.visible_to(by).filter(task__pk__in=tasks).values_list("task", flat=True)
)
