"""报送情况 as PDF on one page: the figures, the areas, and the units with what is open, task by task."""

from typing import BinaryIO

from tasks.enums import TaskState
from tasks.exports import ledger_pdf
from tasks.exports.made import Made
from tasks.exports.summary_counts import area_lines, unit_lines
from tasks.ledger import Figure, Ledger


def write(ledger: Ledger, out: BinaryIO, made: Made) -> None:
    open_tasks = _open_tasks(ledger)
    ledger_pdf.write(
        "pdf/situation.html",
        ledger,
        made,
        out,
        name="实施方案报送情况",
        areas=area_lines(ledger),
        units=[(line, "、".join(open_tasks.get(line.name, ()))) for line in unit_lines(ledger)],
        rules=[(figure.label, figure.rule) for figure in Figure],
    )


def _open_tasks(ledger: Ledger) -> dict[str, list[str]]:
    """By line of the units: the numbers of the tasks not filed, and of those that nobody leads yet."""
    numbers: dict[str, list[str]] = {}
    for row in ledger.rows:
        if Figure.UNFILED.counts(row) or Figure.NO_LEAD.counts(row):
            name = row.lead.short if row.lead else TaskState.NO_LEAD.label
            numbers.setdefault(name, []).append(str(row.number))
    return numbers
