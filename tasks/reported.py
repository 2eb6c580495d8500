"""What a unit reports in a round, task by task: the page, its review, the sheet and the 送审单 read these.

Whatever the number of tasks, it asks the same number of queries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tasks import steps_in_time
from tasks.enums import ProgressStatus, StepState
from tasks.models import Entry, Progress, Round, Task
from tasks.prepared import Days, PreparedInRound
from tasks.rules import progress_checks
from tasks.rules.crosschecks import Finding
from tasks.rules.statement import NOTHING_SAID, Statement
from tasks.rules.step_standing import StepInTime
from units.models import Membership
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import Begun
from zgc_tasks.common.prepared import Prepared

TASKS_ON_A_PAGE = 20  # each with a form of its own

_FELL_DUE = {StepState.OVERDUE, StepState.TO_REPORT}


@dataclass(frozen=True)
class Reported:
    """A task in a round: where it stands there (annotations of `task`), what is written, and what it rests on."""

    round: Round
    task: Task
    progress: Progress | None
    before: Entry | None
    steps: tuple[StepInTime, ...]

    @property
    def number(self) -> int:
        return self.task.number

    @property
    def version(self) -> int:
        return self.progress.version if self.progress else 0

    @property
    def said(self) -> Statement:
        return self.progress.said() if self.progress else NOTHING_SAID

    @property
    def said_before(self) -> Statement | None:
        return self.before and self.before.said()

    @property
    def is_begun(self) -> bool:
        return self.progress is not None and self.progress.begun_at is not None

    @property
    def is_filed(self) -> bool:
        return self.progress is not None and self.progress.status == ProgressStatus.FILED

    @property
    def is_returned(self) -> bool:
        return self.progress is not None and self.progress.status == ProgressStatus.RETURNED

    @property
    def on_behalf(self) -> bool:
        """What stands was entered from a letter."""
        return self.is_filed and self.progress.entry.on_behalf

    @property
    def to_file(self) -> bool:
        """Whether there is something written that is not what was filed last, and can be filed."""
        return self.is_begun and (not self.is_filed or (self.may_be_corrected and self._differs()))

    @property
    def may_be_corrected(self) -> bool:
        """What was entered from a letter, until a 送审稿 has taken it in."""
        return self.on_behalf and not self.round.programme.drafted_since(self.progress.entry.recorded_at)

    def _differs(self) -> bool:
        return self.progress.said() != self.progress.entry.said()

    def steps_due(self, until: date) -> list[StepInTime]:
        """Those that are overdue, to be reported, or end by then and are not done."""
        return [
            each
            for each in self.steps
            if each.standing.state in _FELL_DUE or (not each.is_done and each.due_on and each.due_on <= until)
        ]

    def findings(self, said: Statement, *, today: date) -> list[Finding]:
        """What is found in a text before it is filed."""
        steps = {each.key: progress_checks.StepToReport.of(each) for each in self.steps}
        return progress_checks.check(said, steps=steps, before=self.said_before, today=today)


def tasks_of(by: Membership, round: Round, *, today: date):
    """What the unit of `by` reports in a round, by number."""
    seen = Task.objects.visible_to(by).filter(programme=round.programme_id)
    return _in_order(seen.reported_by(by.unit_id, round, today)).select_related("lead", "plan__in_force")


def listed(by: Membership, round: Round, *, today: date) -> Begun:
    """The same, for a list; without their lead, which is the unit of `by`."""
    return _LISTED(round, unit=by.unit_id, **Days.of(today)._asdict())


def filed(by: Membership, round: Round, *, today: date) -> Begun:
    """Those of them of which something is filed and was not taken back, by what a receipt says of them."""
    return _FILED(round, unit=by.unit_id, **Days.of(today)._asdict())


def _reported_by(round, unit, day, soon, **one) -> QuerySet:
    tasks = Task.objects.filter(programme=round.programme_id, **one)
    return _in_order(tasks.reported_by(unit, round, Days(day, soon)))


def _in_order(tasks: QuerySet) -> QuerySet:
    return tasks.order_by("number").select_related("plan__office")


def _with_plan(round, **asked) -> QuerySet:
    """With the filing in force too, of which the steps are; of all of them what pages read."""
    tasks = _reported_by(round, **asked).select_related("plan__in_force")
    return tasks.only("number", "content", "lead", "plan__office__name", *steps_in_time.READ_OF_PLAN)


_LISTED, _ONE = Listed(_with_plan, PreparedInRound, size=TASKS_ON_A_PAGE), PreparedInRound(_with_plan)
_FILED = Listed(
    lambda round, **asked: _reported_by(round, **asked).filter(entry_pk__isnull=False).select_related("lead"),
    PreparedInRound,
    size=TASKS_ON_A_PAGE,
)


def of_numbers(by: Membership, round: Round, numbers: Iterable[int], *, today: date) -> list[Reported]:
    """Those of them that the unit reports; of a single one, as it is saved by itself, by a prepared query."""
    wanted = list(numbers)
    if len(wanted) == 1:
        found = _ONE(round, unit=by.unit_id, number=wanted[0], **Days.of(today)._asdict())
    else:
        found = tasks_of(by, round, today=today).filter(number__in=wanted)
    return reported(found, round, today=today)


def reported(tasks: Iterable[Task], round: Round, *, today: date) -> list[Reported]:
    """`tasks` come from `tasks_of`."""
    tasks = list(tasks)
    if not tasks:
        return []
    for task in tasks:
        task.programme = round.programme
    steps = steps_in_time.of_tasks(tasks, today=today, year=round.covers_until.year)
    before = {entry.pk: entry for entry in _BEFORE(entries=[task.before for task in tasks if task.before])}
    written = _written({task.pk: task for task in tasks}, round)
    return [
        Reported(round, task, written.get(task.pk), before.get(task.before), steps[task.pk]) for task in tasks
    ]


def _written(tasks: dict[int, Task], round: Round) -> dict[int, Progress]:
    """By the key of its task, each with what it is of at hand."""
    rows = {row.task_id: row for row in _WRITTEN(tasks=list(tasks), round=round.pk)}
    for row in rows.values():
        row.task, row.round = tasks[row.task_id], round
        if row.entry:
            row.entry.progress = row
    return rows


_BEFORE = Prepared(lambda entries: Entry.objects.filter(pk__in=entries))
_WRITTEN = Prepared(
    lambda tasks, round: Progress.objects.filter(round=round, task__pk__in=tasks).select_related(
        "entry__by__user", "entry__letter", "updated_by__user"
    )
)
