"""首页 of a unit: what its people have to do today, what it has filed, and what it takes part in.

From the plan's current columns; the number of queries does not grow with the tasks.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from tasks import policies
from tasks.enums import WITH_THE_CHECKER, PlanStatus, TaskState
from tasks.ledger import current
from tasks.models import Consultation, Plan, Programme, Task
from tasks.rules import dates, deadlines
from units.models import Membership
from units.roles import Role


class Scope(StrEnum):
    """Whose plans are shown: those of one's own office and of none, or all of the unit's."""

    OFFICE = "office"
    UNIT = "unit"


class Kind(StrEnum):
    NOT_STARTED = "not_started"
    DRAFT = "draft"
    RETURNED = "returned"
    CONSULTATION = "consultation"


@dataclass(frozen=True)
class Item:
    """A line of 需要办理. `since` is when a draft was last saved or an opinion asked for; `asked` and `answered`
    count the units a draft was shown to.
    """

    kind: Kind
    line: current.Line
    may_write: bool = False
    since: str = ""
    comments: int = 0
    asked: int = 0
    answered: int = 0
    refile_overdue: bool = False
    consultation: Consultation | None = None

    @property
    def task(self) -> Task:
        return self.line.task

    @property
    def own_deadline(self) -> date | None:
        """The task's own filing deadline, where its designation set one and it still has to be met."""
        return None if self.kind == Kind.RETURNED else self.task.own_deadline

    @property
    def says_when(self) -> bool:
        return self.kind != Kind.NOT_STARTED or self.own_deadline is not None

    @property
    def overdue(self) -> bool:
        """Not filed at all, and the filing deadline has passed."""
        return self.kind != Kind.CONSULTATION and self.line.standing.state == TaskState.MISSING


@dataclass(frozen=True)
class UnitHome:
    """`led` counts all tasks the unit leads, whatever `scope` shows of them."""

    scope: Scope | None
    led: int
    todo: list[Item]
    filed: list[current.Line]
    joined: list[current.Line]
    readable: set[int]

    @property
    def joined_numbers(self) -> str:
        return "、".join(str(line.task.number) for line in self.joined)

    @property
    def overdue(self) -> int:
        return sum(item.overdue for item in self.todo)


def build(programme: Programme, by: Membership, *, today: date, asked_scope: str) -> UnitHome:
    """The home of the acting membership. `asked_scope` is what the address says, "" for the usual one."""
    scope = _scope(by, asked_scope)
    tasks = Task.objects.visible_to(by).filter(programme=programme).select_related("programme", "lead")
    led = list(tasks.led_by(by.unit).select_related("plan__office", "plan__filing").order_by("number"))
    shown = [task for task in led if scope != Scope.OFFICE or _of_office(task, by)]
    lines = [current.line(task, today) for task in shown]
    joined = [
        current.line(task, today)
        for task in tasks.joined_by(by.unit).select_related("plan").order_by("number")
    ]
    return UnitHome(
        scope=scope,
        led=len(led),
        todo=sorted(
            [*_own(lines, by, today), *_asked_of(programme, by, today)], key=lambda item: item.task.number
        ),
        filed=[line for line in lines if line.plan and line.plan.status in _WITH_THE_CHECKER],
        joined=joined,
        readable=_readable(by, joined),
    )


_WITH_THE_CHECKER = (*WITH_THE_CHECKER, PlanStatus.ACCEPTED)


def _scope(by: Membership, asked: str) -> Scope | None:
    """None where there is nothing to choose: the person belongs to no office."""
    if by.office_id is None:
        return None
    usual = Scope.OFFICE if by.role == Role.OFFICER else Scope.UNIT
    return Scope(asked) if asked in tuple(Scope) else usual


def _of_office(task: Task, by: Membership) -> bool:
    plan = getattr(task, "plan", None)
    return plan is None or plan.office_id in (None, by.office_id)


def _own(lines: list[current.Line], by: Membership, today: date) -> list[Item]:
    """Plans of the unit that are still to be written, filed or mended."""
    open_lines = [line for line in lines if line.plan is None or line.plan.status not in _WITH_THE_CHECKER]
    plans = {line.plan.pk: line.plan for line in open_lines if line.plan}
    counted = _counts(plans)
    return [_item(line, by, today, counted) for line in open_lines]


def _item(line: current.Line, by: Membership, today: date, counted: dict[int, dict]) -> Item:
    plan = line.plan
    may_write = policies.allowed(policies.may_write, by, line.task, plan)
    if plan is None or (plan.status == PlanStatus.DRAFT and plan.begun_at is None):
        return Item(Kind.NOT_STARTED, line, may_write)
    kind = Kind.RETURNED if plan.status == PlanStatus.RETURNED else Kind.DRAFT
    return Item(
        kind,
        line,
        may_write,
        since=dates.lately(timezone.localtime(plan.updated_at), today),
        refile_overdue=deadlines.refile_overdue(refile_by=plan.refile_by, as_of=today),
        **counted[plan.pk],
    )


def _counts(plans: dict[int, Plan]) -> dict[int, dict]:
    """Per plan the comments of the filing in force, and the units asked and those of them no question waits for."""
    sent = Count("filing__comments", filter=Q(filing__comments__sent_at__isnull=False), distinct=True)
    asked = Count("consultations__unit", distinct=True)
    of_plan = Consultation.objects.unanswered().filter(plan=OuterRef("pk")).order_by().values("plan")
    waiting = Subquery(of_plan.annotate(units=Count("unit", distinct=True)).values("units"))
    counted = Plan.objects.filter(pk__in=plans).values("pk").annotate(
        comments=sent, asked=asked, answered=F("asked") - Coalesce(waiting, 0)
    )  # fmt: skip
    return {row.pop("pk"): row for row in counted.order_by()}


def _asked_of(programme: Programme, by: Membership, today: date) -> list[Item]:
    """Plans of other units that wait for an answer of this one; of several questions on a plan the newest."""
    waiting = Consultation.objects.visible_to(by).unanswered()
    waiting = waiting.filter(unit=by.unit_id, plan__task__programme=programme)
    waiting = waiting.exclude(plan__status=PlanStatus.ACCEPTED)
    newest = {
        asked.plan_id: asked
        for asked in waiting.select_related("plan__task__programme", "plan__task__lead").order_by("asked_at")
    }
    return [
        Item(
            Kind.CONSULTATION,
            current.line(asked.plan.task, today),
            since=dates.lately(timezone.localtime(asked.asked_at), today),
            consultation=asked,
        )
        for asked in newest.values()
    ]


def _readable(by: Membership, joined: list[current.Line]) -> set[int]:
    """Numbers of the tasks whose plan the unit may read because it takes part in them."""
    tasks = [line.task.pk for line in joined]
    plans = Plan.objects.visible_to(by).filter(task__in=tasks)
    return set(plans.values_list("task__number", flat=True))
