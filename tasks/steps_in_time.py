"""The steps of plans in force and where each stands today (design §3): what pages and checks of progress read.

Whatever the number of tasks, it asks three queries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from django.utils.timezone import localdate

from tasks.enums import PlanStatus, StepProgress, StepState
from tasks.models import Filing, Programme, Round, StepReport, Task
from tasks.querysets.standing import end_of
from tasks.rules import progress_checks, step_standing
from tasks.rules.sheet import Step
from tasks.rules.step_standing import RoundDays, Said, StepStanding


@dataclass(frozen=True)
class StepInTime:
    """A step of the plan in force: its number there, what was said of it last, and where it stands."""

    number: int
    step: Step
    said: StepReport | None
    standing: StepStanding

    @property
    def key(self) -> int:
        return self.step.key

    @property
    def is_done(self) -> bool:
        return self.standing.state == StepState.DONE

    @property
    def is_overdue(self) -> bool:
        return self.standing.state == StepState.OVERDUE


def filing_reported(task: Task) -> Filing | None:
    """The filing whose steps are reported: what was accepted of its plan, None where nothing was."""
    plan = getattr(task, "plan", None)
    accepted = plan is not None and plan.in_force_id and plan.status_in_force == PlanStatus.ACCEPTED
    return plan.in_force if accepted else None


def of_task(task: Task, *, today: date) -> list[StepInTime]:
    return of_tasks([task], today=today)[task.pk]


def of_tasks(tasks: list[Task], *, today: date) -> dict[int, list[StepInTime]]:
    """By the key of each task, which comes with `plan__in_force`; all are of one programme."""
    filings = {task.pk: filing for task in tasks if (filing := filing_reported(task))}
    said = _said_last(filings, today)
    rounds = _rounds(tasks[0].programme, today) if filings else []
    return {
        task.pk: _in_time(task, filings.get(task.pk), said.get(task.pk, {}), rounds, today) for task in tasks
    }


def to_report(task: Task, *, today: date) -> dict[int, progress_checks.Step]:
    """The same as the checks of progress have them, by key."""
    return {
        each.key: progress_checks.Step(each.key, each.number, each.is_overdue, each.is_done)
        for each in of_task(task, today=today)
    }


def _said_last(tasks: Iterable[int], today: date) -> dict[int, dict[int, StepReport]]:
    rows = StepReport.objects.filter(task__in=list(tasks)).newest_each(end_of(today)).order_by("task", "pk")
    return {
        task: {row.key: row for row in of_one} for task, of_one in groupby(rows, key=attrgetter("task_id"))
    }


def _rounds(programme: Programme, today: date) -> list[tuple[RoundDays, set[int] | None]]:
    """Those that have begun, each with the tasks it is about, None where that is all."""
    begun = Round.objects.filter(programme=programme, opens_on__lte=today).prefetch_related("tasks")
    return [
        (round.days, None if round.every_task else {task.pk for task in round.tasks.all()}) for round in begun
    ]


def _in_time(
    task: Task, filing: Filing | None, said: dict[int, StepReport], rounds: list, today: date
) -> list[StepInTime]:
    if filing is None:
        return []
    owed = [days for days, chosen in rounds if chosen is None or task.pk in chosen]
    return [
        StepInTime(number, step, said.get(step.key), _standing(step, said.get(step.key), owed, today))
        for number, step in enumerate(filing.keyed_sheet().steps, start=1)
    ]


def _standing(step: Step, report: StepReport | None, rounds: list[RoundDays], today: date) -> StepStanding:
    said = report and Said(StepProgress(report.state), localdate(report.recorded_at), report.done_on)
    return step_standing.standing(last=step.due.last, said=said, rounds=rounds, as_of=today)
