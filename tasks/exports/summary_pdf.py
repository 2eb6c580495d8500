"""汇总表 as PDF: landscape, heads on every page, and the totals by area and by unit after the rows."""

from typing import BinaryIO

from tasks.enums import revision_in_words
from tasks.exports import ledger_pdf
from tasks.exports.extent import require_few_rows
from tasks.exports.made import Made
from tasks.exports.summary_counts import area_lines, unit_lines
from tasks.ledger import Column, Figure, Ledger, Row
from tasks.rules.sheet import IN_ONE_LINE

# What of all columns a reader on paper needs; the rest stands in the spreadsheet. Dates and phones fit a line.
COLUMNS = ledger_pdf.widths(
    number=4,
    group_name=8,
    content=18.5,
    lead=7,
    participants=9,
    state=6,
    filed=4.5,
    first_filed_on=7,
    working_days_late=4.5,
    **{f"plan_{field.name}": field.paper_width for field in IN_ONE_LINE if field.paper_width},
)


def _text(column: Column, row: Row) -> str:
    """There is no room for 修订情况 and moved times in columns of their own: they stand with the state and 完成时间."""
    beside = ""
    if column.key == "state" and row.revision:
        beside = revision_in_words(row.revision)
    elif column.key == "plan_finish" and row.finish:
        beside = row.finish.in_words
    return f"{column.text(row)}（{beside}）" if beside else column.text(row)


# Some ten seconds; in the spreadsheet thousands take less.
MOST_ROWS = 700


def write(ledger: Ledger, out: BinaryIO, made: Made) -> None:
    """Raises `TooMuch` and `UncoveredCharacter` before anything is written."""
    require_few_rows("汇总表", len(ledger.rows), MOST_ROWS)
    columns = [width.column for width in COLUMNS]
    rows = [[_text(column, row) for column in columns] for row in ledger.rows]
    ledger_pdf.write(
        "pdf/summary.html",
        ledger,
        made,
        out,
        name="实施方案汇总表",
        columns=COLUMNS,
        rows=rows,
        heads=list(Figure),
        counts=[("按工作任务统计", area_lines(ledger)), ("按单位统计", unit_lines(ledger))],
    )
