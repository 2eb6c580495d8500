"""The ledger as CSV for the spreadsheet programs of offices: UTF-8 with BOM, formulas disarmed."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from tasks.ledger import FORECAST, TIME_CHANGE_COLUMNS, Column, Ledger, TimeChangeColumn, columns_of
from zgc_tasks.common.spreadsheets import prefixed

BOM = "\ufeff"


def text(ledger: Ledger, columns: Sequence[Column]) -> str:
    """Head and rows of `columns`."""
    columns = [*columns, FORECAST] if ledger.forecast else columns
    return _text(columns, ([column.text(row) for column in columns] for row in ledger.rows))


def write(ledger: Ledger, out: BinaryIO) -> None:
    """What does not hold all tasks says which part it is in a column of its own: above the heads no program expects a line."""
    columns = columns_of(ledger)
    out.write(text(ledger, (*columns, _part(ledger)) if ledger.part else columns).encode())


def write_times(ledger: Ledger, out: BinaryIO) -> None:
    """时限变动, a line each, with the columns of its sheet in the spreadsheet; a day to come and a part say so as above."""
    beside = [FORECAST] if ledger.forecast else []
    beside += [_part(ledger)] if ledger.part else []
    lines = (
        [
            *(str(column.value(row, change) or "") for column in TIME_CHANGE_COLUMNS),
            *(column.text(row) for column in beside),
        ]
        for row in ledger.rows
        for change in row.time_changes
    )
    out.write(_text([*TIME_CHANGE_COLUMNS, *beside], lines).encode())


def _part(ledger: Ledger) -> Column:
    return Column("conditions", "筛选条件", lambda row: ledger.conditions_in_words)


def _text(columns: Sequence[Column | TimeChangeColumn], lines: Iterable[list[str]]) -> str:
    """With the mark that makes Excel read it as UTF-8."""
    out = io.StringIO(BOM, newline="")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out)
    writer.writerow(column.title for column in columns)
    writer.writerows(map(prefixed, line) for line in lines)
    return out.getvalue()
