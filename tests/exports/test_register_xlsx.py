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


def test_the_head_is_as_printed(gjrc):
    sheet = sheet_of(gjrc)
    assert sheet["A1"].value == f"{gjrc.title}任务分解表"
    assert [cell.value for cell in sheet[2]] == ["工作任务", "具体内容", "责任单位"]


def test_areas_are_merged_and_task_8_stands_where_it_was_printed(gjrc):
    sheet = sheet_of(gjrc)
    first_column = sorted(
        (area.min_row, area.max_row) for area in sheet.merged_cells.ranges if area.max_col == 1
    )
    assert len(first_column) == 10
    assert first_column[1:3] == [(8, 9), (10, 14)]
    assert sheet["A8"].value == "拓宽国际人才创新平台"
    assert sheet["A10"].value == "打造国际人才创业平台"
    assert sheet["B10"].value.startswith("8. 根据首都总部经济发展的需要")


def test_units_stand_one_under_another_with_open_wording_at_its_place(gjrc):
    rows = {str(row[1].value).split(".")[0]: row[2].value for row in sheet_of(gjrc).iter_rows(min_row=3)}
    assert rows["18"].splitlines() == ["中关村管委会", "及相关分园区管委会", "中关村发展集团"]
    assert len(rows) == 38


def test_it_prints_on_a4_upright_with_the_head_on_every_page(gjrc):
    sheet = sheet_of(gjrc)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.print_title_rows == "$1:$2"
