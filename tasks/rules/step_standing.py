"""Where a step of the plan in force stands as of a day, from what its lead said of it and from the rounds.

Done on day D, known since day E: a step that was reported later with an earlier day is 按期完成, and says when that came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tasks.enums import StepProgress, StepState
from tasks.rules import calendars, dates, deadlines
from tasks.rules.sheet import Step

DUE_SOON_WORKING_DAYS = 10


@dataclass(frozen=True)
class Said:
    """What its lead said last of a step, by the end of a day: `said_on` is when, `done_on` which day it was done."""

    state: StepProgress
    said_on: date
    done_on: date | None = None
    word: str = ""

    @property
    def day(self) -> date | None:
        """On which it was done; a lead that writes no day has done it by when it says so."""
        if self.state != StepProgress.DONE:
            return None
        return self.done_on or self.said_on


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
    """`days_late` and `working_days_late` of what is overdue, or was done after its last day; else None."""

    state: StepState
    explanation: str
    days_late: int | None = None
    working_days_late: int | None = None


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


def in_time(
    steps: Iterable[Step], said: Mapping[int, Said], rounds: Sequence[RoundDays], as_of: date
) -> tuple[StepInTime, ...]:
    """All steps of a plan in force, with what was said of them by their keys and the rounds in which the task owes."""
    return tuple(
        StepInTime(
            number,
            step,
            said.get(step.key),
            standing(last=step.due.last, said=said.get(step.key), rounds=rounds, as_of=as_of),
        )
        for number, step in enumerate(steps, start=1)
    )


def due_soon_until(today: date) -> date:
    """The last day of a step that is due soon, ten working days on."""
    return deadlines.working_days_from(today, DUE_SOON_WORKING_DAYS)


def standing(
    *, last: date | None, said: Said | None, rounds: Iterable[RoundDays], as_of: date
) -> StepStanding:
    """`last` is the last day of its time in force; None where that is standing, or was not understood, and the step is
    never overdue by itself.
    """
    if said is not None and said.state == StepProgress.DONE:
        return _done(last, said)
    if last is None:
        return StepStanding(StepState.NEVER_DUE, "长期推进或未写明日期，不计逾期")
    if as_of <= last:
        soon = last <= due_soon_until(as_of)
        day = dates.beside(last, as_of)
        return StepStanding(StepState.DUE_SOON if soon else StepState.OPEN, f"完成时限 {day}")
    since = overdue_from(last=last, said=said, rounds=rounds)
    if since is not None and since <= as_of:
        told = said is not None and said.said_on > last
        why = f"牵头单位{dates.beside(said.said_on, as_of)}报{said.state.label}" if told else _NOT_SAID
        return _overdue(last, as_of, why)
    return StepStanding(
        StepState.TO_REPORT, f"完成时限 {dates.beside(last, as_of)}已到，待牵头单位报送完成情况"
    )


def overdue_from(*, last: date | None, said: Said | None, rounds: Iterable[RoundDays]) -> date | None:
    """From which day on it is overdue, if nothing more is said of it; None where that is never."""
    if last is None or (said is not None and said.state == StepProgress.DONE):
        return None
    if said is not None and said.said_on > last:
        return said.said_on
    due = min((each.due_on for each in rounds if each.covers(last)), default=None)
    return None if due is None else max(last, due) + timedelta(days=1)


_NOT_SAID = "所在报送期已截止，未报已完成"


def _done(last: date | None, said: Said) -> StepStanding:
    done_on = said.day
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
