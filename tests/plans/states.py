"""Plans brought into a state for tests of the form, row by row."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tasks.enums import PlanStatus
from tasks.models import Filing, Plan

AT = datetime(2015, 3, 30, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def make_filed(task, by) -> Plan:
    plan, _ = Plan.objects.get_or_create(
        task=task, defaults={"begun_at": AT, "updated_at": AT, "updated_by": by}
    )
    filing = Filing.objects.create(
        plan=plan,
        nth=1,
        number=f"T-{task.pk}-1",
        sequence=1,
        content={},
        recorded_at=AT,
        counts_from=AT,
        by=by,
    )
    plan.filing = plan.in_force = filing
    plan.status, plan.first_filed_at = PlanStatus.FILED, AT
    plan.version += 1
    plan.save()
    return plan


def make_returned(task, by, *, refile_by: date) -> Plan:
    plan = make_filed(task, by)
    plan.status, plan.refile_by = PlanStatus.RETURNED, refile_by
    plan.save()
    return plan
