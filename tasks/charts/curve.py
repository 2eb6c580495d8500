"""How much was there by the end of each day, as a line of steps up to all there is to be (decision 0066)."""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.safestring import SafeString

from tasks.charts.colours import COLOURS
from tasks.rules import dates
from zgc_tasks.common.drawn import drawn

WIDTH, HEIGHT = 340, 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 6, 334, 18, 102
_ROOM_FOR_BOTH = 120  # what the names of both days take, from the left


class Rise(NamedTuple):
    day: date
    total: int


class _Places(NamedTuple):
    """In the units of the drawing. `deadline` and `end` are upright places, `due` and `reached` level ones."""

    path: str
    ground: str
    deadline: float
    end: float
    due: float
    reached: float


def drawing(steps: tuple[Rise, ...], *, due: int, deadline: date, as_of: date) -> SafeString:
    """Of at least one step. Time goes from the day before the first, or from the deadline where that was earlier, to the
    deadline or the last step behind it: what does not change any more needs no room.
    """
    before, last = steps[0].day - timedelta(days=1), max(steps[-1].day, deadline)
    first = min(before, deadline)
    days, most = (last - first).days, max(due, steps[-1].total)

    def across(day: date) -> float:
        return round(_LEFT + (day - first).days * (_RIGHT - _LEFT) / days, 1)

    def up(count: int) -> float:
        return round(_BOTTOM - count * (_BOTTOM - _TOP) / most, 1)

    end = across(min(max(as_of, steps[-1].day), last))
    line = "".join(f"H{across(step.day)}V{up(step.total)}" for step in steps)
    path = f"M{_LEFT} {_BOTTOM}{line}H{end}"
    reached = steps[-1].total
    both = across(deadline) >= _ROOM_FOR_BOTH
    places = _Places(path, f"{path}V{_BOTTOM}z", across(deadline), end, up(due), up(reached))
    return drawn(
        "charts/curve.html",
        colours=COLOURS,
        at=places,
        # The deadline alone is named where the first day came behind it, or so shortly before that both would overlap.
        labels=(dates.without_year(steps[0].day) if both else "", dates.without_year(deadline)),
        anchor="end" if both else "start",
        said=f"已报{reached}项，应报{due}项；首份{dates.in_words(steps[0].day)}，末份{dates.in_words(steps[-1].day)}",
        due=due,
        reached=reached,
        level=_BOTTOM,
        width=WIDTH,
        height=HEIGHT,
    )
