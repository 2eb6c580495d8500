import io
import re
import zipfile
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook

from tasks import ledger
from tasks.enums import TaskState
from tasks.exports import xlsx
from tasks.ledger import COLUMNS, Figure, Filters
from tests.exports.conftest import DAY
from tests.exports.reading import widths
from zgc_tasks.common import workbooks
from zgc_tasks.common.spreadsheets import MAX_CELL_CHARACTERS, Layout, written

SHEETS = ["汇总表", "按工作任务统计", "按单位统计", "工作步骤", "说明"]


def opened(found, made):
    out = io.BytesIO()
    xlsx.write(found, out, made)
    out.seek(0)
    return load_workbook(out)


def records(sheet) -> list[dict]:
    """Its rows, without the one below them that follows the filters."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows if not any(map(is_formula, row))]


def moment(*parts: int) -> datetime:
    """As spreadsheets have it, which know no time zones."""
    return datetime(*parts)  # noqa: DTZ001


def is_formula(value) -> bool:
    return str(value).startswith("=SUBTOTAL(")


def test_it_has_the_five_sheets(found, made):
    assert opened(found, made).sheetnames == SHEETS


def test_the_first_sheet_has_all_columns_and_a_row_a_task(found, made):
    rows = records(opened(found, made)["汇总表"])
    assert list(rows[0]) == [column.title for column in COLUMNS]
    assert [row["任务编号"] for row in rows] == [1, 2, 3]
    assert rows[0]["报送编号"] == "GJRC-01-1"
    assert rows[0]["联系电话"] == "010-00000002"


def test_counts_of_days_are_numbers(found, made):
    row = records(opened(found, made)["汇总表"])[1]
    assert (row["逾期天数"], row["逾期工作日"]) == (4, 1)


def test_days_and_moments_are_such_with_their_wordings_beside_them(found, made):
    row = records(opened(found, made)["汇总表"])[0]
    assert row["报送截止日期"] == moment(2015, 4, 3)
    assert row["首次报送日期"] == moment(2015, 3, 30)
    assert row["报送时间"] == moment(2015, 3, 30, 10)
    assert (row["启动时间"], row["启动时间起"]) == ("2015年3月", moment(2015, 3, 1))
    assert (row["完成时间"], row["完成时间止"]) == ("2017年12月", moment(2017, 12, 31))


def test_numbers_are_numbers_and_telephones_are_not(found, made):
    row = records(opened(found, made)["汇总表"])[0]
    assert (row["任务编号"], row["工作任务序号"], row["收件序号"]) == (1, 1, 1)
    assert row["联系电话"] == "010-00000002"


def test_totals_follow_the_filters_of_a_reader(found, made):
    book = opened(found, made)
    *_, last = book["汇总表"].iter_rows(values_only=True)
    assert last[0] == "=SUBTOTAL(103,A2:A4)"
    steps = [column.key for column in COLUMNS].index("steps_total")
    letter = book["汇总表"].cell(1, steps + 1).column_letter
    assert last[steps] == f"=SUBTOTAL(109,{letter}2:{letter}4)"
    *_, followed, total = book["按单位统计"].iter_rows(values_only=True)
    assert followed[:2] == ("筛选后合计", "=SUBTOTAL(109,B2:B4)")
    assert total[:2] == ("合计", 3)
    assert book["按单位统计"].auto_filter.ref.endswith("4")


def test_a_program_works_out_the_same_totals(found, made):
    """What stands in the formulas is what was counted here."""
    book = opened(found, made)
    for name in ("按工作任务统计", "按单位统计"):
        *_, followed, total = list(book[name].iter_rows(min_row=2, values_only=True))
        for column in range(1, len(total)):
            first, last = followed[column].removeprefix("=SUBTOTAL(109,").rstrip(")").split(":")
            cells = book[name][f"{first}:{last}"]
            assert sum(cell.value for (cell,) in cells) == total[column]


def test_a_preview_that_works_out_nothing_shows_the_same_totals(found, made):
    out = io.BytesIO()
    xlsx.write(found, out, made)
    book = load_workbook(out, data_only=True)
    for name in ("按工作任务统计", "按单位统计"):
        *rows, followed, _ = book[name].iter_rows(min_row=2, min_col=2, values_only=True)
        assert followed == tuple(map(sum, zip(*rows, strict=True)))
    head, *rows, last = book["汇总表"].iter_rows(values_only=True)
    assert last[0] == len(rows)
    added = [head.index(column.title) for column in COLUMNS if column.key in xlsx._ADDED]
    assert len(added) == len(xlsx._ADDED)
    for column in added:
        assert last[column] == sum(row[column] or 0 for row in rows)


def test_long_texts_are_shown_from_their_start(found, made):
    sheet = opened(found, made)["工作步骤"]
    assert {cell.alignment.vertical for cell in sheet[2]} == {"top"}


def test_the_file_says_what_it_is_and_who_made_it(found, made):
    about = opened(found, made).properties
    assert about.title == xlsx.heading(found, "实施方案汇总表")
    assert about.creator == made.by


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_is_printed_smaller_than_eight_points(found, made, name):
    sheet = opened(found, made)[name]
    points = sorted((width * 7 + 5) * 0.75 for width in widths(sheet))
    frozen = (sheet.column_dimensions["A"].width * 7 + 5) * 0.75
    across, room = sheet.page_setup.fitToWidth or 1, 1190 - 72  # A3 between its margins
    # Of every page but the last the widest column may just not fit.
    usable = room * across - (across - 1) * (frozen + points[-1])
    assert min(1, usable / sum(points)) * 10 >= 8


def test_the_head_is_frozen_and_filtered(found, made):
    sheet = opened(found, made)["汇总表"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(COLUMNS)).column_letter}4"


@pytest.mark.parametrize(
    ("name", "pages_across"), [(name, xlsx.PAGES_ACROSS if name == "汇总表" else 1) for name in SHEETS]
)
def test_every_sheet_prints_on_a3_landscape_fitted_to_its_width_with_its_heads(
    found, made, name, pages_across
):
    sheet = opened(found, made)[name]
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation) == (8, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (setup.fitToWidth or 1, setup.fitToHeight) == (pages_across, 0)  # 1 where the file says nothing
    assert sheet.print_title_rows == "$1:$1"
    assert found.programme.title in sheet.oddHeader.center.text


def test_the_head_is_frozen_even_when_there_are_no_rows(world, made):
    nothing = ledger.build(world.programme, as_of=DAY, filters=Filters(query="没有这样的任务"))
    sheet = opened(nothing, made)["汇总表"]
    assert sheet.max_row == 1
    assert sheet.freeze_panes == "B2"


def test_texts_that_begin_like_formulas_are_texts_and_quoted(hostile, made):
    sheet = opened(hostile, made)["汇总表"]
    cells = [cell for cell in sheet[3] if str(cell.value or "")[:1] in ("=", "+", "-", "@")]
    assert [cell.value[:2] for cell in cells] == ["=H", "@S", "-李", "+8"]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_no_cell_of_the_file_is_a_formula_but_those_that_add_up(hostile, made):
    out = io.BytesIO()
    xlsx.write(hostile, out, made)
    with zipfile.ZipFile(out) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert len(sheets) == len(SHEETS)
        formulas = [it for name in sheets for it in re.findall(rb"<f>(.*?)</f>", archive.read(name))]
    assert formulas
    assert all(re.fullmatch(rb"SUBTOTAL\(10[39],[A-Z]+2:[A-Z]+\d+\)", formula) for formula in formulas)


def test_the_counts_by_area_and_by_unit_add_up_to_the_totals(found, made):
    book = opened(found, made)
    for name in ("按工作任务统计", "按单位统计"):
        *lines, total = records(book[name])
        for figure in Figure:
            assert sum(line[figure.label] for line in lines) == total[figure.label]
            assert total[figure.label] == found.totals.figures[figure]
        assert sum(line["任务数"] for line in lines) == total["任务数"] == 3


def test_the_states_of_a_line_add_up_to_its_tasks(found, made):
    book = opened(found, made)
    for name in ("按工作任务统计", "按单位统计"):
        lines = records(book[name])
        assert lines[-1]["现为按时报送"] == found.totals.states[TaskState.ON_TIME] == 1
        for line in lines:
            states = [count for head, count in line.items() if head.startswith("现为")]
            assert sum(states) + line[Figure.NO_LEAD.label] == line["任务数"]


def test_units_stand_in_document_order_and_tasks_without_a_lead_last(found, made):
    first = [row["牵头单位"] for row in records(opened(found, made)["按单位统计"])]
    assert first == ["市甲局", "市乙局", "牵头单位待明确", "合计"]


def test_the_steps_have_a_row_each(found, made):
    steps = records(opened(found, made)["工作步骤"])
    assert [(row["任务编号"], row["步骤"], row["时限止"]) for row in steps] == [
        (1, 1, moment(2015, 4, 30)),
        (1, 2, moment(2015, 6, 30)),
    ]


def test_the_last_sheet_says_what_as_of_when_by_whom_and_with_which_filters(world, made):
    found = ledger.build(world.programme, as_of=DAY, filters=Filters(unit="jia", query="具体"))
    about = dict(opened(found, made)["说明"].iter_rows(values_only=True))
    assert about["统计日期"].startswith("截至2015年4月7日24时")
    assert about["生成人"] == "张某（领导小组办公室）"
    assert about["生成时间"] == "2015年4月7日10:00"
    assert about["筛选条件"] == "单位：市甲局；关键词：具体"
    assert about["应报（1）"] == Figure.DUE.rule


def test_without_filters_it_says_so(found, made):
    about = dict(opened(found, made)["说明"].iter_rows(values_only=True))
    assert about["筛选条件"] == "无，全部任务"


@pytest.mark.parametrize("days", [0, 400])
def test_a_year_the_calendar_does_not_know_leaves_working_days_empty(world, made, days):
    far = DAY.replace(year=2027) + timedelta(days=days)
    row = records(opened(ledger.build(world.programme, as_of=far), made)["汇总表"])[1]
    assert row["逾期天数"] > 4000
    assert row["逾期工作日"] is None


def test_a_row_is_as_high_as_its_wrapped_text():
    out = io.BytesIO()
    with written(out) as book:
        sheet = book.sheet("试", Layout([10]))
        for text in ("短", "一二三四五六七八九十" * 3, "上\n下"):
            sheet.row([text])
    heights = [load_workbook(out)["试"].row_dimensions[n].height for n in (1, 2, 3)]
    assert heights[0] is None
    assert heights[1] > heights[2] > 20


def test_a_text_too_long_for_a_cell_is_cut_with_a_mark():
    out = io.BytesIO()
    with written(out) as book:
        book.sheet("试", Layout([10])).row(["长" * 40_000])
    value = load_workbook(out)["试"]["A1"].value
    assert len(value) == MAX_CELL_CHARACTERS
    assert value.endswith("（过长，未全部显示）")


@pytest.mark.parametrize("heading", ["R&G计划", "R&D计划", "A&[图]"])
def test_an_ampersand_of_a_heading_is_printed(heading):
    out = io.BytesIO()
    with written(out) as book:
        book.sheet("表", Layout([10], heading=heading)).row(["一"])
    sheet = load_workbook(out)["表"]
    printed = sheet.oddHeader.center.text.replace("&&", "&").replace("＆", "&")
    assert (printed, sheet.page_margins.header) == (heading, 0.4)


@pytest.mark.parametrize(
    "text", ["😀" * 20_000, "<r>" + "😀" * 20_000, "𠮷" * 16_000 + "x" * 2_000, "字" * 40_000]
)
def test_what_is_too_long_for_a_cell_is_cut_with_a_mark(text):
    """Programs count a character that takes two units of UTF-16 twice."""
    out = io.BytesIO()
    with written(out) as book:
        book.sheet("表", Layout([10])).row([text])
    found = load_workbook(out)["表"]["A1"].value
    mark = "…（过长，未全部显示）"
    assert found.endswith(mark)
    assert text.startswith(found.removesuffix(mark))
    assert 32_700 < len(found.encode("utf-16-le")) // 2 <= 32_767


@pytest.mark.parametrize("text", ["<r>&</r>", "<r><t>一</t></r>", "<b>&amp;</b>", " 前后有空格 "])
def test_a_text_that_looks_like_markup_is_that_text(text):
    out = io.BytesIO()
    with written(out) as book:
        book.sheet("试", Layout([10])).row([text])
    assert load_workbook(out)["试"]["A1"].value == text


@pytest.mark.parametrize("text", ["_x0041_", "一_x000D_二"])
def test_a_text_that_looks_like_an_escape_comes_back_as_it_was_typed(text):
    out = io.BytesIO()
    with written(out) as book:
        sheet = book.sheet("试", Layout([10]))
        sheet.row(["头"])
        sheet.row([text])
    (row,) = workbooks.read(out.getvalue(), {"试": ["头"]}).tables["试"].rows
    assert row.cells["头"] == text
