"""Steps in time as SVG from templates: each a line of the same scale, below one axis (decision 0066).

Where a time was moved stands a hollow diamond, an arrow from it to the one in force, a filled diamond; a filled circle is the
day of completion, a hatched piece what is overdue, an upright line the day of the page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString

from tasks.charts.colours import COLOURS
from tasks.rules.step_standing import StepInTime
from tasks.rules.times import Held
from zgc_tasks.common.drawn import drawn

WIDTH, HEIGHT, EDGE = 320, 22, 8  # what stands at an end reaches over it by half
_MIDDLE = HEIGHT / 2
_MOST_LABELS, _HALF_A_LABEL = 7, 22


class Tick(NamedTuple):
    """`anchor` keeps the label inside the drawing; it is "" where it would touch the one before."""

    x: float
    label: str

    @property
    def anchor(self) -> str:
        if self.x < _HALF_A_LABEL:
            return "start"
        return "end" if self.x > WIDTH - _HALF_A_LABEL else "middle"

    @property
    def begins(self) -> float:
        """Where the label does."""
        return self.x - {"start": 0, "middle": _HALF_A_LABEL, "end": 2 * _HALF_A_LABEL}[self.anchor]

    @property
    def ends(self) -> float:
        return self.begins + 2 * _HALF_A_LABEL


@dataclass(frozen=True)
class Axis:
    """From the first day of a month to the last one of another; `today` is the day of the page."""

    first: date
    last: date
    today: date

    def x(self, day: date) -> float:
        inside = min(max(day, self.first), self.last)
        share = (inside - self.first).days / max((self.last - self.first).days, 1)
        return round(EDGE + share * (WIDTH - 2 * EDGE), 1)

    @cached_property
    def ticks(self) -> tuple[Tick, ...]:
        """Quarters, or where these are too many, years."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        every = next(each for each in (1, 3, 6, 12, 24, 60) if months <= each * _MOST_LABELS or each == 60)
        found, at = [], self.first
        while at <= self.last:
            if (at.month - 1) % min(every, 12) == 0 and (every <= 12 or at.year % (every // 12) == 0):
                found.append(Tick(self.x(at), _label(at, every)))
            at = _next_month(at)
        return tuple(_apart(found))

    @cached_property
    def uprights(self) -> str:
        """The lines below the ticks, as the `d` of a path."""
        return "".join(f"M{tick.x} 0v{HEIGHT}" for tick in self.ticks)

    @property
    def drawn(self) -> SafeString:
        today = self.x(self.today) if self.first <= self.today <= self.last else None
        return drawn("charts/axis.html", colours=COLOURS, ticks=self.ticks, today=today, width=WIDTH)


def _apart(ticks: Iterable[Tick]) -> Iterator[Tick]:
    end = 0.0
    for tick in ticks:
        if tick.begins < end:
            yield tick._replace(label="")
        else:
            end = tick.ends
            yield tick


def _label(day: date, every: int) -> str:
    return str(day.year) if every >= 12 else f"{day:%Y-%m}"


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def axis(days: Iterable[date], today: date) -> Axis:
    """Over all of these days and the day of the page."""
    shown = [*days, today]
    return _axis(min(shown).replace(day=1), _next_month(max(shown)) - timedelta(days=1), today)


_axis = lru_cache(maxsize=64)(Axis)  # its ticks are put once


class StepDrawn(NamedTuple):
    """What is drawn of one step: `said` in words for screen readers. Days that are not there are None; `first` is where
    its time begins, `original` its last day at first where it was moved, `done` the day it was done.
    """

    said: str
    last: date | None
    first: date | None = None
    original: date | None = None
    done: date | None = None
    overdue: bool = False

    @property
    def days(self) -> list[date]:
        return [day for day in (self.first, self.last, self.original, self.done) if day]


def shown(step: StepInTime, held: Held | None) -> StepDrawn:
    """`held` is its time in force, where it was moved."""
    last = step.step.due.last
    original = held.original.last if held and held.original.last != last else None
    return StepDrawn(
        said=f"第{step.number}步：{step.standing.state.label}，{step.standing.explanation}",
        last=last,
        first=step.step.due.first if last else None,
        original=original,
        done=step.said.day if step.said else None,
        overdue=step.is_overdue,
    )


class _Places(NamedTuple):
    """The same in the units of the drawing."""

    said: str
    last: float | None
    first: float | None
    original: float | None
    done: float | None
    overdue: float | None
    today: float | None
    uprights: str


def step(of: StepDrawn, on: Axis) -> SafeString:
    def at(day: date | None) -> float | None:
        return None if day is None else on.x(day)

    today, last = on.x(on.today), at(of.last)
    late = of.overdue and last is not None and today > last
    places = _Places(
        said=of.said,
        last=last,
        first=at(of.first),
        original=at(of.original),
        done=at(of.done),
        overdue=round(today - last, 1) if late else None,
        today=today,
        uprights=on.uprights,
    )
    return drawn("charts/step.html", colours=COLOURS, at=places, width=WIDTH, height=HEIGHT, middle=_MIDDLE)


def legend() -> SafeString:
    return drawn("charts/step_legend.html", colours=COLOURS)
