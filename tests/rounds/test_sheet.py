"""The page of a unit and round as one spreadsheet, out and in, through the front door, with what a real hand does to it."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tasks.actions import assigning
from tasks.enums import Outlook, StepProgress
from tasks.rules.periods import Period
from tasks.rules.statement import ReportedFigure
from tests.cost import calls_of
from tests.factories import client_for, make_office, make_user
from tests.rounds.browsing import Fields, address, go_to
from tests.rounds.conftest import SAID
from tests.scans import PDF
from tests.story import at
from units.models import AuditEntry
from units.roles import Role

OPENS = date(2015, 4, 28)
MAY_OPENS = date(2015, 5, 28)


@pytest.fixture
def opened(opened):
    """And there is a plan in force."""
    opened.story.file()
    opened.story.accept()
    return opened


class Hand:
    """Somebody of the unit with the file on the desk."""

    def __init__(self, who, number: int = 1):
        self.client, self.number = client_for(who), number
        self.page = None
        self.download()

    def download(self):
        answer = self.client.get(address("round-sheet", number=self.number))
        assert answer.status_code == 200
        self.book = load_workbook(io.BytesIO(answer.getvalue()))
        return self

    def cell(self, sheet: str, task: int, head: str, nth: int = 0):
        rows = [row for row in self.book[sheet].iter_rows(min_row=2) if str(row[0].value) == str(task)]
        heads = [each.value for each in self.book[sheet][1]]
        return rows[nth][heads.index(head)]

    def write(self, task: int, nth: int = 0, *, sheet: str = "进展", **cells):
        for head, value in cells.items():
            self.cell(sheet, task, head, nth).value = value
        return self

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def read(self, data: bytes | None = None, *, number: int | None = None, name="进展.xlsx"):
        file = SimpleUploadedFile(name, self.saved() if data is None else data)
        where = address("round-sheet-read", number=number or self.number)
        self.page = self.client.post(where, {"file": file})
        return self

    @property
    def html(self) -> str:
        return " ".join(self.page.content.decode().split())

    def take(self, **choices):
        fields = Fields(self.page.content.decode(), "sheet-form").values
        chosen = {name.replace("__", "-")[1:]: value for name, value in choices.items()}
        self.page = self.client.post(address("round-sheet-take", number=self.number), fields | chosen)
        return self


def said(story, task=1):
    return story.progress(task).said()


# --- out --------------------------------------------------------------------------------------------------------------


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


# --- in ---------------------------------------------------------------------------------------------------------------


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


def test_what_is_filed_already_is_refused_only_where_its_row_was_changed(opened):
    hand = Hand(opened.story.liaison)
    hand.write(20, 进展情况="已启动")
    opened.file(day=OPENS)
    hand.read()
    assert hand.page.status_code == 200
    hand.take()
    assert said(opened, 2).done_text == "已启动"
    hand.write(14, 进展情况="另一稿").read()
    assert "本项进展已报送，修改前请先撤回" in hand.html


def test_what_somebody_else_saved_meanwhile_stays_unless_it_is_chosen_otherwise(opened):
    opened.save(replace(SAID, done_text="原稿"), day=OPENS)
    hand = Hand(opened.story.liaison)
    hand.write(14, 进展情况="联络员写的", 下一步工作="联络员的下一步")
    opened.save(replace(SAID, done_text="处室写的"), day=OPENS, by=opened.story.officer)
    hand.read()
    assert "文件下载后有人改过，请选择" in hand.html
    assert "处室写的" in hand.html
    hand.take()
    text = said(opened)
    assert (text.done_text, text.next_text) == ("处室写的", "联络员的下一步")
    hand.read().take(t14__choose__done_text="mine")
    assert said(opened).done_text == "联络员写的"


def test_what_somebody_else_cleared_meanwhile_comes_back_only_where_it_is_chosen(opened):
    opened.save(replace(SAID, problem_text="资金未到位"), day=OPENS)
    hand = Hand(opened.story.liaison)
    hand.write(14, 存在问题="资金尚未到位", 下一步工作="下一步")
    opened.save(replace(SAID, problem_text=""), day=OPENS, by=opened.story.officer)
    hand.read()
    assert "文件下载后有人改过，请选择" in hand.html
    hand.take()
    assert (said(opened).problem_text, said(opened).next_text) == ("", "下一步")


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


def test_what_was_saved_between_looking_and_taking_in_is_never_overwritten(opened):
    hand = Hand(opened.story.liaison)
    hand.write(14, 进展情况="文件里的").write(20, 进展情况="也是文件里的").read()
    opened.save(replace(SAID, done_text="刚刚保存的"), day=OPENS, by=opened.story.officer)
    hand.take()
    assert hand.page.status_code == 409
    assert "各项均未读入" in hand.html
    assert opened.progress(2) is None
    assert said(opened).done_text == "刚刚保存的"
    hand.take()
    assert said(opened).done_text == "刚刚保存的"
    assert said(opened, 2).done_text == "也是文件里的"


def test_after_a_refusal_only_what_others_changed_since_the_file_went_out_is_asked(opened):
    """The liaison filled in two texts and a step of 14 and a text of 20; of these the officer changed one of 14, at last."""
    hand = Hand(opened.story.liaison)
    hand.write(14, 进展情况="文件里的", 下一步工作="文件里的下一步").write(20, 进展情况="也是文件里的")
    hand.write(14, sheet="步骤", 情况="进行中", 说明="会签中").read()
    assert "有人改过" not in hand.html
    meanwhile = replace(SAID, done_text="刚刚保存的", next_text="")
    opened.save(meanwhile, day=OPENS, by=opened.story.officer)
    hand.take()
    assert hand.page.status_code == 409
    asked = re.findall(r"<legend>(.*?)：文件下载后有人改过", hand.html)
    assert asked == ["进展情况"]
    assert "推进状态" not in hand.html  # which the officer alone filled in
    hand.take()
    text = said(opened)
    assert (text.done_text, text.next_text, text.outlook) == ("刚刚保存的", "文件里的下一步", SAID.outlook)
    assert [(step.state, step.word) for step in text.steps] == [("under_way", "会签中")]
    assert said(opened, 2).done_text == "也是文件里的"


def test_a_choice_made_beside_an_earlier_text_is_asked_anew(opened):
    opened.save(replace(SAID, done_text="原稿"), day=OPENS)
    hand = Hand(opened.story.liaison)
    hand.write(14, 进展情况="文件里的")
    opened.save(replace(SAID, done_text="第一次改的"), day=OPENS, by=opened.story.officer)
    hand.read()
    opened.save(replace(SAID, done_text="第二次改的"), day=OPENS, by=opened.story.officer)
    hand.take(t14__choose__done_text="mine")
    assert hand.page.status_code == 409
    assert "第二次改的" in hand.html
    hand.take()
    assert said(opened).done_text == "第二次改的"


def test_without_the_marks_of_the_page_all_that_differs_is_asked(opened):
    hand = Hand(opened.story.liaison)
    hand.write(14, 进展情况="文件里的", 下一步工作="文件里的下一步").read()
    opened.save(SAID, day=OPENS, by=opened.story.officer)
    hand.take(t14__base="[")
    asked = re.findall(r"<legend>(.*?)：文件下载后有人改过", hand.html)
    assert asked == ["进展情况", "下一步工作", "推进状态"]


@pytest.fixture
def ticked(opened):
    """April is filed; of May somebody writes a text after the liaison took the file, in which 本期无新进展 is ticked."""
    opened.file(day=OPENS)
    go_to(MAY_OPENS)
    hand = Hand(opened.story.liaison, 2).write(14, 本期无新进展="是")
    opened.save(replace(SAID, done_text="处室写的"), round=opened.may, day=MAY_OPENS, by=opened.story.officer)
    return hand.read()


def test_nothing_new_is_not_promised_where_the_text_of_somebody_else_is_kept(opened, ticked):
    asked = re.findall(r"<legend>(.*?)文件下载后有人改过", ticked.html)
    assert asked == ["本期无新进展："]
    ticked.take()
    text = opened.progress(1, opened.may).said()
    assert (text.unchanged, text.done_text) == (False, "处室写的")


def test_nothing_new_is_taken_in_whole_where_it_is_chosen(opened, ticked):
    ticked.take(t14__choose__unchanged="mine")
    text = opened.progress(1, opened.may).said()
    assert (text.unchanged, text.done_text) == (True, SAID.done_text)


def test_a_text_of_the_file_and_nothing_new_of_somebody_else_are_one_choice(opened):
    opened.file(day=OPENS)
    go_to(MAY_OPENS)
    hand = Hand(opened.story.liaison, 2).write(14, 进展情况="有新进展")
    unchanged = opened.progress().said().carried_over()
    opened.save(unchanged, round=opened.may, day=MAY_OPENS, by=opened.story.officer)
    hand.read().take()
    text = opened.progress(1, opened.may).said()
    assert (text.unchanged, text.done_text) == (True, SAID.done_text)
    hand.read().take(t14__choose__unchanged="mine")
    text = opened.progress(1, opened.may).said()
    assert (text.unchanged, text.done_text) == (False, "有新进展")


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


def test_the_file_of_another_round_unit_or_programme_or_without_marks_is_refused(opened):
    mine, other = Hand(opened.story.liaison), Hand(make_user(Role.LIAISON, opened.tasks[3].lead))
    assert "文件是另一报送期的" in Hand(opened.story.liaison).read(mine.saved(), number=2).html
    assert "文件不是本单位的" in other.read(mine.saved()).html
    del mine.book["系统标识"]
    assert "不能识别报送期和单位" in mine.read().html


def test_what_is_no_safe_spreadsheet_is_refused_with_the_reason(opened, monkeypatch):
    hand = Hand(opened.story.liaison)
    for name, data, words in (
        ("进展.pdf", PDF, "不是Excel文件（XLSX），请在Excel或WPS中另存为XLSX后重新上传"),
        ("进展.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "不是PDF、JPG、PNG、DOCX或XLSX，请另存为其中一种格式"),
    ):
        assert words in hand.read(data, name=name).html
        assert hand.page.status_code == 422
    sound = hand.saved()
    assert "含有宏、外部链接" in hand.read(_with(sound, "xl/externalLinks/externalLink1.xml")).html
    assert "含有宏" in hand.read(_with(sound, "xl/vbaProject.bin")).html
    assert "解开后过大" in hand.read(_with(sound, "xl/media/big.bin", bytes(21 * 1024 * 1024))).html
    for packed in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert "压缩方式不能识别" in hand.read(_packed(sound, packed)).html
    hand.cell("进展", 14, "进展情况").value = "长" * 32_767
    assert "文字超过" not in hand.read().html
    longer = _replaced(hand.saved(), "xl/worksheets/sheet1.xml", b"<t>&#38271;", b"<t>&#38271;&#38271;")
    assert "文字超过32767个字符，请删减" in hand.read(longer).html
    hand.book["进展"].sheet_state = "hidden"
    assert "工作表“进展”已隐藏" in hand.read().html
    assert "请选择填好的Excel文件" in hand.client.post(address("round-sheet-read"), {}).content.decode()


def test_a_spreadsheet_that_declares_an_entity_is_refused(opened):
    hand = Hand(opened.story.liaison)
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
    hand.read(_replaced(hand.saved(), "xl/worksheets/sheet1.xml", b"<worksheet", entity))
    assert hand.page.status_code == 422
    assert "文件已损坏或不是Excel文件" in hand.html


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing(opened):
    """Between the last row of ours and it lie a million blank ones."""
    hand = Hand(opened.story.liaison).write(14, 进展情况="已印发")
    hand.book["进展"]["XFD1048576"] = "end"
    _, calls = calls_of(hand.read)
    assert calls < 1_000_000
    assert "将要改动 1 项" in hand.html
    hand.take()
    assert said(opened).done_text == "已印发"


def test_a_file_that_says_wrongly_how_large_it_is_is_read_whole(opened):
    hand = Hand(opened.story.liaison)
    hand.write(20, 进展情况="第二行也在")
    smaller = _replaced(hand.saved(), "xl/worksheets/sheet1.xml", b'ref="A1:L3"', b'ref="A1:B1"')
    hand.read(smaller).take()
    assert said(opened, 2).done_text == "第二行也在"


def _with(data: bytes, name: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def _packed(data: bytes, packed: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", packed) as target:
        for item in source.infolist():
            target.writestr(item.filename, source.read(item))
    return out.getvalue()


def _replaced(data: bytes, part: str, before: bytes, after: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename == part:
                assert before in content
                content = content.replace(before, after)
            target.writestr(item, content)
    return out.getvalue()
