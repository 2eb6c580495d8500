"""By when a plan is owed, as its pages say it to its lead."""

from datetime import date

from tasks.enums import PlanStatus
from tasks.models import Plan, Task
from tasks.rules import dates, deadlines


def owed_until(task: Task, plan: Plan, today: date) -> str:
    """By when it is to be filed and how late that is, or what it is to replace."""
    if plan.status == PlanStatus.RETURNED:
        return (
            f"退回修改，{dates.in_words(plan.refile_by)}前重新报送{deadlines.overdue(plan.refile_by, today)}"
        )
    if plan.revising:
        return "修订已核收的方案，新内容核收前原内容继续有效"
    receiving, deadline = task.programme.receiving_office, task.filing_deadline
    return f"{dates.in_words(deadline)}前报送{receiving}{deadlines.overdue(deadline, today)}"


def days_left(plan: Plan, today: date) -> str:
    """How long is left, or how late it is."""
    due = plan.refile_by if plan.status == PlanStatus.RETURNED else plan.task.filing_deadline
    return f"{deadlines.days_left_sentence(due, today)}{deadlines.overdue(due, today)}"
