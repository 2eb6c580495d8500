"""未报名单 as PDF: by lead unit in document order, what each has not filed yet; on one page where that can be read."""

from collections.abc import Sequence
from typing import BinaryIO, NamedTuple

from tasks.exports import ledger_pdf
from tasks.exports.extent import require_few_rows
from tasks.exports.ledger_pdf import Width
from tasks.exports.made import Made
from tasks.ledger import Figure, Ledger, Row

# In em; the content takes what is left.
_TASK = ledger_pdf.widths(number=3, content=0)
# What is the same for all rows is said once above them, which leaves the room to the content.
_STANDING = ledger_pdf.widths(deadline=6, state=4.8, days_late=3, working_days_late=3)

# In points; the first in which all rows stand on one page. Less than the last cannot be read at a table.
SIZES = ("10.5", "9.5", "9", "8.5")
SIZE_OVER_PAGES = "10.5"
# A4 holds no more rows of one line in the smallest size; with more there is nothing to try.
MOST_ROWS_OF_A_PAGE = 60
# Over pages; some ten seconds.
MOST_ROWS = 4_000


def write(ledger: Ledger, out: BinaryIO, made: Made) -> None:
    """Raises `TooMuch` and `UncoveredCharacter` before anything is written."""
    unfiled = [row for row in ledger.rows if Figure.UNFILED.counts(row)]
    require_few_rows("未报名单PDF", len(unfiled), MOST_ROWS)
    common = {width.column: _common_text(width, unfiled) for width in _STANDING}
    columns = [*_TASK, *(width for width in _STANDING if common[width.column] is None)]
    ledger_pdf.write(
        "pdf/unfiled.html",
        ledger,
        made,
        out,
        name="实施方案未报名单",
        layouts=_layouts(len(unfiled)),
        columns=columns,
        units=_units(ledger, unfiled, columns),
        count=len(unfiled),
        common=[(column.title, text) for column, text in common.items() if text],
        remark=_remark(unfiled),
    )


def _layouts(rows: int) -> list[dict]:
    """On one page a unit is one cell beside its rows; over pages each row names its unit, as cells end with a page."""
    sizes = SIZES if rows <= MOST_ROWS_OF_A_PAGE else ()
    over_pages = {"size": SIZE_OVER_PAGES, "merged": False}
    return [*({"size": size, "merged": True} for size in sizes), over_pages]


def _common_text(width: Width, rows: Sequence[Row]) -> str | None:
    """What the column says of every row alike; None where rows differ."""
    texts = {width.column.text(row) for row in rows}
    return None if len(texts) > 1 else "".join(texts)


class UnfiledOfUnit(NamedTuple):
    """Of each row the cells with whether they are centred; `count` is "" for one."""

    unit: str
    count: str
    rows: list[list[tuple[str, bool]]]


def _units(ledger: Ledger, unfiled: list[Row], columns: list[Width]) -> list[UnfiledOfUnit]:
    leads = [unit for unit, totals in ledger.by_unit if totals.figures[Figure.UNFILED]]
    found = []
    for lead in leads:
        rows = [_cells(row, columns) for row in unfiled if row.lead == lead]
        found.append(UnfiledOfUnit(lead.short, f"（{len(rows)}项）" if len(rows) > 1 else "", rows))
    return found


def _cells(row: Row, columns: list[Width]) -> list[tuple[str, bool]]:
    return [(width.column.text(row), width.column.key != "content") for width in columns]


def _remark(unfiled: list[Row]) -> str:
    """The explanations, each once with the rows it is of; the most frequent goes without its long list of numbers."""
    numbers: dict[str, list[str]] = {}
    for row in unfiled:
        numbers.setdefault(row.explanation, []).append(str(row.number))
    *fewer, (most, _) = sorted(numbers.items(), key=lambda item: len(item[1])) or [("", [])]
    said = [f"第{'、'.join(those)}项{words}" for words, those in fewer]
    return "；".join([*said, f"其余各项{most}" if said else most])
