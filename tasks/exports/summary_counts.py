"""The lines of the counts by area and by unit, the same in the spreadsheet and on paper."""

from dataclasses import dataclass

from tasks.enums import TaskState
from tasks.ledger import Figure, Ledger, Totals


@dataclass(frozen=True)
class CountLine:
    name: str
    totals: Totals

    @property
    def figures(self) -> list[int]:
        return [self.totals.figures[figure] for figure in Figure]


def area_lines(ledger: Ledger) -> list[CountLine]:
    return [CountLine(f"{number} {name}", totals) for number, name, totals in ledger.by_area]


def unit_lines(ledger: Ledger) -> list[CountLine]:
    """Lead units in document order, then the tasks that have none, so that the sum is that of all tasks."""
    lines = [CountLine(unit.short, totals) for unit, totals in ledger.by_unit]
    without = Totals.of(row for row in ledger.rows if row.lead is None)
    return [*lines, CountLine(TaskState.NO_LEAD.label, without)] if without.rows else lines
