"""步骤情况 outside rounds: some leads report a step on the day on which it is done."""

from datetime import timedelta

from tasks import steps_in_time
from tasks.actions import step_reports
from tasks.enums import StepProgress
from tasks.models import Completion, Task
from tasks.play import chance
from tasks.play.course import done_on
from tasks.play.day import Day
from tasks.rules.step_standing import StepInTime

# Offices go through their lists twice a week.
_ASKED_ON = (1, 3)
_LOOKED_BACK = timedelta(days=6)


def play(day: Day) -> None:
    if day.today.weekday() not in _ASKED_ON:
        return
    tasks = list(
        day.programme.tasks.filter(plan__in_force__isnull=False)
        .exclude(pk__in=Completion.objects.standing().values("task"))
        .select_related("programme", "lead", "plan__in_force", "plan__office")
        .order_by("number")
    )
    for task, steps in _with_steps(tasks, day):
        for step in steps:
            if not step.is_done and _is_told_now(day, task, step):
                _report(day, task, step)


def _with_steps(tasks: list[Task], day: Day) -> list[tuple[Task, tuple[StepInTime, ...]]]:
    found = steps_in_time.of_tasks(tasks, today=day.today) if tasks else {}
    return [(task, found[task.pk]) for task in tasks]


def _is_told_now(day: Day, task: Task, step: StepInTime) -> bool:
    done = done_on(task, step, day.today.year)
    return (
        done is not None
        and done <= day.today <= done + _LOOKED_BACK
        and chance.happens(35, "随时填报", task.number, step.key)
    )


def _report(day: Day, task: Task, step: StepInTime) -> None:
    day.do(
        step_reports.report_step,
        task=task,
        key=step.key,
        state=StepProgress.DONE,
        done_on=done_on(task, step, day.today.year),
        word=chance.one_of(("", "材料已归档", "已报分管领导"), "说明", task.number, step.key),
        by=day.people.writer(task, task.plan),
    )
