"""Where a step of the plan in force stands as of a day, from what its lead said of it and from the rounds.

Done on day D, known since day E: a step that was reported later with an earlier day is 按期完成, and says when that came.

What recurs (每年, 每季度) is done for the year it was said of, and asked for again from the next one on (decisions 0102, 0105).
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
    """What its lead said of a step: `said_on` is when, `done_on` which day it was done, `of_year` which year it is said of;
    None where it is said for good, its time not recurring then.

    `before` is what was said before and may still hold, the last one behind.
    """

    state: StepProgress
    said_on: date
    done_on: date | None = None
    word: str = ""
    of_year: int | None = None
    before: tuple["Said", ...] = ()

    @property
    def is_done(self) -> bool:
        return self.state == StepProgress.DONE

    @property
    def day(self) -> date | None:
        """On which it was done; a lead that writes no day has done it by when it says so."""
        return (self.done_on or self.said_on) if self.is_done else None

    @property
    def year(self) -> int:
        """Which it is about, where years matter."""
        return self.of_year or (self.day or self.said_on).year

    @property
    def all(self) -> tuple["Said", ...]:
        return (*self.before, self)

    def after(self, before: "Said | None") -> "Said":
        """Behind what was said before, of which it replaces what is about the same."""
        if before is None:
            return self
        kept = (*before.before, replace(before, before=()))
        about = (self.of_year, self.year)
        return replace(self, before=tuple(each for each in kept if (each.of_year, each.year) != about))


@dataclass(frozen=True)
class RoundDays:
    """Of a round that is about a task: what it covers, and until when its lead files."""

    covers_from: date
    covers_until: date
    due_on: date

    def put_off(self, until: date | None) -> "RoundDays":
        """For a unit that was told that it may file until then."""
        return replace(self, due_on=max(self.due_on, until)) if until else self


def covering(rounds: Iterable[RoundDays], day: date) -> list[RoundDays]:
    """Those that a day lies in: compared here, as a call for each round of each step of a page would be dear."""
    return [each for each in rounds if each.covers_from <= day <= each.covers_until]


class StepStanding(NamedTuple):
    """`days_late` and `working_days_late` of what is overdue, or was done after its last day; else None. `years_done` of
    what recurs, or did. `said` is what it rests on, or what was said last.
    """

    state: StepState
    explanation: str
    days_late: int | None = None
    working_days_late: int | None = None
    years_done: tuple[int, ...] = ()
    said: Said | None = None


class StepInTime(NamedTuple):
    """A step of the plan in force: its number there, and where it stands."""

    number: int
    step: Step
    standing: StepStanding

    @property
    def key(self) -> int:
        return self.step.key

    @property
    def said(self) -> Said | None:
        return self.standing.said

    @property
    def is_done(self) -> bool:
        return self.standing.state == StepState.DONE

    @property
    def is_overdue(self) -> bool:
        return self.standing.state == StepState.OVERDUE

    @property
    def is_to_report(self) -> bool:
        return self.standing.state == StepState.TO_REPORT

    @property
    def due_on(self) -> date | None:
        """Its last day; None where none is still to come or to be made up for."""
        return None if self.standing.state == StepState.NEVER_DUE else self.step.due.last

    def years_to_correct(self, today: date) -> tuple[int, ...]:
        """Years gone by of which it was said that it was done, which may have been wrong."""
        return tuple(year for year in self.standing.years_done if year < today.year)

    @property
    def asked_again(self) -> bool:
        """Whether it recurs and was done, and is not done for this year."""
        recurs = self.step.due.recurs_until is not None
        return recurs and bool(self.standing.years_done) and not self.is_done


def in_time(
    steps: Iterable[Step],
    said: Mapping[int, Said],
    rounds: Sequence[RoundDays],
    as_of: date,
    year: int | None = None,
) -> tuple[StepInTime, ...]:
    """All steps of a plan in force, with what was said of them by their keys and the rounds in which the task owes; `year` as
    `standing` has it.
    """
    return tuple(
        StepInTime(
            number,
            step,
            standing(due=step.due, said=said.get(step.key), rounds=rounds, as_of=as_of, year=year),
        )
        for number, step in enumerate(steps, start=1)
    )


def due_soon_until(today: date) -> date:
    """The last day of a step that is due soon, ten working days on."""
    return deadlines.working_days_from(today, DUE_SOON_WORKING_DAYS)


def standing(
    *, due: Period, said: Said | None, rounds: Iterable[RoundDays], as_of: date, year: int | None = None
) -> StepStanding:
    """`due` is its time in force; where that has no last day, being standing or not understood, the step is never overdue
    by itself. What recurs is asked for in `year`, that of the day where none is named.
    """
    asked = _asked(due, said, min(year or as_of.year, as_of.year))
    found = _done(asked) if asked.done else _not_done(asked, rounds, as_of)
    words = found.explanation
    if asked.years_done and (asked.until is not None or not asked.done):
        years = "、".join(map(str, asked.years_done))
        words = f"{years}年已完成（{words}）" if asked.done else f"{years}年已完成，{words}"
    return found._replace(explanation=words, years_done=asked.years_done, said=asked.rests_on)


def overdue_from(*, due: Period, said: Said | None, rounds: Iterable[RoundDays]) -> date | None:
    """From which day on it is overdue, if nothing more is said of it; None where that is never."""
    asked = _asked(due, said, NO_END)
    return None if asked.done else _overdue_from(asked, rounds)


def has_come_due(due: Period, said: Said | None) -> date | None:
    """From which day on it has been done, if only for a year, or its last day is over; None where neither comes."""
    asked = _asked(due, said, NO_END)
    if asked.done or asked.years_done:
        return said.said_on
    return due.last and due.last + timedelta(days=1)


class _Asked(NamedTuple):
    """What is asked of a step in a `year`: `done` is what was said of it, where it is that it is done, `rests_on` whatever
    it is. Of what is not done: by which `last` day, None too where that was settled, what was `said` of that, and the
    years it was done in. `until` is the year until which it recurs, None where it does not.
    """

    due: Period
    until: int | None
    year: int
    last: date | None
    said: Said | None = None
    done: Said | None = None
    rests_on: Said | None = None
    years_done: tuple[int, ...] = ()


def _asked(due: Period, said: Said | None, year: int) -> _Asked:
    until, of_last_day = due.recurs_until, due.last.year if due.last else None
    if said is None:
        return _Asked(due, until, year, due.last)
    told = said.all if until is None else tuple(each for each in said.all if each.year <= year)
    holds = _last(told, min(year, until) if until else of_last_day, until)
    of_it = _last(said.all, of_last_day, until)
    settled = _is_done(of_it) or (until == NO_END and bool(_years_done(said.all, until)))
    return _Asked(
        due,
        until,
        year,
        last=None if settled else due.last,
        said=of_it,
        done=holds if _is_done(holds) else None,
        rests_on=holds or next(reversed(told), None),
        years_done=_years_done(told, until),
    )


def _is_done(said: Said | None) -> bool:
    return said is not None and said.is_done


def _last(told: Sequence[Said], year: int | None, until: int | None) -> Said | None:
    """What was said last of a `year`, the last one in which it is asked for or one behind that; of what does not recur, also
    what was said for good.
    """
    for each in reversed(told):
        if until is None and each.of_year is None:
            return each
        if year is not None and each.year >= year:
            return each
    return None


def _years_done(told: Iterable[Said], until: int | None) -> tuple[int, ...]:
    """Those of which it was said last that it is done."""
    done = {
        min(each.year, until or each.year): each.is_done for each in told if until or each.of_year is not None
    }
    return tuple(sorted(year for year in done if done[year]))


def _not_done(asked: _Asked, rounds: Iterable[RoundDays], as_of: date) -> StepStanding:
    last, said = asked.last, asked.said
    if last is None:
        waits = asked.until is not None and asked.years_done
        why = f"{_year_waiting(asked)}待报" if waits else "长期推进或未写明日期"
        return StepStanding(StepState.NEVER_DUE, f"{why}，不计逾期")
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


def _year_waiting(asked: _Asked) -> str:
    """2016年; 2016年起 where one or more have gone by without it."""
    first = asked.years_done[-1] + 1
    return f"{first}年" if first == asked.year else f"{first}年起"


def _overdue_from(asked: _Asked, rounds: Iterable[RoundDays]) -> date | None:
    last, said = asked.last, asked.said
    if last is None:
        return None
    if said is not None and said.said_on > last:
        return said.said_on
    due = min((each.due_on for each in covering(rounds, last)), default=None)
    return None if due is None else max(last, due) + timedelta(days=1)


_NOT_SAID = "所在报送期已截止，未报已完成"


def _done(asked: _Asked) -> StepStanding:
    """What goes on behind its last day was held to that the first time."""
    said = asked.done
    again = asked.until == NO_END and asked.years_done[0] < said.year
    done_on, last = said.day, None if again else asked.due.last
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
