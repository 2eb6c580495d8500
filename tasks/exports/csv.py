"""The ledger as CSV for the spreadsheet programs of offices: UTF-8 with BOM, formulas disarmed."""

import csv
import io
from collections.abc import Sequence
from typing import BinaryIO

from tasks.ledger import FORECAST, Column, Ledger, columns_of
from zgc_tasks.common.spreadsheets import prefixed

BOM = "\ufeff"


def text(ledger: Ledger, columns: Sequence[Column]) -> str:
    """Head and rows of `columns`, with the mark that makes Excel read it as UTF-8."""
    columns = [*columns, FORECAST] if ledger.forecast else columns
    out = io.StringIO(BOM, newline="")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out)
    writer.writerow(column.title for column in columns)
    for row in ledger.rows:
        writer.writerow(prefixed(column.text(row)) for column in columns)
    return out.getvalue()


def write(ledger: Ledger, out: BinaryIO) -> None:
    """What does not hold all tasks says which part it is in a column of its own: above the heads no program expects a line."""
    part = Column("conditions", "筛选条件", lambda row: ledger.conditions_in_words)
    columns = columns_of(ledger)
    out.write(text(ledger, (*columns, part) if ledger.part else columns).encode())
