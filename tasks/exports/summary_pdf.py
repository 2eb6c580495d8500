"""汇总表 as PDF: landscape, heads on every page, and the totals by area and by unit after the rows."""

from typing import BinaryIO

from tasks.exports import report_pdf
from tasks.exports.made import Made
from tasks.exports.summary_counts import area_lines, unit_lines
from tasks.ledger import Figure, Ledger

# What of all columns a reader on paper needs; the rest stands in the spreadsheet.
SHOWN = (
    "number", "group_name", "content", "lead", "participants", "state", "filed", "first_filed_on",
    "working_days_late", "plan_supervising_leader", "plan_responsible_office", "plan_contact_name",
    "plan_contact_phone", "plan_finish",
)  # fmt: skip


def write(ledger: Ledger, out: BinaryIO, made: Made) -> None:
    """Raises `tasks.exports.fonts.UncoveredCharacter` before anything is written."""
    columns = report_pdf.widths(*SHOWN)
    report_pdf.require_printable(ledger.rows, [width.column for width in columns])
    rows = [[width.column.text(row) for width in columns] for row in ledger.rows]
    report_pdf.write(
        "pdf/summary.html",
        ledger,
        made,
        out,
        columns=columns,
        rows=rows,
        heads=list(Figure),
        counts=[("按工作任务统计", area_lines(ledger)), ("按单位统计", unit_lines(ledger))],
    )
