"""What a visitor of the demonstration did by hand before it is played."""

from datetime import date, datetime

from django.utils import timezone

from tasks.actions import checking, comments, drafts, filing, revising
from tasks.models import Plan, Programme
from units.models import Membership


def by(username: str, role: str = "") -> Membership:
    found = Membership.objects.filter(user__username=username)
    return (found.filter(role=role) if role else found).earliest("pk")


def visit(programme: Programme) -> None:
    """A visitor files two plans, returns one, and leaves the revision of another open."""
    at = datetime(2015, 4, 1, 16, tzinfo=timezone.get_default_timezone())
    plan = Plan.objects.get(task__programme=programme, task__number=14)
    filing.file_plan(plan_id=plan.pk, based_on=plan.version, by=by("jiaowei"), at=at)
    plan = Plan.objects.get(task__programme=programme, task__number=1)
    checking.start_check(plan_id=plan.pk, based_on=plan.version, by=by("hedui1"), at=at)
    comments.on_plan(plan_id=plan.pk, field="steps", step=2, text="时限请具体", by=by("hedui1"), at=at)
    checking.return_plan(
        plan_id=plan.pk, based_on=plan.version + 1, refile_by=date(2015, 4, 9), by=by("hedui1"), at=at
    )
    plan = Plan.objects.with_sheet().get(task__programme=programme, task__number=33)
    sheet = plan.typed()
    revising.revise(plan_id=plan.pk, based_on=plan.version, reason="职责调整", by=by("kewei"), at=at)
    drafts.save_draft(task=plan.task, based_on=plan.version + 1, sheet=sheet, by=by("kewei"), at=at)
