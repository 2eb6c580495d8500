"""汇总表 as PDF: landscape, heads on every page, the totals by area and by unit after the rows, and how far tasks are."""

import re
from typing import BinaryIO

from tasks.enums import PlanStatus, TaskState, Timeliness, revision_in_words
from tasks.exports import ledger_pdf, summary_progress
from tasks.exports.extent import require_few_rows
from tasks.exports.made import Made
from tasks.exports.summary_counts import area_lines, unit_lines
from tasks.ledger import Column, Figure, Ledger, Row
from tasks.rules.sheet import IN_ONE_LINE
from tasks.rules.wording import in_pieces

# What of all columns a reader on paper needs; the rest stands in the spreadsheet. Dates, phones and the longest
# wording of the document, 及相关分园区管委会, fit a line.
COLUMNS = ledger_pdf.widths(
    number=3.6,
    group_name=7,
    content=14.9,
    lead=8,
    participants=12.6,
    state=6.2,
    first_filed_on=7.9,
    working_days_late=4.4,
    **{f"plan_{field.name}": field.paper_width for field in IN_ONE_LINE if field.paper_width},
)


# Broken between names and never within one.
_OF_NAMES = {"lead", *(f"plan_{field.name}" for field in IN_ONE_LINE if field.people and not field.phone)}
_BETWEEN_NAMES = re.compile(r"(?<=[、\s])(?=[^、\s])")


def _cell(column: Column, row: Row) -> tuple[str, list[str]]:
    """The text, or the pieces it is broken between."""
    if column.key == "participants":
        return "", in_pieces(row.participants_as_printed)
    text = _text(column, row)
    return ("", names_in(text)) if column.key in _OF_NAMES else (text, [])


def names_in(text: str) -> list[str]:
    """Names as people type them, each with what stands behind it; together they are the text."""
    return _BETWEEN_NAMES.split(text)


def _text(column: Column, row: Row) -> str:
    """There is no room for 修订情况, 报送是否按时 and moved times in columns of their own: they stand with the state and
    完成时间, as 表述 does with 参与单位.
    """
    if column.key == "state":
        return _state(row)
    if column.key == "plan_finish" and row.finish and row.finish.in_words:
        return f"{column.text(row)}（{row.finish.in_words}）"
    return column.text(row)


def _state(row: Row) -> str:
    """待核对, 按时报送; 已核收（修订待核对）, 逾期报送"""
    said = PlanStatus(row.with_checker) if row.with_checker else TaskState(row.state)
    beside = f"（{revision_in_words(row.revision)}）" if row.revision else ""
    return f"{said.label}{beside}" + (f"\n{Timeliness(row.filed).label}报送" if row.filed else "")


# Some fifteen seconds; in the spreadsheet thousands take less.
MOST_ROWS = 700


def write(ledger: Ledger, out: BinaryIO, made: Made) -> None:
    """Raises `TooMuch` and `UncoveredCharacter` before anything is written."""
    require_few_rows("汇总表PDF", len(ledger.rows), MOST_ROWS)
    columns = [width.column for width in COLUMNS]
    rows = [[_cell(column, row) for column in columns] for row in ledger.rows]
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
        progress=summary_progress.of(ledger),
    )
