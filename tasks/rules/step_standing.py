"""Where a step of the plan in force stands as of a day, from what its lead said of it and from the rounds.

Done on day D, known since day E: a step that was reported later with an earlier day is 按期完成, and says when that came.

What recurs (每年, 每季度) is done for the year of that day, and asked for again from the next one on (decision 0102).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from tasks.enums import StepProgress, StepState
from tasks.rules import calendars, dates, deadlines
from tasks.rules.periods import NO_END, Period
from tasks.rules.sheet import Step

DUE_SOON_WORKING_DAYS = 10


@dataclass(frozen=True)
class Said:
    """What its lead said last of a step, by the end of a day: `said_on` is when, `done_on` which day it was done.

    `done_before` are the years before that, of which it was said that it was done and nothing else since.
    """

    state: StepProgress
    said_on: date
    done_on: date | None = None
    word: str = ""
    done_before: tuple[int, ...] = ()

    @property
    def is_done(self) -> bool:
        return self.state == StepProgress.DONE

    @property
    def day(self) -> date | None:
        """On which it was done; a lead that writes no day has done it by when it says so."""
        return (self.done_on or self.said_on) if self.is_done else None

    @property
    def year(self) -> int:
        """Which it is about."""
        return (self.day or self.said_on).year

    @property
    def years_done(self) -> tuple[int, ...]:
        return (*self.done_before, self.year) if self.is_done else self.done_before

    def after(self, before: "Said | None") -> "Said":
        """With the years that were done by what was said before."""
        years = before.years_done if before else ()
        return replace(self, done_before=tuple(year for year in years if year < self.year)) if years else self


@dataclass(frozen=True)
class RoundDays:
    """Of a round that is about a task: what it covers, and until when its lead files."""

    covers_from: date
    covers_until: date
    due_on: date

    def put_off(self, until: date | None) -> "RoundDays":
        """For a unit that was told that it may file until then."""
        return replace(self, due_on=max(self.due_on, until)) if until else self

    def covers(self, day: date) -> bool:
        return self.covers_from <= day <= self.covers_until


@dataclass(frozen=True)
class StepStanding:
    """`days_late` and `working_days_late` of what is overdue, or was done after its last day; else None. `years_done` of
    what recurs.
    """

    state: StepState
    explanation: str
    days_late: int | None = None
    working_days_late: int | None = None
    years_done: tuple[int, ...] = ()


@dataclass(frozen=True)
class StepInTime:
    """A step of the plan in force: its number there, what was said of it last, and where it stands."""

    number: int
    step: Step
    said: Said | None
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

    @property
    def due_on(self) -> date | None:
        """Its last day; None where none is still to come or to be made up for."""
        return None if self.standing.state == StepState.NEVER_DUE else self.step.due.last

    @property
    def asked_again(self) -> bool:
        """Whether it recurs and was done, and is not done for this year."""
        return bool(self.standing.years_done) and not self.is_done


def in_time(
    steps: Iterable[Step], said: Mapping[int, Said], rounds: Sequence[RoundDays], as_of: date
) -> tuple[StepInTime, ...]:
    """All steps of a plan in force, with what was said of them by their keys and the rounds in which the task owes."""
    return tuple(
        StepInTime(
            number,
            step,
            said.get(step.key),
            standing(due=step.due, said=said.get(step.key), rounds=rounds, as_of=as_of),
        )
        for number, step in enumerate(steps, start=1)
    )


def due_soon_until(today: date) -> date:
    """The last day of a step that is due soon, ten working days on."""
    return deadlines.working_days_from(today, DUE_SOON_WORKING_DAYS)


def standing(*, due: Period, said: Said | None, rounds: Iterable[RoundDays], as_of: date) -> StepStanding:
    """`due` is its time in force; where that has no last day, being standing or not understood, the step is never overdue
    by itself.
    """
    asked = _asked(due, said)
    done = _is_done(due, said, as_of.year)
    found = _done(due, said) if done else _not_done(asked, rounds, as_of)
    if not asked.years_done:
        return found
    words = f"（{found.explanation}）" if done else f"，{found.explanation}"
    years = "、".join(map(str, asked.years_done))
    return replace(found, explanation=f"{years}年已完成{words}", years_done=asked.years_done)


def overdue_from(*, due: Period, said: Said | None, rounds: Iterable[RoundDays]) -> date | None:
    """From which day on it is overdue, if nothing more is said of it; None where that is never."""
    return None if _is_done(due, said, NO_END) else _overdue_from(_asked(due, said), rounds)


def has_come_due(due: Period, said: Said | None) -> date | None:
    """From which day on it has been done, if only for a year, or its last day is over; None where neither comes."""
    if said is not None and (said.is_done or _asked(due, said).years_done):
        return said.said_on
    return due.last and due.last + timedelta(days=1)


def _is_done(due: Period, said: Said | None, year: int) -> bool:
    """Whether what was said last holds in `year`: of what recurs it does until its own year is over, or for good, where
    that is the last one.
    """
    if said is None or not said.is_done:
        return False
    until = due.recurs_until
    return until is None or said.year >= min(until, year)


class _Asked(NamedTuple):
    """What is asked of a step that is not done: by which last day, what was said of that, and the years it was done in."""

    last: date | None
    said: Said | None
    years_done: tuple[int, ...] = ()


def _asked(due: Period, said: Said | None) -> _Asked:
    """Of what recurs the years before are settled, and with them a day behind which it goes on."""
    until = due.recurs_until if said is not None and said.years_done else None
    if until is None:
        return _Asked(due.last, said)
    return _Asked(None if until == NO_END else due.last, None if said.is_done else said, said.years_done)


def _not_done(asked: _Asked, rounds: Iterable[RoundDays], as_of: date) -> StepStanding:
    last, said = asked.last, asked.said
    if last is None:
        waits = f"{_year_waiting(asked, as_of)}待报" if asked.years_done else "长期推进或未写明日期"
        return StepStanding(StepState.NEVER_DUE, f"{waits}，不计逾期")
    if as_of <= last:
        soon = last <= due_soon_until(as_of)
        day = dates.beside(last, as_of)
        return StepStanding(StepState.DUE_SOON if soon else StepState.OPEN, f"完成时限 {day}")
    since = _overdue_from(asked, rounds)
    if since is not None and since <= as_of:
        told = said is not None and said.said_on > last
        why = f"牵头单位{dates.beside(said.said_on, as_of)}报{said.state.label}" if told else _NOT_SAID
        return _overdue(last, as_of, why)
    return StepStanding(
        StepState.TO_REPORT, f"完成时限 {dates.beside(last, as_of)}已到，待牵头单位报送完成情况"
    )


def _year_waiting(asked: _Asked, as_of: date) -> str:
    """2016年; 2016年起 where one or more have gone by without it."""
    first = asked.years_done[-1] + 1
    return f"{first}年" if first == as_of.year else f"{first}年起"


def _overdue_from(asked: _Asked, rounds: Iterable[RoundDays]) -> date | None:
    last, said = asked.last, asked.said
    if last is None:
        return None
    if said is not None and said.said_on > last:
        return said.said_on
    due = min((each.due_on for each in rounds if each.covers(last)), default=None)
    return None if due is None else max(last, due) + timedelta(days=1)


_NOT_SAID = "所在报送期已截止，未报已完成"


def _done(due: Period, said: Said) -> StepStanding:
    """What goes on behind its last day was held to that the first time."""
    again = said.done_before and due.recurs_until == NO_END
    done_on, last = said.day, None if again else due.last
    day = dates.beside(done_on, said.said_on)
    if last is None:
        return StepStanding(StepState.DONE, f"{day}完成")
    if done_on > last:
        days, working = (done_on - last).days, calendars.working_days_between(last, done_on)
        return StepStanding(StepState.DONE, f"{day}完成，晚于完成时限", days, working)
    late = f"，{dates.beside(said.said_on, done_on)}报" if said.said_on > last else ""
    return StepStanding(StepState.DONE, f"{day}按期完成{late}")


def _overdue(last: date, as_of: date, why: str) -> StepStanding:
    days, working = (as_of - last).days, calendars.working_days_between(last, as_of)
    return StepStanding(
        StepState.OVERDUE, f"已逾期 {deadlines.lateness_in_words(last, as_of)}，{why}", days, working
    )
