"""A table pasted from Word or Excel is read as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.rules.pasted_tables import PastedStep, read

# As Excel writes it: a cell with line ends in it stands between quotes.
TABLE = (
    "序号\t工作步骤\t承担单位\t完成时限\n"
    '1\t"制定实施细则，\n报市政府审定"\t市教委\t2015年4月底前\n'
    '2\t组织高校申报“高精尖”\t市科委\t"2015年5月\n—6月"\n'
    "\t\t\t\n"
    "3\t公布名单（第一批）\t\t长期\n"
)


def test_heads_are_left_out_times_and_units_taken_from_their_columns_and_breaks_kept():
    found = read(TABLE)
    assert found.steps == [
        PastedStep("制定实施细则，\n报市政府审定", "2015年4月底前", "市教委"),
        PastedStep("组织高校申报“高精尖”", "2015年5月—6月", "市科委"),
        PastedStep("公布名单（第一批）", "长期", ""),
    ]
    assert found.heads == 1


@pytest.mark.parametrize(
    ("text", "due", "unit"),
    [
        ("工作步骤", "时限", "承担单位"),
        ("主要工作", "完成时间", "责任单位"),
        ("具体措施", "时间安排", "牵头单位"),
        ("工作内容", "完成时限（年月）", "责任部门"),
        ("实施步骤", "时间 节点", "单 位"),
        ("任务", "起止时间", "落实单位"),
        ("重点任务", "进度安排", "承办单位"),
    ],
)
def test_heads_are_known_by_the_words_offices_write(text, due, unit):
    """In whichever order, whatever stands in the column of time."""
    pasted = f"{due}\t{unit}\t{text}\n分两批\t市教委\t一、起草\n"
    assert read(pasted).steps == [PastedStep("起草", "分两批", "市教委")]


def test_heads_of_two_rows_and_those_of_the_next_page_are_left_out():
    pasted = "工作步骤及完成时限\t\t\n序号\t内容\t时限\n1\t起草\t4月\n序号\t内容\t时限\n2\t印发\t5月\n"
    assert read(pasted) == ([PastedStep("起草", "4月"), PastedStep("印发", "5月")], 3)


def test_columns_of_other_things_stay_with_the_text():
    pasted = "阶段\t步骤\t时限\t备注\n准备\t起草\t4月\t已启动\n"
    assert read(pasted).steps == [PastedStep("准备 起草 已启动", "4月")]


def test_of_two_columns_of_units_the_first_is_that_of_the_step():
    pasted = "步骤\t牵头单位\t责任单位\t时限\n起草\t市教委\t市科委\t4月\n"
    assert read(pasted).steps == [PastedStep("起草 市科委", "4月", "市教委")]


def test_a_row_whose_cell_of_time_is_blank_is_searched_like_a_line():
    pasted = "步骤\t承担单位\t时限\n4月底前，起草\t市教委\t\n"
    assert read(pasted).steps == [PastedStep("起草", "4月底前", "市教委")]


def test_a_number_beside_a_step_goes_and_a_number_that_is_part_of_it_stays():
    pasted = "序号\t步骤\t时限\n1\t（一）起草\t4月\n一\t2015年高校名单\t5月\n"
    assert read(pasted).steps == [PastedStep("起草", "4月"), PastedStep("一 2015年高校名单", "5月")]


def test_a_column_that_counts_is_that_of_numbers_whatever_its_head_says():
    pasted = "步骤\t内容\t完成时限\t责任处室\n1\t制定工作方案\t4月底前\t科技处\n2\t印发\t5月底前\t\n"
    assert read(pasted).steps == [PastedStep("制定工作方案 科技处", "4月底前"), PastedStep("印发", "5月底前")]


def test_a_column_that_counts_stays_where_no_other_has_the_text():
    assert read("步骤\t时限\n1\t4月\n2\t5月\n").steps == [PastedStep("1", "4月"), PastedStep("2", "5月")]


def test_what_no_head_stands_over_is_text_even_where_it_is_a_number():
    assert read("步骤\t完成时限\n引进人才\t4月底前\t30\n").steps == [PastedStep("引进人才 30", "4月底前")]
    counted = read("工作内容\t完成时限\n调研\t4月底前\t1\n起草\t5月底前\t2\n")
    assert counted.steps == [PastedStep("调研 1", "4月底前"), PastedStep("起草 2", "5月底前")]


def test_an_empty_column_behind_the_heads_says_nothing_of_the_steps():
    table = "步骤\t完成时限\n1\t4月\n2\t5月\n"
    assert read(table.replace("月\n", "月\t\n")) == read(table)
    assert [step.text for step in read(table).steps] == ["1", "2"]


def test_without_heads_a_table_with_breaks_in_its_cells_is_read_row_by_row():
    assert read('1\t"起草，\n征求意见"\t4月\n2\t印发\t5月').steps == [
        PastedStep("起草，\n征求意见", "4月"),
        PastedStep("印发", "5月"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一、工作内容\n二、时限",
        "内容：起草\n时限：4月",
        "起草\t市教委\t4月\n步骤\t单位\t时限",  # heads stand above
        "步骤\t单位\t时限",  # of nothing
        "说明\t备注\n时限待定\t起草",  # words that stand beside a head, and no head
    ],
)
def test_what_is_no_table_with_heads_loses_none_of_its_words(text):
    found = read(text)
    assert found.heads == 0
    words = "".join("".join(step) for step in found.steps)
    assert all(word in words for word in ("时限",))


def test_a_quote_that_does_not_close_is_a_character():
    assert read('步骤\t时限\n"起草\t4月\n"印发"办法\t5月\n').steps == [
        PastedStep('"起草', "4月"),
        PastedStep('"印发"办法', "5月"),
    ]


def test_quotes_within_a_quoted_cell_are_kept():
    assert read('步骤\t时限\n"起草""办法""\n送审"\t4月\n').steps == [PastedStep('起草"办法"\n送审', "4月")]


CELLS = st.text("起草市教委4月“”、1. ", max_size=8).map(str.strip)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
def test_every_row_below_the_heads_becomes_a_step_with_all_its_characters(rows):
    written = [row for row in rows if any(row)]
    found = read("步骤\t单位\t时限\n" + "".join("\t".join(row) + "\n" for row in rows))
    if not written:
        return
    kept = "".join("".join(step) for step in found.steps)
    for character in "起草市教委月“”":
        assert kept.count(character) == "".join("".join(row) for row in written).count(character)


@given(st.text('\t\n"\r起草4月', max_size=200))
def test_nothing_typed_breaks_it(text):
    read(f"步骤\t时限\n{text}")
