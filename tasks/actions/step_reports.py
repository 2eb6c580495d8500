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
    *,
    task: Task,
    key: int,
    state: str,
    done_on: date | None,
    year: int | None = None,
    word: str,
    by: Membership,
    at: datetime,
) -> StepReport:
    """What is said last counts, of what recurs for the year of its day, or for the `year` gone by that is corrected; what was
    said before is kept.
    """
    task = locked_task(task.pk)
    policies.may_report_step(by, task)
    steps = {each.key: each for each in steps_in_time.of_task(task, today=at.date())}
    policies.has_step(steps.values(), key)
    typed.step_report(state, done_on, year)
    if year is not None and year not in steps[key].years_to_correct(at.date()):
        raise Refusal(f"该步骤{year}年未报已完成，不需更正，请重新选择", Kind.OUT_OF_DATE, "year")
    years = task.programme.known_years(at.date())
    typed.happened(done_on, years, at.date(), label="完成日期", field="done_on")
    if steps[key].step.due.recurs_until is not None:
        year = year or (done_on or timezone.localdate(at)).year
    made = StepReport.objects.create(
        task=task,
        key=key,
        state=StepProgress(state),
        done_on=done_on,
        year=year,
        word=word,
        recorded_at=at,
        recorded_by=by,
    )
    audit.record(
        action="step.report",
        by=by,
        subject=task.programme.in_log(f"{task}第{steps[key].number}步"),
        detail={"state": str(made)},
    )
    return made
