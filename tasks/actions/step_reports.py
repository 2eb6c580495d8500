"""步骤情况 by itself, outside rounds: that a step of the plan in force is begun or done."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tasks import policies, steps_in_time
from tasks.actions.locking import locked_task
from tasks.enums import StepProgress
from tasks.models import StepReport, Task
from tasks.rules import typed
from units import audit
from units.models import Membership
from zgc_tasks.common.refusal import Kind, Refusal


@transaction.atomic
def report_step(
    *, task: Task, key: int, state: str, done_on: date | None, word: str, by: Membership, at: datetime
) -> StepReport:
    """What is said last counts, of what recurs for the year of its day; what was said before is kept."""
    task = locked_task(task.pk)
    policies.may_report_step(by, task)
    steps = {each.key: each for each in steps_in_time.of_task(task, today=at.date())}
    if key not in steps:
        raise Refusal("该步骤已不在实施方案中，请刷新页面查看最新步骤", Kind.OUT_OF_DATE)
    typed.step_report(state, done_on)
    years = task.programme.known_years(at.date())
    typed.happened(done_on, years, at.date(), label="完成日期", field="done_on")
    recurs = steps[key].step.due.recurs_until is not None
    made = StepReport.objects.create(
        task=task,
        key=key,
        state=StepProgress(state),
        done_on=done_on,
        year=(done_on or timezone.localdate(at)).year if recurs else None,
        word=word,
        recorded_at=at,
        recorded_by=by,
    )
    audit.record(
        action="step.report",
        by=by,
        subject=task.programme.in_log(f"{task}第{steps[key].number}步"),
        detail={"state": made.get_state_display()},
    )
    return made
