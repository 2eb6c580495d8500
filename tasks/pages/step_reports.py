"""步骤情况 of a task outside rounds: where each step of the plan in force stands, and a form for one of them."""

from datetime import date

from tasks import policies, steps_in_time
from tasks.forms.step_reports import StepReportForm
from tasks.models import Task
from tasks.pages.round_steps import step_mark
from units.models import Membership


def page(task: Task, by: Membership, *, today: date, chosen: int, form: StepReportForm) -> dict:
    """`chosen` is the key of the step whose form stands open, 0 for none."""
    steps = steps_in_time.of_task(task, today=today)
    return {
        "programme": task.programme,
        "task": task,
        "steps": [{"step": each, "mark": step_mark(each), "open": each.key == chosen} for each in steps],
        "may_report": policies.allowed(policies.may_report_step, by, task),
        "form": form,
    }
