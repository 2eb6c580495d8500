"""步骤情况 of a task outside rounds: where each step of the plan in force stands, and a form for one of them."""

from dataclasses import dataclass
from datetime import date

from tasks import policies, steps_in_time
from tasks.forms.step_reports import StepReportForm
from tasks.models import Task
from tasks.pages.round_steps import step_mark
from tasks.rules.step_standing import StepInTime
from units.models import Membership
from zgc_tasks.common.refusal import Refusal


@dataclass(frozen=True)
class Steps:
    """`chosen` is the key of the step whose form stands open, 0 for none; of that one what was said `to_correct` years gone by
    may be taken back.
    """

    all: tuple[StepInTime, ...]
    chosen: int
    to_correct: tuple[int, ...]

    @classmethod
    def of(cls, task: Task, today: date, chosen: int) -> "Steps":
        found = steps_in_time.of_task(task, today=today)
        years = (each.years_to_correct(today) for each in found if each.key == chosen)
        return cls(found, chosen, next(years, ()))


def page(
    task: Task,
    by: Membership,
    *,
    steps: Steps,
    form: StepReportForm | None,
    gone: Refusal | None = None,
    unsent: str = "",
) -> dict:
    """Without a form where the step it was about is `gone`; what was typed of that is `unsent`."""
    lines = [{"text": gone.words}] if gone else []
    copied = [{"text": "您填写的说明保留在本页，可以复制", "href": "#unsent"}] if unsent else []
    return {
        "programme": task.programme,
        "task": task,
        "steps": [
            {"step": each, "mark": step_mark(each), "open": each.key == steps.chosen} for each in steps.all
        ],
        "may_report": policies.allowed(policies.may_report_step, by, task),
        "form": form,
        "errors": [*lines, *copied],
        "has_errors": bool(gone),
        "unsent": unsent,
    }
