"""A kept list as XLSX: its rows on A4 landscape, and a sheet that says what it is."""

from collections.abc import Iterator
from typing import BinaryIO

from tasks.exports.listing import Listing
from tasks.exports.made import Made
from tasks.rules.wording import within_title_marks
from zgc_tasks.common.spreadsheets import Layout, Look, written


def write(listing: Listing, out: BinaryIO, made: Made) -> None:
    heading = f"{listing.title}（{listing.day_in_words}）"
    with written(out, heading, made.by) as book:
        sheet = book.sheet(listing.name, Layout([head.width for head in listing.heads], heading=heading))
        sheet.row([head.title for head in listing.heads], Look.HEAD)
        for row in listing.rows:
            sheet.row(row)
        sheet.filter_rows()
        about = book.sheet("说明", Layout([14, 70], heading=f"{listing.title}说明"))
        about.row(["项目", "内容"], Look.HEAD)
        for line in _about(listing, made):
            about.row(line)


def _about(listing: Listing, made: Made) -> Iterator[tuple[str, str]]:
    programme = listing.programme
    yield "名称", listing.title
    yield "依据", f"{programme.document_number}《{within_title_marks(programme.document_title)}》"
    yield from listing.facts
    yield "统计日期", f"{listing.day_in_words}（北京时间）"
    yield "生成时间", made.at_in_words
    yield "生成人", made.by
    if made.log:
        yield "审计日志", made.log
    yield "筛选条件", listing.conditions_in_words or "无，全部记录"
    yield "数量", listing.count_in_words if listing.rows else listing.empty
    if listing.remark:
        yield "说明", listing.remark
