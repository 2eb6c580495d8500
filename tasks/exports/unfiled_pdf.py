"""未报名单 as PDF: by lead unit in document order, what each has not filed yet."""

from typing import BinaryIO

from tasks.exports import report_pdf
from tasks.exports.made import Made
from tasks.ledger import Figure, Ledger, Row

COLUMNS = report_pdf.widths(number=8, content=40, deadline=13, state=11, explanation=28)


def write(ledger: Ledger, out: BinaryIO, made: Made) -> None:
    """Raises `tasks.exports.fonts.UncoveredCharacter` before anything is written."""
    unfiled = [row for row in ledger.rows if Figure.UNFILED.counts(row)]
    report_pdf.require_printable(unfiled, [width.column for width in COLUMNS])
    report_pdf.write(
        "pdf/unfiled.html",
        ledger,
        made,
        out,
        name="实施方案未报名单",
        columns=COLUMNS,
        units=_units(ledger, unfiled),
        count=len(unfiled),
    )


def _units(ledger: Ledger, unfiled: list[Row]) -> list[tuple[str, list[list[str]]]]:
    """Full name of a unit and the cells of its rows."""
    leads = [unit for unit, totals in ledger.by_unit if totals.figures[Figure.UNFILED]]
    return [
        (lead.full, [[width.column.text(row) for width in COLUMNS] for row in unfiled if row.lead == lead])
        for lead in leads
    ]
