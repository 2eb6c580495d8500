"""The confirmation of a filing: number, time, on time or not, what happens next, whom to ask."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from tasks import policies
from tasks.enums import Action, PlanStatus
from tasks.models import Filing, Plan, Programme
from tasks.pages.addresses import TaskAddresses
from tasks.pages.filings import shows_plan
from tasks.pages.unit_tasks import led_by, written_by
from tasks.rules import calendars, dates, deadlines
from units.models import Membership
from units.prepared import PreparedFor
from units.roles import UNIT_ROLES
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.prepared import Argument


def receipt(filed: Filing, by: Membership, *, today: date) -> dict:
    plan = filed.plan
    (counts_from, first), deadline = _first_that_counts(plan, filed), plan.task.filing_deadline
    day = timezone.localdate(counts_from)
    returned = plan.events.filter(action=Action.RETURN, filing__nth=filed.nth - 1).last()
    withdrawing = policies.withdrawing_action(plan)
    return {
        "programme": plan.task.programme,
        "task": plan.task,
        "plan": plan,
        "filing": filed,
        "first": first,
        "revises": plan.events.filter(filing=filed, in_force__isnull=False).exists(),
        "on_time": day <= deadline,
        "days_late": max((day - deadline).days, 0),
        "working_days_late": calendars.working_days_between(deadline, day) if day > deadline else 0,
        "refile_by": returned and returned.refile_by,
        "refiled_in_time": returned and timezone.localdate(filed.counts_from) <= returned.refile_by,
        "next": _next_due(plan.task.programme, by, today)
        if by.role in UNIT_ROLES and by.unit_id == filed.lead_id
        else None,
        "shows_plan": shows_plan(filed, by),
        "may_sign": policies.allowed(policies.may_sign, by, filed),
        "may_withdraw": filed == plan.filing
        and policies.allowed(policies.check, by, withdrawing, plan, today=today),
    }


class NextDue(NamedTuple):
    """The plan of the person's own that is due next; `more` are due besides."""

    number: int
    content: str
    address: str
    until: str
    overdue: bool
    more: int


def _next_due(programme: Programme, by: Membership, today: date) -> NextDue | None:
    left = _LEFT(by, programme=programme.pk)
    if not len(left):
        return None
    number, content, due_on, status = left[:1][0]
    addresses, late = TaskAddresses(programme), deadlines.overdue(due_on, today)
    returned = status == PlanStatus.RETURNED
    return NextDue(
        number=number,
        content=content,
        address=(addresses.plan if returned else addresses.plan_form)(number),
        until=f"{dates.in_words(due_on)}前{'重新' if returned else ''}报送{late}",
        overdue=bool(late),
        more=len(left) - 1,
    )


def _left(by: Membership, programme: Argument) -> QuerySet:
    """What is due first stands first. A revision is never due."""
    owed = (
        Q(plan=None)
        | Q(plan__status=PlanStatus.RETURNED)
        | Q(plan__status=PlanStatus.DRAFT, plan__in_force=None)
    )
    due = Coalesce("plan__refile_by", "own_deadline", "programme__plan_deadline")
    left = led_by(by, programme).filter(owed, written_by(by)).annotate(due=due).order_by("due", "number")
    return left.values_list("number", "content", "due", "plan__status")


_LEFT = Listed(_left, PreparedFor)


def _first_that_counts(plan: Plan, filed: Filing) -> tuple[datetime, str]:
    """When the plan came first, which decides whether it came on time: a later filing is never late of itself
    (design §4). And what that was, in words, where it was not this filing.
    """
    counting = plan.filings.filter(Q(withdrawn_at=None) | Q(pk=filed.pk), nth__lte=filed.nth)
    first = counting.earliest("counts_from", "nth")
    letters = plan.task.arrivals.standing().filter(letter__received_at__lt=first.counts_from)
    came = letters.order_by("letter__received_at").values_list("letter__received_at", flat=True).first()
    if came:
        return came, f"来文于{dates.in_words(timezone.localdate(came))}收到"
    day = dates.in_words(timezone.localdate(first.counts_from))
    return first.counts_from, "" if first == filed else f"{first}于{day}"
