"""A kept list as PDF: landscape, its heads on every page."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import BinaryIO

from tasks.exports import pdf
from tasks.exports.extent import lines, require_few_rows
from tasks.exports.ledger_pdf import STYLESHEET
from tasks.exports.listing import Listing, Value
from tasks.exports.made import Made
from tasks.rules import dates

CHARACTERS_ACROSS = 84  # of the page, in the size of the table
# A row of no more stays in one piece; one that no page holds is split.
LINES_IN_ONE_PIECE = 24
MOST_ROWS = 1_000  # some ten seconds; in the spreadsheet thousands take less


def write(listing: Listing, out: BinaryIO, made: Made) -> None:
    """Raises `TooMuch` and `UncoveredCharacter` before anything is written."""
    require_few_rows(f"{listing.name}PDF", len(listing.rows), MOST_ROWS, "请改为导出Excel")
    whole = sum(head.width for head in listing.heads)
    widths = [CHARACTERS_ACROSS * head.width // whole - 1 for head in listing.heads]
    context = {
        "title": listing.title,
        "author": made.by,
        "subtitle": listing.subtitle(made),
        "facts": listing.facts,
        "heads": [(head.title, round(100 * head.width / whole, 2)) for head in listing.heads],
        "rows": [([_cell(value) for value in row], _is_long(row, widths)) for row in listing.rows],
        "empty": listing.empty,
        "remark": listing.remark,
    }
    out.write(pdf.render("pdf/listing.html", context, stylesheet=STYLESHEET))


def _cell(value: Value) -> tuple[str, bool]:
    """The text and whether it stands in the middle, as numbers and days do in the spreadsheet."""
    if isinstance(value, datetime):
        return dates.to_the_minute(value), True
    if isinstance(value, date):
        return dates.in_figures(value), True
    return str(value or ""), isinstance(value, int)


def _is_long(row: Sequence[Value], widths: Sequence[int]) -> bool:
    texts = [(value, width) for value, width in zip(row, widths, strict=True) if isinstance(value, str)]
    return max((lines(text, width) for text, width in texts), default=1) > LINES_IN_ONE_PIECE
