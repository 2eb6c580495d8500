"""From which day on a task is rated, yellow and red, if nothing more is said of it.

What is overdue or missing on a day follows from days alone: so a light is kept as three days (decision 0067) and needs
nothing to be done when a day is over. A test holds them equal to `attention.light` on every day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tasks.rules.attention import Limits
from tasks.rules.sheet import Step
from tasks.rules.step_standing import RoundDays, Said, has_come_due, overdue_from


@dataclass(frozen=True)
class Owed:
    """What a task owes in a round: until when, and when it was filed first, None where it was not."""

    deadline: date
    filed_on: date | None

    @property
    def missing_from(self) -> date | None:
        return None if self.filed_on else self.deadline + timedelta(days=1)


@dataclass(frozen=True)
class CourseDays:
    """Each the first day on which it is so, None where that day does not come."""

    rated_from: date | None = None
    yellow_from: date | None = None
    red_from: date | None = None
    step_overdue_from: date | None = None
    round_missing_from: date | None = None

    def step_overdue(self, day: date) -> bool:
        return _by(day, self.step_overdue_from)

    def round_missing(self, day: date) -> bool:
        return _by(day, self.round_missing_from)


def _by(day: date, since: date | None) -> bool:
    return since is not None and since <= day


NOTHING_DUE = CourseDays()


def course(
    steps: Iterable[Step],
    said: dict[int, Said],
    *,
    rounds: Iterable[RoundDays],
    owed: Iterable[Owed],
    limits: Limits,
    ended: bool,
) -> CourseDays:
    """Of the steps in force with what was said of them last by their keys, the `rounds` that are about the task, also
    those that lie ahead, and what it owes in them.
    """
    steps, owed, rounds = list(steps), list(owed), list(rounds)
    rated = _first([*(has_come_due(step.due, said.get(step.key)) for step in steps), *map(_was_due, owed)])
    if ended:
        return CourseDays(rated_from=rated)
    overdue = {
        (since, step.due.last)
        for step in steps
        if (since := overdue_from(due=step.due, said=said.get(step.key), rounds=rounds))
    }
    missing = sorted(day for each in owed if (day := each.missing_from))
    step_from, round_from = _first(since for since, _ in overdue), _first(missing)
    return CourseDays(
        rated_from=rated,
        yellow_from=_first([step_from, round_from]),
        red_from=_first(
            [
                *(max(since, last + timedelta(days=limits.red_days)) for since, last in overdue),
                *missing[limits.red_rounds - 1 : limits.red_rounds],
            ]
        ),
        step_overdue_from=step_from,
        round_missing_from=round_from,
    )


def _was_due(owed: Owed) -> date:
    return owed.filed_on or owed.deadline + timedelta(days=1)


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)
