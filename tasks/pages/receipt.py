"""The confirmation of a filing: number, time, on time or not, what happens next, whom to ask."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from tasks import policies
from tasks.enums import Action
from tasks.models import Filing, Plan
from tasks.rules import calendars
from units.models import Membership


def receipt(plan: Plan, filed: Filing, by: Membership, *, today: date) -> dict:
    first, deadline = _first_that_counts(plan, filed), plan.task.filing_deadline
    day = timezone.localdate(first.counts_from)
    returned = plan.events.filter(action=Action.RETURN, filing__nth=filed.nth - 1).last()
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
        "may_withdraw": filed == plan.filing
        and policies.allowed(policies.check, by, Action.WITHDRAW, plan, today=today),
    }


def _first_that_counts(plan: Plan, filed: Filing) -> Filing:
    """The filing that decides whether the plan came on time: a later one is never late of itself (design §4)."""
    counting = plan.filings.filter(Q(withdrawn_at=None) | Q(pk=filed.pk), nth__lte=filed.nth)
    return counting.earliest("nth")
