"""具体目标: what was counted of them, recorded, and put right by another record."""

from datetime import date, datetime

from django.db import transaction

from tasks import policies
from tasks.models import Goal, GoalReading
from tasks.rules import typed
from units import audit
from units.models import Membership
from zgc_tasks.common.refusal import Kind, Refusal


@transaction.atomic
def record_reading(
    *,
    goal: Goal,
    value: int,
    counted_on: date,
    source: str,
    corrects: GoalReading | None = None,
    reason: str = "",
    by: Membership,
    at: datetime,
) -> GoalReading:
    """How many there were on a day, by whose count. What it `corrects` stays on record and counts no more."""
    goal = Goal.objects.select_for_update(of=("self",)).select_related("programme").get(pk=goal.pk)
    programme = goal.programme
    policies.may_record_reading(by, programme)
    typed.happened(
        counted_on, programme.known_years(at.date()), at.date(), label="统计日期", field="counted_on"
    )
    if corrects is not None:
        typed.reason(reason)
        if GoalReading.objects.filter(corrects=corrects).exists():
            raise Refusal("这条数据刚刚由他人更正，未登记。请刷新页面，核对最新数据", Kind.OUT_OF_DATE)
    stand = goal.readings.filter(corrected_by=None).exclude(pk=corrects and corrects.pk)
    if stand.filter(counted_on=counted_on).exists():
        raise Refusal("该日的数据已登记；如有错误，请更正原数据", Kind.WRONG_INPUT, "counted_on")
    made = GoalReading.objects.create(
        goal=goal,
        value=value,
        counted_on=counted_on,
        source=source,
        corrects=corrects,
        reason=reason if corrects else "",
        recorded_at=at,
        recorded_by=by,
    )
    audit.record(
        action="goal.correct" if corrects else "goal.record",
        by=by,
        subject=programme.in_log(made),
        detail={"source": source},
    )
    return made
