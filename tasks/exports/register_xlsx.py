"""任务分解表 as XLSX: areas as printed (task 8 too), each beside all of its tasks, so that rows can be filtered, sorted and read
on every page (decision 0100); units one under another in printed order, open wording
on the line of the unit before it.
"""

from typing import BinaryIO

from tasks.ledger import Ledger, Row
from tasks.rules import wording
from zgc_tasks.common.spreadsheets import Layout, Look, Paper, written

HEADS = ("工作任务", "编号", "具体内容", "责任单位")
TITLE_ROWS = 1


def write(ledger: Ledger, out: BinaryIO) -> None:
    title = f"{ledger.programme.title}任务分解表{ledger.part}"
    layout = Layout([9, 4, 27, 12], paper=Paper.A4, landscape=False, head_rows=TITLE_ROWS + 1)
    with written(out, title, ledger.programme.issuer) as book:
        sheet = book.sheet("任务分解表", layout)
        sheet.title(title, height=48)
        sheet.row(HEADS, Look.HEAD, height=24)
        for row in ledger.rows:
            sheet.row([_printed_area(row), row.number, row.content, _responsible(row)])
        sheet.filter_rows()


def _printed_area(row: Row) -> str:
    return row.group_printed_name or row.group_name


def _responsible(row: Row) -> str:
    return "\n".join(wording.in_lines(map(str, row.entries)))
