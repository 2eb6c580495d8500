"""首页 of the receiving office: what waits for a checker today."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from tasks import policies
from tasks.counted import counted, counted_of
from tasks.enums import WITH_THE_CHECKER, PlanStatus, TaskState
from tasks.models import Plan, PlanAuthor, Programme, Task
from tasks.pages import letters_waiting, round_now, standing
from tasks.pages.round_now import RoundNow
from tasks.pages.times import Waits, waiting
from tasks.querysets.standing import Days
from tasks.rules import dates
from units.models import Membership
from units.prepared import PreparedFor
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import PAGE_SIZE, First
from zgc_tasks.common.prepared import Prepared


@dataclass(frozen=True)
class ToCheck:
    """A filed plan to check. `own` plans may not be accepted by this person, who wrote or filed them."""

    address: str
    number: int
    content: str
    lead: str
    filed_on: str
    filing: str
    action: str
    own: bool


class ToVerify(NamedTuple):
    """A plan that was entered from a letter; `address` is where this person compares it, "" for who entered it."""

    number: int
    letter: str
    letter_address: str
    lead: str
    entered_by: str
    address: str


@dataclass(frozen=True)
class CheckerHome:
    """`to_verify` were entered on behalf and wait for a second person, `times` for their decision; `to_enter` is how many wait to
    be entered from letters. A task is at the address
    of the `register` and its number.
    """

    register: str
    to_check: First
    to_verify: First
    to_enter: int
    refile_overdue: First
    missing: int
    due_soon: int
    no_lead: First
    units_that_owe: int
    times: list[Waits]
    round: RoundNow | None


def build(programme: Programme, by: Membership, today: date) -> CheckerHome:
    situations = standing.situations_on(
        programme, today, "lead_unit", "state", "at_desk", "refile_overdue", today=today
    )
    states = Counter()
    for found in situations:
        states[found.state] += found.tasks
    owing = {TaskState.MISSING, TaskState.DUE_SOON}
    overdue = sum(found.tasks for found in situations if found.refile_overdue)
    register = reverse("task-list", args=[programme.slug])
    to_verify = _TO_BE_VERIFIED(by, programme=programme.pk)
    return CheckerHome(
        register=register,
        to_check=First(
            _to_check(by, programme, register),
            sum(found.tasks for found in situations if found.at_desk in WITH_THE_CHECKER),
        ),
        to_verify=First(
            _first_to_verify(to_verify.first, programme, by, register),
            counted_of(programme.pk, ("to verify", *_offices(by, programme)), to_verify),
        ),
        to_enter=letters_waiting.waiting(programme),
        refile_overdue=First(
            tuple(_OVERDUE(programme=programme.pk, **Days.of(today)._asdict())) if overdue else (), overdue
        ),
        missing=states[TaskState.MISSING],
        due_soon=states[TaskState.DUE_SOON],
        no_lead=standing.first_without_lead(programme, states[TaskState.NO_LEAD]),
        times=waiting(programme),
        units_that_owe=len({found.lead_unit for found in situations if found.state in owing}),
        round=round_now.build(programme, today),
    )


def _offices(by: Membership, programme: Programme) -> tuple:
    """What decides which plans a checker sees, besides the plans."""
    return by.office_id, programme.receiving_office_id, programme.stand_in_office_id


def _waiting(by, programme) -> QuerySet:
    """The first to be checked, those that were filed first."""
    plans = Plan.objects.visible_to(by).filter(task__programme=programme, status__in=WITH_THE_CHECKER)
    return _in_order(plans).values_list("pk", flat=True)[:PAGE_SIZE]


def _rows(plans, user) -> QuerySet:
    mine = PlanAuthor.objects.filter(plan=OuterRef("pk"), user=user)
    waiting = Plan.objects.filter(pk__in=plans, status__in=WITH_THE_CHECKER)
    columns = _in_order(waiting).values_list(
        "task__number", "task__content", "task__lead__short_name",
        "filing__counts_from", "filing__nth", "filing__letter", "status",
    )  # fmt: skip
    return columns.annotate(own=Exists(mine), revises=~Q(filing=F("in_force")))


def _in_order(plans: QuerySet) -> QuerySet:
    return plans.order_by("filing__counts_from", "task__number")


_WAITING, _ROWS = PreparedFor(_waiting), Prepared(_rows)


def _to_check(by: Membership, programme: Programme, register: str) -> tuple[ToCheck, ...]:
    first = counted(
        programme.pk,
        ("first to check", *_offices(by, programme)),
        lambda: _WAITING(by, programme=programme.pk),
    )
    waiting = _ROWS(plans=first, user=by.user_id)
    return tuple(
        ToCheck(
            address=f"{register}{number}/check/",
            number=number,
            content=content,
            lead=lead,
            filed_on=dates.in_figures(timezone.localdate(filed_at)),
            filing="，".join(
                [f"第{nth}次报送", *(["修订"] if revises else []), *(["据来文代录"] if letter else [])]
            ),
            action="继续核对" if status == PlanStatus.CHECKING else "核对",
            own=own,
        )
        for number, content, lead, filed_at, nth, letter, status, own, revises in waiting
    )


def _to_be_verified(by, programme) -> QuerySet:
    unverified = Plan.objects.visible_to(by).filter(task__programme=programme).to_verify()
    shown = unverified.select_related("task__lead", "filing__by__user", "filing__letter").only(
        "office", "status", "in_force", "task__programme", "task__number", "task__lead__short_name", "filing__plan",
        "filing__office", "filing__named_office", "filing__verified_at", "filing__by__user__full_name", "filing__letter__number",
        "filing__letter__received_at",
    )  # fmt: skip
    return shown.order_by("task__number")


_TO_BE_VERIFIED = Listed(_to_be_verified, PreparedFor)


def _first_to_verify(
    found: list[Plan], programme: Programme, by: Membership, register: str
) -> tuple[ToVerify, ...]:
    letters = reverse("letter-list", args=[programme.slug])
    return tuple(_to_verify(plan, programme, by, register, letters) for plan in found)


def _to_verify(plan: Plan, programme: Programme, by: Membership, register: str, letters: str) -> ToVerify:
    plan.task.programme, plan.filing.plan = programme, plan
    filing, number = plan.filing, plan.task.number
    received = dates.in_words(timezone.localtime(filing.letter.received_at))
    may_verify = policies.allowed(policies.may_verify, by, filing)
    return ToVerify(
        number=number,
        letter=filing.letter.number or f"{received}来文",
        letter_address=f"{letters}{filing.letter_id}/",
        lead=plan.task.lead.short_name,
        entered_by=filing.by.user.full_name,
        address=f"{register}{number}/check/" if may_verify else "",
    )


def _overdue(programme, day, soon) -> QuerySet:
    tasks = Task.objects.filter(programme=programme).with_standing(Days(day, soon))
    overdue = tasks.filter(refile_overdue=True).order_by("number")
    return overdue.values_list("number", "lead__short_name", "refile_by", named=True)[:PAGE_SIZE]


_OVERDUE = Prepared(_overdue)
