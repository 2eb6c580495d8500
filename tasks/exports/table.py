"""The checker's rows as a table for a terminal, in which a Chinese character takes two places."""

import unicodedata
from collections.abc import Sequence

from tasks.ledger import CHECKER_COLUMNS, Column, Figure, Ledger

_SHOWN = ("number", "lead", "state", "deadline", "first_filed_on", "explanation")
_COLUMNS = tuple(column for column in CHECKER_COLUMNS if column.key in _SHOWN)


def text(ledger: Ledger, beside: Sequence[Column] = ()) -> str:
    """A title, the rows, and the figures of these rows; `beside` are columns behind the number."""
    columns = (_COLUMNS[0], *beside, *_COLUMNS[1:])
    lines = [[column.title for column in columns]]
    lines += [[column.text(row) for column in columns] for row in ledger.rows]
    widths = [max(map(_width, cells)) for cells in zip(*lines, strict=True)]
    totals = [f"{figure.label} {ledger.totals.figures[figure]}" for figure in Figure]
    return "\n".join(
        [
            f"{ledger.programme.title}{ledger.about}情况（{ledger.day_in_words}）",
            "",
            *(_line(cells, widths) for cells in lines),
            "",
            f"共 {ledger.totals.rows} 项：{'，'.join(totals)}",
            "",
        ]
    )


def _line(cells: list[str], widths: list[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
