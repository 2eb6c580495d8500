"""The page of a unit and round as one spreadsheet, out and in, through the front door, with what a real hand does to it."""

from dataclasses import replace
from datetime import date

import pytest

from tasks.actions import assigning
from tasks.enums import Outlook, StepProgress
from tasks.rules.periods import Period
from tasks.rules.statement import ReportedFigure
from tests.factories import make_office, make_user
from tests.rounds.browsing import go_to
from tests.rounds.conftest import SAID
from tests.rounds.sheets import MAY_OPENS, OPENS, Hand, said
from tests.story import at
from units.models import AuditEntry
from units.roles import Role

pytestmark = pytest.mark.usefixtures("plan_in_force")


def test_it_goes_out_with_all_tasks_of_the_unit_their_steps_and_what_is_saved(opened):
    opened.save(replace(SAID, figures=(ReportedFigure("人才", "12", "人", Period("4月3日")),)), day=OPENS)
    hand = Hand(opened.story.liaison)
    assert hand.book.sheetnames == ["进展", "步骤", "数据", "填写说明", "系统标识"]
    assert [row[0].value for row in hand.book["进展"].iter_rows(min_row=2)] == [14, 20]
    assert hand.cell("进展", 14, "进展情况").value == SAID.done_text
    assert hand.cell("进展", 14, "推进状态").value == "按计划推进"
    assert hand.cell("步骤", 14, "步骤标识").value == 1
    assert hand.cell("数据", 14, "数值").value == "12"
    assert AuditEntry.objects.filter(action="export.progress.xlsx").exists()


def test_cells_to_be_written_in_are_open_and_all_else_is_locked_and_prints_on_a4(opened):
    opened.file(task=2, day=OPENS)
    book = Hand(opened.story.liaison).book
    sheet = book["进展"]
    assert sheet.protection.sheet
    assert sheet["A2"].protection.locked
    assert not sheet["G2"].protection.locked
    assert sheet["G3"].protection.locked  # filed
    assert {str(one.sqref) for one in sheet.data_validations.dataValidation} == {"F2:F5000", "K2:K5000"}
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert book["系统标识"].sheet_state == "veryHidden"


def test_text_that_looks_like_a_formula_goes_out_as_text_and_comes_back_untouched(opened):
    opened.save(replace(SAID, done_text="=1+1", problem_text="@all"), day=OPENS)
    hand = Hand(opened.story.liaison)
    assert hand.cell("进展", 14, "进展情况").data_type == "s"
    hand.read()
    assert "没有需要读入的改动" in hand.html


def test_what_was_written_is_shown_first_and_then_taken_in_as_drafts(opened):
    hand = Hand(opened.story.liaison)
    hand.write(14, 进展情况="已印发\n第二行", 推进状态="进度滞后", 原因说明="人手不足")
    hand.write(20, 进展情况="已启动")
    hand.write(14, sheet="步骤", 情况="已完成", 完成日期="4月10日", 说明="已印发")
    hand.read()
    assert hand.page.status_code == 200
    assert "将要改动 2 项" in hand.html
    assert "人手不足" in hand.html
    assert opened.progress() is None
    hand.take()
    assert hand.page.status_code == 302
    text = said(opened)
    assert (text.done_text, text.outlook, text.outlook_reason) == (
        "已印发\n第二行",
        Outlook.BEHIND,
        "人手不足",
    )
    (step,) = text.steps
    assert (step.key, step.state, step.done_on.last) == (1, StepProgress.DONE, date(2015, 4, 10))
    assert said(opened, 2).done_text == "已启动"
    assert not opened.progress().entry
    assert AuditEntry.objects.filter(action="progress.read_in").count() == 1


def test_days_are_read_as_dates_and_as_text_and_numbers_as_what_stands_there(opened):
    hand = Hand(opened.story.liaison)
    hand.write(14, sheet="步骤", 情况="已完成", 完成日期=date(2015, 4, 9), 说明=3.0)
    sheet = hand.book["数据"]
    for column, value in enumerate(("第14项", "引进人才", 1200, "人", date(2015, 4, 20), "统计"), start=1):
        sheet.cell(2, column).value = value
    hand.read().take()
    text = said(opened)
    assert (text.steps[0].done_on.last, text.steps[0].word) == (date(2015, 4, 9), "3")
    (figure,) = text.figures
    assert (figure.number, figure.day.last) == ("1200", date(2015, 4, 20))


@pytest.mark.parametrize("tick", ["是", "○", "√", " Y ", True])
def test_nothing_new_is_ticked_as_hands_tick_and_takes_the_text_of_the_round_before(opened, tick):
    opened.file(day=OPENS)
    go_to(MAY_OPENS)
    hand = Hand(opened.story.liaison, 2)
    assert SAID.done_text in hand.cell("进展", 14, "上期报送").value
    hand.write(14, 本期无新进展=tick).read().take()
    text = opened.progress(1, opened.may).said()
    assert (text.unchanged, text.done_text, text.outlook) == (True, SAID.done_text, SAID.outlook)


def test_nothing_new_may_go_with_another_outlook_and_its_reason(opened):
    opened.file(day=OPENS)
    go_to(MAY_OPENS)
    hand = Hand(opened.story.liaison, 2)
    hand.write(14, 本期无新进展="是", 推进状态="进度滞后", 原因说明="人手不足").read().take()
    text = opened.progress(1, opened.may).said()
    assert (text.unchanged, text.done_text) == (True, SAID.done_text)
    assert (text.outlook, text.outlook_reason) == (Outlook.BEHIND, "人手不足")


def test_nothing_new_keeps_the_outlook_that_was_saved_before_and_goes_out_beside_it(opened):
    opened.file(day=OPENS)
    go_to(MAY_OPENS)
    saved = replace(SAID, outlook=Outlook.BEHIND, outlook_reason="人手不足")
    opened.save(saved, round=opened.may, day=MAY_OPENS)
    Hand(opened.story.liaison, 2).write(14, 本期无新进展="是").read().take()
    text = opened.progress(1, opened.may).said()
    assert (text.unchanged, text.outlook, text.outlook_reason) == (True, Outlook.BEHIND, "人手不足")


def test_nothing_new_with_another_text_or_without_a_round_before_is_refused_with_its_cell(opened):
    hand = Hand(opened.story.liaison)
    hand.write(14, 本期无新进展="是").read()
    assert hand.page.status_code == 422
    assert "F2" in hand.html
    assert "此前没有报送过进展" in hand.html
    opened.file(day=OPENS)
    go_to(MAY_OPENS)
    hand = Hand(opened.story.liaison, 2)
    hand.write(14, 本期无新进展="是", 进展情况="新").read()
    assert "又改了文字，请只留其一" in hand.html


def test_deleted_rows_and_sheets_added_columns_and_blank_lines_change_nothing(opened):
    opened.save(SAID, task=2, day=OPENS)
    hand = Hand(opened.story.liaison)
    hand.write(14, 进展情况="已印发")
    sheet = hand.book["进展"]
    sheet.delete_rows(3)
    sheet.insert_rows(2, 2)
    sheet.insert_cols(3)
    sheet["C1"], sheet["C4"] = "处室意见", "同意"
    del hand.book["步骤"], hand.book["数据"]
    hand.book.create_sheet("草稿")["A1"] = "随手记"
    hand.read()
    assert "工作表“草稿”不属于填报内容" in hand.html
    assert "进展“处室意见”列不属于填报内容" in hand.html
    assert "文件中没有、不作改动的 1 项" in hand.html
    hand.take()
    assert said(opened).done_text == "已印发"
    assert said(opened, 2) == SAID


def test_a_row_twice_and_what_is_not_in_the_lists_is_refused_with_sheet_and_place(opened):
    hand = Hand(opened.story.liaison)
    sheet = hand.book["进展"]
    sheet.append([14, *[""] * 5, "又一行"])
    hand.write(20, 推进状态="挺好", 本期无新进展="也许")
    hand.write(14, 1, sheet="步骤", 步骤标识=1)
    sheet.append([99, *[""] * 5, "没有的"])
    sheet.append(["甲", *[""] * 5, "没有编号"])
    hand.write(14, 经验做法="=1+1")
    hand.read()
    assert hand.page.status_code == 422
    for words in (
        "第14项在第2行已有一行",
        "“挺好”不能识别，请填尚未启动、",
        "“也许”不能识别",
        "第14项的这一步在第2行已有一行",
        "本期没有由本单位报送的第99项任务",
        "任务编号“甲”不是数字",
        "单元格是公式",
    ):
        assert words in hand.html
    assert "读入以上改动" not in hand.html
    assert opened.progress() is None


def test_a_text_too_long_is_refused_as_in_the_form(opened):
    hand = Hand(opened.story.liaison)
    hand.write(14, 进展情况="字" * 3001).read()
    assert "进展情况不能超过3000字" in hand.html
    assert "G2" in hand.html


@pytest.mark.parametrize(("sheet", "head"), [("步骤", "步骤标识"), ("数据", "编号"), ("进展", "编号")])
def test_a_sheet_without_the_column_that_says_what_a_row_is_about_is_refused(opened, sheet, head):
    opened.save(replace(SAID, figures=(ReportedFigure("人才", "12", "人", Period("4月3日")),)), day=OPENS)
    hand = Hand(opened.story.liaison)
    heads = [each.value for each in hand.book[sheet][1]]
    hand.book[sheet].delete_cols(heads.index(head) + 1)
    assert f"工作表“{sheet}”中没有“{head}”一列" in hand.read().html


def test_figures_of_a_task_without_any_row_stay(opened):
    figure = ReportedFigure("人才", "12", "人", Period("4月3日"))
    opened.save(replace(SAID, figures=(figure,)), day=OPENS)
    hand = Hand(opened.story.liaison)
    hand.book["数据"].delete_rows(2)
    hand.write(14, 进展情况="已印发").read().take()
    text = said(opened)
    assert (text.done_text, [each.number for each in text.figures]) == ("已印发", ["12"])


def test_an_officer_reads_in_tasks_of_their_office_only(opened):
    other = make_office(opened.story.lead)
    assigning.assign(
        task=opened.tasks[1], office=other, based_on_office=None, by=opened.story.liaison, at=at(20)
    )
    officer = make_user(Role.OFFICER, opened.story.lead, make_office(opened.story.lead))
    hand = Hand(officer)
    hand.write(20, 进展情况="本处室的").write(14, 进展情况="别处室的").read()
    assert "本项已分办给" in hand.html
    hand.write(14, 进展情况="").read().take()
    assert said(opened, 2).done_text == "本处室的"
    assert opened.progress() is None
