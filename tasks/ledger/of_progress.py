"""The checker's rows about progress: of each task that owes in a round, or of each step of the plans in force.

They are rows of the ledger with the deadline, state and sentence of the round or step in place of the plan's; a test holds
them equal to the pages.
"""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.timezone import localdate

from tasks.enums import StepProgress, StepState, TaskState, Timeliness
from tasks.ledger import progress
from tasks.ledger.ledger import Ledger
from tasks.ledger.rows import Row
from tasks.models import Round
from tasks.querysets.rounds import standing_of
from tasks.rules import deadlines
from tasks.rules.step_standing import StepInTime


def of_round(ledger: Ledger, *, past: bool) -> Ledger:
    """What owes in the newest round that had begun; no rows where none had."""
    begun = progress.gather(ledger.programme, ledger.as_of).rounds
    rows = tuple(_in_round(ledger, begun[-1], past)) if begun else ()
    return replace(ledger, rows=rows, about="进展报送")


def _in_round(ledger: Ledger, round: Round, past: bool) -> Iterator[Row]:
    tasks = ledger.programme.tasks.with_round_standing(round, ledger.as_of, past=past).filter(owes=True)
    owing = {task.pk: task for task in tasks}
    for row in ledger.rows:
        if row.task_id in owing:
            yield _reported(row, owing[row.task_id], round, ledger)


def _reported(row: Row, task, round: Round, ledger: Ledger) -> Row:
    stands = standing_of(task, ledger.as_of)
    return replace(
        row,
        deadline=task.deadline,
        status=None,
        revision=None,
        state=stands.state,
        filed=stands.filed,
        has_draft=task.has_draft,
        first_filed_on=task.first_filed_at and localdate(task.first_filed_at),
        days_late=stands.days_late,
        working_days_late=stands.working_days_late,
        refile_by=task.refile_by,
        refile_overdue=deadlines.refile_overdue(refile_by=task.refile_by, as_of=ledger.as_of),
        explanation=stands.explanation,
        round=round.name,
    )


def of_steps(ledger: Ledger) -> Ledger:
    """Each step of what was accepted, by its number there."""
    facts = progress.gather(ledger.programme, ledger.as_of)
    rows = []
    for row in ledger.rows:
        rows += [_step(row, each) for each in facts.steps_of(row)]
    return replace(ledger, rows=tuple(rows), about="工作步骤")


# A step that is to be reported presses, and is not missing before the round that covers it is over.
_STATES = {
    StepState.OVERDUE: TaskState.MISSING,
    StepState.TO_REPORT: TaskState.DUE_SOON,
    StepState.DUE_SOON: TaskState.DUE_SOON,
}


def _step(row: Row, each: StepInTime) -> Row:
    standing, begun = each.standing, each.said is not None and each.said.state == StepProgress.UNDER_WAY
    done = None
    if each.is_done:
        done = Timeliness.LATE if standing.days_late else Timeliness.ON_TIME
    state = TaskState(done) if done else _STATES.get(standing.state)
    return replace(
        row,
        deadline=each.step.due.last,
        status=None,
        revision=None,
        state=state or (TaskState.DRAFT if begun else TaskState.NOT_STARTED),
        filed=done,
        has_draft=begun,
        first_filed_on=each.said.day if each.is_done else None,
        days_late=standing.days_late,
        working_days_late=standing.working_days_late,
        refile_by=None,
        refile_overdue=False,
        explanation=standing.explanation,
        step=each.number,
    )
