"""How many plans were there by the end of each day: a curve, and a table of its last steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from django.utils.safestring import SafeString

from tasks.charts import curve
from tasks.charts.curve import Rise

MOST_ROWS = 8


class FiledLine(NamedTuple):
    """Of a day, or of a day and all before it."""

    day: date
    and_before: bool
    filed: int
    total: int


@dataclass(frozen=True)
class FiledByDay:
    drawing: SafeString
    lines: tuple[FiledLine, ...]


def of(filed: Mapping[date, int], *, due: int, deadline: date, as_of: date) -> FiledByDay | None:
    """`filed` is how many came on which day; None where nothing did."""
    if not filed:
        return None
    days = sorted(filed)
    steps = tuple(map(Rise, days, accumulate(filed[each] for each in days)))
    drawing = curve.drawing(steps, due=due, deadline=deadline, as_of=as_of)
    return FiledByDay(drawing, _lines(steps))


def _lines(steps: tuple[Rise, ...]) -> tuple[FiledLine, ...]:
    """The last days first; what is too long for the table stands in its last line together."""
    before = (0, *(step.total for step in steps))
    lines = [
        FiledLine(step.day, False, step.total - sofar, step.total)
        for step, sofar in zip(steps, before, strict=False)
    ]
    *earlier, oldest = lines[: max(len(lines) - MOST_ROWS + 1, 1)]
    newer = lines[len(earlier) + 1 :]
    return (*reversed(newer), oldest._replace(and_before=bool(earlier), filed=oldest.total))
