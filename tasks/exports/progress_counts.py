"""How far tasks are, by area: the same numbers in the spreadsheet and, with bars, on paper. Of rows of the ledger.

Nothing before anything was due: then all are 未评定 and nobody has said how it goes.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.safestring import SafeString

from tasks.charts import bars
from tasks.charts.bars import Series
from tasks.charts.progress import LIGHTS, OUTLOOKS, UNSAID
from tasks.enums import Light, StepState
from tasks.ledger import Ledger, Row


class AreaCounts(NamedTuple):
    """One area, or all of them."""

    name: str
    tasks: int
    lights: tuple[int, ...]
    outlooks: tuple[int, ...]
    overdue: int
    missing: int

    def light_bar(self, most: int) -> SafeString:
        return _bar(LIGHTS, self.lights, most)

    def outlook_bar(self, most: int) -> SafeString:
        return _bar(OUTLOOKS, self.outlooks, most)


def heads() -> list[str]:
    return ["任务数", *(each.label for each in (*LIGHTS, *OUTLOOKS)), "步骤逾期", "进展逾期未报"]


def begun(ledger: Ledger) -> bool:
    """Whether there is anything to tell, and its reader may be told."""
    told = any(row.reported.outlook or row.reported.light != Light.NOT_RATED for row in ledger.rows)
    return ledger.overseen and told


def by_area(ledger: Ledger) -> list[AreaCounts]:
    areas: dict[tuple[int, str], list[Row]] = {}
    for row in ledger.rows:
        areas.setdefault((row.group, row.group_name), []).append(row)
    return [_counts(f"{number} {name}", rows) for (number, name), rows in sorted(areas.items())]


def total(ledger: Ledger) -> AreaCounts:
    return _counts("合计", ledger.rows)


def _counts(name: str, rows: Iterable[Row]) -> AreaCounts:
    said = [row.reported for row in rows]
    return AreaCounts(
        name=name,
        tasks=len(said),
        lights=tuple(sum(one.light == each.value for one in said) for each in LIGHTS),
        outlooks=tuple(sum((one.outlook or UNSAID) == each.value for one in said) for each in OUTLOOKS),
        overdue=sum(not one.ended and one.count(StepState.OVERDUE) > 0 for one in said),
        missing=sum(bool(one.missing) for one in said),
    )


def _bar(series: tuple[Series, ...], counts: tuple[int, ...], most: int) -> SafeString:
    return bars.bar(zip(series, counts, strict=True), bars.WIDTH / max(most, 1))
