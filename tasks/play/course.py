"""How the steps of a plan go: which are done in time and which slip. The one source of what leads report of them."""

from datetime import date, timedelta

from tasks.models import Task
from tasks.play import chance
from tasks.play.sheets import is_punctual
from tasks.rules.step_standing import StepInTime


def done_on(task: Task, step: StepInTime, year: int) -> date | None:
    """The day on which a step with a last day is done; most in time, some weeks late, a few half a year. A time that
    was moved is kept. What recurs without an end is done towards the end of every `year`.
    """
    last = step.due_on
    if last is None:
        return _done_in(year, task, step) if step.step.due.recurs_until else None
    about = ("完成", task.number, step.key, last)
    drawn = chance.number(1, 100, *about)
    if drawn <= 66 or is_punctual(task.number):
        return last - timedelta(days=chance.number(0, 16, "提前", *about))
    if drawn <= 88:
        return last + timedelta(days=chance.number(6, 45, "推迟", *about))
    return last + timedelta(days=chance.number(60, 190, "推迟", *about))


def _done_in(year: int, task: Task, step: StepInTime) -> date:
    return date(year, 12, 30) - timedelta(days=chance.number(0, 20, "年度", task.number, step.key, year))
