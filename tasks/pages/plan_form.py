"""填写实施方案: the page, and the answers to a save."""

from dataclasses import replace
from datetime import date
from itertools import chain, islice, repeat

from tasks import policies
from tasks.enums import Action, PlanStatus
from tasks.forms import plan_marks
from tasks.forms.plan_cleaning import Cleaned
from tasks.models import Plan, PlanStep, Task
from tasks.pages import plan_offers, step_end
from tasks.pages.answering import Answers, Returned
from tasks.pages.plan_due import owed_until
from tasks.pages.plan_fields import StepRow, missing, parts
from tasks.pages.plan_readings import readings
from tasks.pages.time_reason import later_times
from tasks.rules import step_pairs
from tasks.rules.periods import Period
from tasks.rules.sheet import NEW, Sheet, Step
from units.models import Membership
from zgc_tasks.common.prepared import Prepared


def page(
    task: Task,
    plan: Plan | None,
    cleaned: Cleaned,
    *,
    by: Membership,
    today: date,
    answers: Answers | None = None,
) -> dict:
    """All that templates/tasks/plan_form.html and its parts read, but for the frame and the routes.

    `answers` to comments that came back with errors. 核对并报送 also corrects.
    """
    returned = Returned.of(plan, answers or {})
    others = plan_offers.other_plans(task)
    of_plan = plan or Plan(task=task)
    may_file = (
        policies.allowed(policies.check, by, action, of_plan, today=today)
        for action in (Action.FILE, Action.CORRECT)
    )
    drawn = parts(
        task,
        cleaned,
        offers=plan_offers.offers(task, others),
        endings=step_end.endings(plan),
        later=later_times(plan, cleaned.sheet),
    )
    return drawn | {
        "lines": [replace(line, comments=returned.on(line.field.name)) for line in drawn["lines"]],
        "steps": [_with_comments(step, returned) for step in drawn["steps"]],
        "steps_comments": returned.on_steps(step.key for step in cleaned.sheet.steps),
        "participants_comments": returned.on("participants"),
        "other_comments": returned.elsewhere(),
        "errors": [*drawn["errors"], *returned.errors()],
        "has_errors": drawn["has_errors"] or bool(returned.errors()),
        "ended": step_end.ended(plan),
        "plan": plan,
        "version": plan.version if plan else 0,
        "drawn": plan_marks.written(cleaned.sheet),
        "saved_by_me": bool(plan and plan.updated_by) and plan.updated_by.user_id == by.user_id,
        "returned": of_plan.status == PlanStatus.RETURNED,
        "until": owed_until(task, of_plan, today),
        "may_consult": policies.allowed(policies.may_consult, by, task, of_plan),
        "may_file": any(may_file),
        "automatic": False,
        "half_typed": (),
        "lost": (),
        "print_ready": False,
        "copy": plan_offers.copy_from(task, others, cleaned.errors),
    }


def _with_comments(step: StepRow, returned: Returned) -> StepRow:
    comments = returned.on_step(step.key)
    return step._replace(comments=comments) if comments else step


def as_saved(plan: Plan, sheet: Sheet) -> Cleaned:
    """What was posted and is saved by now, its steps with the keys they were given; rows beyond stay blank."""
    keys = _KEYS(plan=plan.pk)
    return Cleaned(sheet.with_keys(islice(chain(keys, repeat(NEW)), len(sheet.steps))))


def as_put_together(plan: Plan, sheet: Sheet) -> Cleaned:
    """The same where it is saved together with what somebody else wrote: other steps may stand between, and times are read
    after theirs; the start is read after none.
    """
    both, mine = plan.typed(), sheet.trimmed()
    of_both = {j: both.steps[i] for i, j in step_pairs.pairs(both.steps, mine.steps)}
    steps = (_as_saved_step(step, of_both.get(j)) for j, step in enumerate(sheet.steps))
    return Cleaned(replace(sheet, finish=_as_read(sheet.finish, both.finish), steps=tuple(steps)))


def _as_saved_step(step: Step, saved: Step | None) -> Step:
    return replace(step, key=saved.key, due=_as_read(step.due, saved.due)) if saved else step


def _as_read(time: Period, saved: Period) -> Period:
    """What is shown of a time, with the days that it was saved with."""
    return saved if saved.text == time.text else time


def saved(plan: Plan, cleaned: Cleaned, *, automatic: bool) -> dict:
    """The answer to a save in the background: version, time, readings, keys of the steps and 尚未填写."""
    return {
        "version": plan.version,
        "drawn": plan_marks.written(cleaned.sheet),
        "plan": plan,
        "automatic": automatic,
        "keys": [(number, step.key) for number, step in enumerate(cleaned.sheet.steps, start=1) if step.key],
        "readings": readings(cleaned.sheet, later_times(plan, cleaned.sheet)).values(),
        "missing": missing(cleaned.sheet),
    }


_KEYS = Prepared(
    lambda plan: PlanStep.objects.filter(plan=plan).order_by("position").values_list("key", flat=True)
)
