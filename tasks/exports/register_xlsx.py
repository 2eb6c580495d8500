"""任务分解表 as XLSX in the printed form: areas as printed (task 8 too), merged; content with its number; units
one under another in printed order, open wording among them.
"""

from itertools import groupby
from typing import BinaryIO

from tasks.ledger import Ledger, Row
from zgc_tasks.common.spreadsheets import Book, Layout, Look, Paper

HEADS = ("工作任务", "具体内容", "责任单位")
TITLE_ROWS = 1


def write(ledger: Ledger, out: BinaryIO) -> None:
    book = Book(f"{ledger.programme.title}任务分解表{ledger.part}", ledger.programme.issuer)
    layout = Layout([9, 31, 12], paper=Paper.A4, landscape=False, head_rows=TITLE_ROWS + 1)
    sheet = book.sheet("任务分解表", layout)
    sheet.row([f"{ledger.programme.title}任务分解表{ledger.part}", "", ""], Look.TITLE, height=48)
    sheet.merge(1, 1, last_column=len(HEADS))
    sheet.row(HEADS, Look.HEAD, height=24)
    written = layout.head_rows
    for area, together in groupby(ledger.rows, key=_printed_area):
        rows = list(together)
        for position, row in enumerate(rows):
            sheet.row(["" if position else area, f"{row.number}. {row.content}", _responsible(row)])
        sheet.merge(written + 1, written + len(rows))
        written += len(rows)
    book.save(out)


def _printed_area(row: Row) -> str:
    return row.group_printed_name or row.group_name


def _responsible(row: Row) -> str:
    return "\n".join(map(str, row.entries))
