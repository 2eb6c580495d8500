"""任务分解表 as printed: task 8 stands in area 3 there, whatever our reading."""

import io
from datetime import date

from openpyxl import load_workbook

from tasks import ledger
from tasks.exports import register_xlsx


def sheet_of(programme):
    out = io.BytesIO()
    register_xlsx.write(ledger.build(programme, as_of=date(2015, 4, 1)), out)
    return load_workbook(out)["任务分解表"]


def rows_of(programme) -> list[tuple]:
    return list(sheet_of(programme).iter_rows(min_row=3, values_only=True))


def test_the_head_is_as_on_the_page(gjrc):
    sheet = sheet_of(gjrc)
    assert sheet["A1"].value == f"{gjrc.title}任务分解表"
    assert [cell.value for cell in sheet[2]] == ["工作任务", "编号", "具体内容", "责任单位"]


def test_each_task_says_its_area_and_task_8_stands_where_it_was_printed(gjrc):
    rows = rows_of(gjrc)
    assert len(rows) == 38
    assert [number for _, number, *_ in rows] == list(range(1, 39))
    assert len({area for area, *_ in rows}) == 10
    assert rows[6][:2] == ("拓宽国际人才创新平台", 7)
    assert {area for area, *_ in rows[7:12]} == {"打造国际人才创业平台"}
    assert rows[7][2].startswith("根据首都总部经济发展的需要")


def test_rows_can_be_filtered_and_sorted(gjrc):
    """Programs refuse to sort rows with merged cells, and filter only the first row of one."""
    sheet = sheet_of(gjrc)
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:D1"]
    assert sheet.auto_filter.ref == "A2:D40"


def test_units_stand_one_under_another_and_open_wording_stays_with_its_unit(gjrc):
    units = {number: responsible for _, number, _, responsible in rows_of(gjrc)}
    assert units[18].splitlines() == ["中关村管委会及相关分园区管委会", "中关村发展集团"]
    assert units[11].splitlines() == ["中关村管委会", "海淀区", "朝阳区", "石景山区等有关区县"]
    assert units[5].splitlines() == ["市科委等市人才工作领导小组相关成员单位"]
    assert units[38].splitlines() == ["市人才工作领导小组相关成员单位"]


def test_it_prints_on_a4_upright_with_the_head_on_every_page(gjrc):
    sheet = sheet_of(gjrc)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.print_title_rows == "$1:$2"
