"""The steps of plans in force and where each stands today (design §3): what pages and checks of progress read.

Whatever the number of tasks, it asks the same few queries.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import NamedTuple

from tasks.counted import kept_of_rounds
from tasks.enums import PlanStatus
from tasks.models import Filing, Round, StepInForce, StepReport, Task
from tasks.querysets.progress import SAID_COLUMNS, said_last
from tasks.querysets.rounds import chosen_tasks, told_in
from tasks.querysets.standing import end_of
from tasks.rules import progress_checks, step_standing
from tasks.rules.sheet import Step
from tasks.rules.step_standing import RoundDays, Said, StepInTime
from tasks.rules.times import FINISH, Held, steps_in_force
from zgc_tasks.common.prepared import Prepared


def filing_reported(task: Task) -> Filing | None:
    """The filing whose steps are reported: what was accepted of its plan, None where nothing was."""
    plan = getattr(task, "plan", None)
    accepted = plan is not None and plan.in_force_id and plan.status_in_force == PlanStatus.ACCEPTED
    return plan.in_force if accepted else None


# What of a plan in force its steps are read from, for `only`.
READ_OF_PLAN = ("plan__status", "plan__filing", "plan__in_force__content")


def of_task(task: Task, *, today: date, year: int | None = None) -> tuple[StepInTime, ...]:
    return of_tasks([task], today=today, year=year)[task.pk]


def of_tasks(tasks: list[Task], *, today: date, year: int | None = None) -> dict[int, tuple[StepInTime, ...]]:
    """By the key of each task, which comes with `plan__in_force`; all are of one programme. What recurs is asked for in
    `year`, that of `today` where none is named.
    """
    return {pk: steps for pk, (steps, _) in of_tasks_with_times(tasks, today=today, year=year).items()}


def of_tasks_with_times(
    tasks: list[Task], *, today: date, year: int | None = None
) -> dict[int, tuple[tuple[StepInTime, ...], dict[int, Held]]]:
    """The same with the times in force by their keys."""
    steps = with_times(tasks)
    said = said_of(list(steps), today=today)
    rounds = _rounds(tasks[0].programme_id) if steps else ()
    days = {lead: [round.days_of(lead) for round in rounds] for lead in {task.lead_id for task in tasks}}
    return {
        task.pk: (
            step_standing.in_time(
                found,
                said.get(task.pk, {}),
                _days_of(task.pk, zip(rounds, days[task.lead_id], strict=True)),
                today,
                year,
            ),
            held,
        )
        for task in tasks
        for found, held in (steps.get(task.pk, ((), {})),)
    }


def to_report(task: Task, *, today: date, year: int) -> dict[int, progress_checks.StepToReport]:
    """The same as the checks of progress have them, by key."""
    return {each.key: progress_checks.StepToReport.of(each) for each in of_task(task, today=today, year=year)}


def recurring(task: Task) -> set[int]:
    """The keys of the steps in force that recur."""
    filing = filing_reported(task)
    return set(_RECURRING(filing=filing.pk)) if filing else set()


def in_force_of(tasks: list[Task]) -> dict[int, tuple[Step, ...]]:
    """The steps alone, with the times that hold, by the key of each task, which comes with `plan__in_force`; one query."""
    return {pk: steps for pk, (steps, _) in with_times(tasks).items()}


def with_times(tasks: list[Task]) -> dict[int, tuple[tuple[Step, ...], dict[int, Held]]]:
    """The same with the times in force by their keys, of which some were moved."""
    filings = {task.pk: filing for task in tasks if (filing := filing_reported(task))}
    held = _held(filing.pk for filing in filings.values())
    return {
        pk: (steps_in_force(filing.keyed_sheet().steps, held[filing.pk]), held[filing.pk])
        for pk, filing in filings.items()
    }


def said_of(tasks: list[int], *, today: date) -> dict[int, dict[int, Said]]:
    """What was said last of the steps of tasks with these keys, by the keys of both."""
    return said_last(_SAID(tasks=tasks, before=end_of(today)))


def finishes_of(filings: Iterable[int], *, unit: int | None = None) -> dict[int, Held]:
    """完成时间 of filings that were accepted, by their keys: what it is, and what it was at first; with `unit` of the plans
    alone that it leads or takes part in.
    """
    keys = list(filings)
    rows = _FINISHES(filings=keys) if unit is None else _FINISHES_SEEN(filings=keys, unit=unit)
    return {row.filing_id: row.held() for row in rows}


def _finishes(filings):
    return StepInForce.objects.filter(filing__pk__in=filings, key=FINISH).order_by("pk")


def _held(filings: Iterable[int]) -> dict[int, dict[int, Held]]:
    """The times in force of filings by their keys, of what tells something (`telling`)."""
    found = defaultdict(dict)
    for row in _HELD(filings=list(filings)):
        found[row.filing_id][row.key] = row.held()
    return found


_HELD = Prepared(lambda filings: StepInForce.objects.filter(filing__pk__in=filings).telling().order_by("pk"))
_RECURRING = Prepared(
    lambda filing: StepInForce.objects.of(filing).exclude(recurs_until=None).values_list("key", flat=True)
)
_FINISHES = Prepared(lambda filings: _finishes(filings))
_FINISHES_SEEN = Prepared(lambda filings, unit: _finishes(filings).seen_by_unit(unit))
_SAID = Prepared(
    lambda tasks, before: (
        StepReport.objects.filter(task__pk__in=tasks).known_at(before).values_list(*SAID_COLUMNS)
    )
)


class _HeldTo(NamedTuple):
    """What steps are held to by a round; `told` and `chosen` as `Round` has them."""

    days: RoundDays
    told: dict[int, date]
    chosen: frozenset[int] | None

    def days_of(self, unit_id: int | None) -> RoundDays:
        return self.days.put_off(self.told.get(unit_id))


def _days_of(task_id: int, rounds: Iterable[tuple[_HeldTo, RoundDays]]) -> list[RoundDays]:
    """Of those that are about it; `rounds` come with the days of whoever leads the task."""
    return [days for round, days in rounds if round.chosen is None or task_id in round.chosen]


def _rounds(programme: int) -> tuple[_HeldTo, ...]:
    """Those of all years, kept because a page shows none of them. Of one that lies ahead nothing is overdue: it is due later."""
    return kept_of_rounds(programme, "steps", partial(_held_to, programme))


def _held_to(programme: int) -> tuple[_HeldTo, ...]:
    rows = _ROUNDS(programme=programme)
    told = told_in([pk for pk, *_ in rows])
    chosen = chosen_tasks(pk for pk, every_task, *_ in rows if not every_task)
    return tuple(_HeldTo(RoundDays(*days), told[pk], chosen.get(pk)) for pk, _, *days in rows)


_ROUNDS = Prepared(
    lambda programme: (
        Round.objects.filter(programme=programme)
        .order_by()
        .values_list("pk", "every_task", "covers_from", "covers_until", "due_on")
    )
)
