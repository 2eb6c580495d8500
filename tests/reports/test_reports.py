"""落实情况报告: frozen rows, generated and edited text, 定稿, its documents, and whether they still are what they were."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import load_workbook

from tasks.actions import checking, coordination, progress, reports
from tasks.exports.report_template import built_in
from tasks.models import Report, ReportDraft, ReportFile
from tasks.rules import report_text
from tasks.rules.frozen import grouped
from tests.exports.reading import can_be_read, is_to_be_kept, opened, text_of
from tests.factories import client_for, make_user
from tests.reports.conftest import TAKEN, begin
from tests.reports.test_templates import template_saying
from tests.rounds.conftest import SAID, moment, on
from units import triggers
from units.roles import Role
from zgc_tasks.common.refusal import Refusal


def words_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def edit(report_story, key: str, text: str, *, based_on=None, by="leadership"):
    who = getattr(report_story.rounds.story, by)
    return reports.edit(
        report=report_story.report, key=key, text=text, based_on=based_on, by=who, at=moment(TAKEN, 11)
    )


def finish(report_story) -> Report:
    story = report_story.rounds.story
    report = report_story.report
    return reports.finish(
        report=report,
        based_on=report.drafts.last().pk,
        edited=report.newest_version,
        by=story.leadership,
        at=moment(TAKEN, 12),
    )


def test_begun_on_its_page_it_has_the_text_of_the_frozen_rows(report_story, office):
    body = office.get(report_story.address).content.decode()
    assert "2015年4月进展应报3项，已报1项，其中按时报送1项、逾期报送0项；未报2项。" in body
    assert "按牵头单位所报推进状态：按计划推进1项；2项尚未报送推进状态。" in body
    assert "第14项（市教委牵头）：实施细则已于4月10日印发。" in body
    assert "其余1项牵头单位待明确" in body


def test_its_number_counts_in_the_year_and_is_never_a_document_number(report_story, office):
    programme = report_story.rounds.story.programme
    posted = {"round": report_story.rounds.april.pk, "as_of": "2015-05-11", "corrects": ""}
    answer = office.post(f"/{programme.slug}/reports/new/", posted)
    assert answer.url == f"/{programme.slug}/reports/2015/2/"
    assert [str(report) for report in Report.objects.order_by("nth")] == ["GJRC-JZ-2015-1", "GJRC-JZ-2015-2"]
    assert not Report.objects.get(nth=2).issues.exists()


@pytest.mark.parametrize("who", ["liaison", "officer", "other_unit", "outsider"])
def test_units_see_no_report(report_story, on_the_day, who):
    browser = report_story.rounds.story.browser(who)
    assert browser.get(report_story.address).status_code == 404
    assert browser.post(f"{report_story.address}report.docx/").status_code == 404
    assert browser.get("/gjrc/reports/").status_code == 403


def test_what_comes_later_changes_no_draft_and_stands_in_the_next_one(report_story):
    rounds_story = report_story.rounds
    frozen = report_story.report.drafts.get().frozen
    rounds_story.file(task=2, day=date(2015, 5, 12))
    assert ReportDraft.objects.get().frozen == frozen
    story = rounds_story.story
    second = reports.take_draft(
        report=report_story.report,
        as_of=date(2015, 5, 12),
        by=story.checker,
        at=moment(date(2015, 5, 12), 15),
    )
    assert (second.nth, second.frozen["figures"]["filed"], frozen["figures"]["filed"]) == (2, 2, 1)
    assert second.digest != ReportDraft.objects.get(nth=1).digest


def test_an_edited_paragraph_keeps_its_versions_and_says_when_its_figures_are_not_those_of_the_rows(
    report_story, office
):
    address = f"{report_story.address}text/overview/"
    posted = {"based_on": "", "text": "2015年4月应报3项，已报2项，其中按时报送 1 项。"}
    assert office.post(address, posted).status_code == 302
    body = office.get(report_story.address).content.decode()
    assert "正文写“已报2项”，数据为“已报1项”" in body
    assert body.count("正文写") == 1
    edited = office.get(address).content.decode()
    assert "应报3项，已报1项" in edited  # what it was generated from
    version = report_story.report.versions.get().pk
    assert f'name="based_on" value="{version}"' in body
    assert office.post(f"{address}restore/", {"based_on": version}).status_code == 302
    assert "正文写" not in office.get(report_story.address).content.decode()
    assert report_story.report.versions.count() == 2


def test_a_paragraph_that_somebody_else_changed_is_not_written_over_and_nothing_typed_is_lost(
    report_story, office
):
    edit(report_story, "next", "他人所写", by="checker")
    answer = office.post(f"{report_story.address}text/next/", {"based_on": "", "text": "我所写"})
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "我所写" in body
    assert "他人所写" in body
    assert report_story.report.versions.get().text == "他人所写"


def test_a_paragraph_is_not_restored_over_what_somebody_else_wrote_since_the_page_was_drawn(
    report_story, office
):
    edit(report_story, "next", "先前所写")
    shown = report_story.report.versions.get().pk
    edit(report_story, "next", "他人后来所写", based_on=shown, by="checker")
    for based_on in (shown, "", "很多"):
        answer = office.post(f"{report_story.address}text/next/restore/", {"based_on": based_on})
        assert answer.status_code == 409
        assert "刚刚由他人修改" in answer.content.decode()
    assert "他人后来所写" in office.get(report_story.address).content.decode()


def test_an_edited_paragraph_whose_rows_have_changed_since_says_so(report_story, office):
    edit(report_story, "next", "另行部署。")
    story = report_story.rounds.story
    assert "修改以后数据有变化" not in office.get(report_story.address).content.decode()
    report_story.rounds.file(replace(SAID, next_text="召开现场会"), task=2, day=date(2015, 5, 12))
    reports.take_draft(
        report=report_story.report,
        as_of=date(2015, 5, 12),
        by=story.checker,
        at=moment(date(2015, 5, 12), 15),
    )
    assert "修改以后数据有变化" in office.get(report_story.address).content.decode()


def test_final_it_changes_no_more(report_story, office):
    edit(report_story, "problems", "无重大问题。")
    draft, finish_at = report_story.report.drafts.get(), f"{report_story.address}finish/"
    unseen = office.post(finish_at, {"based_on": draft.pk})  # from a page that was drawn before the edit
    assert "正文刚刚由他人修改，未定稿" in unseen.content.decode()
    assert report_story.now().final_draft is None
    seen = {"based_on": draft.pk, "edited": report_story.report.newest_version}
    assert office.post(finish_at, seen).status_code == 302
    assert report_story.now().final_text[-2]["text"] == "无重大问题。"
    for attempt in (
        lambda: edit(report_story, "next", "再改"),
        lambda: finish(report_story),
        lambda: reports.take_draft(
            report=report_story.report,
            as_of=TAKEN,
            by=report_story.rounds.story.checker,
            at=moment(TAKEN, 13),
        ),
    ):
        with pytest.raises(Refusal, match="报告已定稿，不能再改；内容有误的，请另作更正报告"):
            attempt()


def test_a_final_text_is_read_as_it_was_kept_whatever_would_be_generated_by_now(
    report_story, office, monkeypatch
):
    edit(report_story, "problems", "无重大问题。")
    finish(report_story)
    before = office.get(report_story.address).content.decode()
    monkeypatch.setattr(report_text, "_tasks", lambda frozen: "另一种说法。")
    after = office.get(report_story.address).content.decode()
    assert "其余1项牵头单位待明确" in after
    assert "另一种说法" not in after
    for body in (before, after):
        assert "无重大问题。" in body
        assert "修改以后数据有变化" not in body


def test_of_a_day_on_which_its_round_had_not_begun_there_is_neither_report_nor_draft(report_story, office):
    day = {"as_of": "2015-04-27"}  # opened on 28 April
    new = {**day, "round": report_story.rounds.april.pk, "corrects": ""}
    for address, posted in (("/gjrc/reports/new/", new), (f"{report_story.address}draft/", day)):
        answer = office.post(address, posted)
        assert answer.status_code == 422
        assert "“2015年4月”在统计日期尚未开始报送" in answer.content.decode()
    assert ReportDraft.objects.count() == 1
    assert report_story.now().as_of == TAKEN


def test_the_list_counts_drafts_without_reading_their_rows(report_story, office):
    with CaptureQueriesContext(connection) as asked:
        body = office.get("/gjrc/reports/").content.decode()
    assert "GJRC-JZ-2015-1" in body
    assert not [each["sql"] for each in asked if "frozen" in each["sql"]]


def test_the_newest_report_stands_first(report_story, office):
    story = report_story.rounds.story
    reports.begin(
        programme=story.programme,
        round=None,
        as_of=TAKEN,
        corrects=None,
        by=story.checker,
        at=moment(TAKEN, 11),
    )
    body = office.get("/gjrc/reports/").content.decode()
    assert 0 < body.index("GJRC-JZ-2015-2") < body.index("GJRC-JZ-2015-1")


def test_the_draft_that_was_looked_at_is_the_one_that_becomes_final(report_story):
    old = report_story.report.drafts.get()
    story = report_story.rounds.story
    reports.take_draft(report=report_story.report, as_of=TAKEN, by=story.checker, at=moment(TAKEN, 11))
    with pytest.raises(Refusal, match="已有更新的送审稿"):
        reports.finish(report=report_story.report, based_on=old.pk, by=story.leadership, at=moment(TAKEN, 12))
    assert not report_story.now().is_final


def test_a_correction_names_the_report_it_corrects(report_story, office):
    finish(report_story)
    begin(report_story.rounds, corrects=report_story.now())
    body = office.get("/gjrc/reports/2015/2/").content.decode()
    assert "本报告更正此前的报告：GJRC-JZ-2015-1" in body
    assert "本报告已有更正：GJRC-JZ-2015-2" in office.get(report_story.address).content.decode()


def test_a_report_that_is_not_final_is_not_corrected_by_another(report_story):
    with pytest.raises(Refusal, match="尚未定稿，可直接修改"):
        begin(report_story.rounds, corrects=report_story.report)


def test_what_was_issued_is_recorded_and_stands_in_the_documents(report_story, office):
    issue = {"document_number": "京人才发〔2015〕9号", "signed_by": "王某", "issued_on": "2015-05-11"}
    assert office.post(f"{report_story.address}issue/", issue).status_code == 409
    finish(report_story)
    assert office.post(f"{report_story.address}issue/", issue).status_code == 302
    text = words_of(office.post(f"{report_story.address}report.docx/").getvalue())
    assert "京人才发〔2015〕9号" in text
    assert "签发人：王某" in text


def test_what_was_issued_stands_once_and_is_corrected_below_a_press(report_story, office):
    finish(report_story)
    closed = '<details class="more"><summary>更正印发情况</summary>'
    assert closed not in office.get(report_story.address).text
    issue = {"document_number": "", "signed_by": "王某", "issued_on": "2015-05-11"}
    office.post(f"{report_story.address}issue/", issue)
    assert closed in office.get(report_story.address).text
    refused = office.post(f"{report_story.address}issue/", issue | {"issued_on": "没有"}).text
    assert '<details class="more" open><summary>更正印发情况</summary>' in refused


def test_the_pdf_is_a_file_to_be_kept_and_read(report_story, office):
    content = office.post(f"{report_story.address}report.pdf/").getvalue()
    lines = report_story.report.drafts.get().frozen["programme"]
    is_to_be_kept(content, title=opened(content).metadata.title, author=lines["leadership"])
    can_be_read(content)


def test_word_pdf_and_spreadsheet_say_the_same(report_story, office):
    word = words_of(office.post(f"{report_story.address}report.docx/").getvalue())
    paper = "".join(map(text_of, opened(office.post(f"{report_story.address}report.pdf/").getvalue()).pages))
    sheets = load_workbook(io.BytesIO(office.post(f"{report_story.address}report.xlsx/").getvalue()))
    digest = grouped(report_story.report.drafts.get().digest)
    for text in (word, paper):
        assert "实施细则已于4月10日印发。" in text
        assert "一、总体情况" in text
        assert digest.replace(" ", "") in text.replace(" ", "")
    rows = list(sheets["任务进展"].values)
    assert [row[0] for row in rows[1:]] == [14, 20, 30, 40]
    # Numbers and days are such: they can be sorted and reckoned with.
    filed = date.fromisoformat(report_story.report.drafts.get().frozen["rows"][0]["filed_on"])
    assert (rows[1][5].date(), sheets["任务进展"]["F2"].number_format) == (filed, "yyyy-mm-dd")
    assert (sheets.properties.title, sheets.properties.creator) == (
        sheets["说明"]["B2"].value,
        report_story.report.drafts.get().frozen["programme"]["leadership"],
    )
    assert rows[1][6] == "按计划推进"
    # What would be printed at 6 points on one page goes on beside, with the number of the task on both.
    printed = sheets["任务进展"]
    assert (printed.page_setup.fitToWidth, printed.print_title_cols) == (2, "$A:$A")
    assert ("数据校验值", digest) in list(sheets["说明"].values)
    steps = list(sheets["工作步骤"].values)[1:]
    assert [(row[0], row[2], row[5]) for row in steps] == [(14, 1, "逾期"), (14, 2, "未到期")]


def test_documents_are_refused_of_a_kind_there_is_not(report_story, office):
    assert office.post(f"{report_story.address}report.odt/").status_code == 404


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx"])
def test_a_file_that_was_made_here_is_known_again_and_a_changed_one_is_not(report_story, office, kind):
    data = office.post(f"{report_story.address}report.{kind}/").getvalue()
    assert "一致：是GJRC-JZ-2015-1送审稿第1稿生成的文件" in verify(office, file=data)
    assert "不是本系统生成或存入的报告文件" in verify(office, file=data + b" ")


def verify(office, *, file: bytes = b"", number: str = "", checksum: str = "") -> str:
    posted = {"number": number, "checksum": checksum}
    if file:
        posted["file"] = SimpleUploadedFile("报告.bin", file)
    return office.post("/gjrc/reports/verify/", posted).content.decode()


def test_number_and_checksum_are_compared_as_they_are_typed_from_paper(report_story, office):
    checksum = report_story.report.drafts.get().digest
    assert "数据校验值一致" in verify(office, number="gjrc-jz-2015-1", checksum=grouped(checksum).upper())
    wrong = checksum[:-1] + ("0" if checksum[-1] != "0" else "1")
    assert "定稿正文都不一致" in verify(office, number="GJRC-JZ-2015-1", checksum=wrong)
    assert "没有编号为" in verify(office, number="GJRC-JZ-2015-7", checksum=checksum)
    assert "没有编号为" in verify(office, number="GJRC-JZ-2015-99999999999999999999", checksum=checksum)
    assert "校验值共64位" in verify(office, number="GJRC-JZ-2015-1", checksum="ab12")
    assert "请填写文件编号和校验值" in verify(office)


def test_a_figure_changed_in_the_database_is_found_by_its_row(report_story, office):
    draft = report_story.report.drafts.get()
    draft.frozen["rows"][1]["outlook"] = "done"
    triggers.drop()
    ReportDraft.objects.filter(pk=draft.pk).update(frozen=draft.frozen)
    triggers.create()
    found = verify(office, number="GJRC-JZ-2015-1", checksum=draft.digest)
    assert "库中第20项的数据已与生成时不同" in found


def test_an_edited_word_file_is_kept_beside_the_report(report_story, office):
    name = "报告改稿.docx"
    built_in_once = built_in()
    upload = SimpleUploadedFile(name, built_in_once)
    assert office.post(f"{report_story.address}keep/", {"file": upload}).status_code == 302
    kept = ReportFile.objects.get(kept__isnull=False)
    assert kept.name == name
    assert office.get(f"/gjrc/scans/{kept.kept_id}/").getvalue() == built_in_once
    assert report_story.rounds.story.browser("liaison").get(f"/gjrc/scans/{kept.kept_id}/").status_code == 404
    beside = make_user(Role.LIAISON, report_story.rounds.story.programme.leadership_unit)
    assert client_for(beside).get(f"/gjrc/scans/{kept.kept_id}/").status_code == 404


def test_a_word_file_that_comes_back_as_it_went_out_is_kept_all_the_same(report_story, office):
    data = office.post(f"{report_story.address}report.docx/").getvalue()
    upload = SimpleUploadedFile("未改.docx", data)
    assert office.post(f"{report_story.address}keep/", {"file": upload}).status_code == 302
    assert "未改.docx" in office.get(report_story.address, follow=True).content.decode()
    assert ReportFile.objects.get(kept__isnull=False).name == "未改.docx"


def test_an_offices_own_template_is_filled_from_then_on(report_story, office):
    own = template_saying(
        "××局文件", "编号 {{ 文件编号 }}", "{%p for 行 in 标题 %}", "{{ 行 }}", "{%p endfor %}"
    )
    assert office.post("/gjrc/reports/template/", {"template": own}).status_code == 302
    text = words_of(office.post(f"{report_story.address}report.docx/").getvalue())
    assert text.splitlines()[:2] == ["××局文件", "编号 GJRC-JZ-2015-1"]
    downloaded = office.get("/gjrc/reports/template/file/").getvalue()
    assert "{{ 文件编号 }}" in words_of(downloaded)
    assert office.post("/gjrc/reports/template/reset/").status_code == 302
    assert "一、总体情况" in words_of(office.post(f"{report_story.address}report.docx/").getvalue())


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("文号：{{ 文号 }}", "模板中的“文号”不是报告的内容，见第2段“文号：{{ 文号 }}”"),
        ("{{ 标题", "模板中有不完整的标记"),
        ("{{ ''.__class__.__mro__ }}", "模板中有不允许的操作"),
        ("{%p for 行 in 任务 %}", "模板中有不完整的标记"),
        ("{{ 1 / 0 }}", "模板中有不能使用的运算"),
    ],
)
def test_a_template_that_names_something_wrong_is_refused_with_the_name_and_the_paragraph(
    office, line, words
):
    answer = office.post("/gjrc/reports/template/", {"template": template_saying("版头", line)})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_what_a_tried_template_names_only_sometimes_is_refused_where_it_does_not_fill(report_story, office):
    own = template_saying("版头", "{% if 签发人 %}{{ 签发人.姓名 }}{% endif %}")
    assert office.post("/gjrc/reports/template/", {"template": own}).status_code == 302
    assert office.post(f"{report_story.address}report.docx/").status_code == 200
    finish(report_story)
    issue = {"document_number": "", "signed_by": "王某", "issued_on": "2015-05-11"}
    assert office.post(f"{report_story.address}issue/", issue).status_code == 302
    answer = office.post(f"{report_story.address}report.docx/")
    assert answer.status_code == 422
    assert "模板中的“姓名”不是报告的内容" in answer.content.decode()


def package(document: str) -> bytes:
    """A Word file whose text is `document`."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(built_in())) as parts,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in parts.namelist():
            made.writestr(name, document if name == "word/document.xml" else parts.read(name))
    return out.getvalue()


def damaged() -> bytes:
    """Whose parts are listed, and cannot be unpacked."""
    data = bytearray(built_in())
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        part = parts.getinfo("word/document.xml")
    data[part.header_offset + 60 : part.header_offset + 80] = b"\xff" * 20
    return bytes(data)


def test_a_small_template_that_unpacks_to_much_is_refused_before_it_is_read(office):
    data = package("<w:p/>" * 2_000_000)
    assert len(data) < 1_000_000
    upload = SimpleUploadedFile("模板.docx", data)
    answer = office.post("/gjrc/reports/template/", {"template": upload})
    assert answer.status_code == 422
    assert "模板的文字部分过大" in answer.content.decode()


def test_what_is_no_word_file_is_refused_as_a_template(office):
    for data in (b"%PDF-1.4", b"PK\x03\x04 broken", b"", damaged(), package("<a/>")):
        upload = SimpleUploadedFile("模板.docx", data)
        assert office.post("/gjrc/reports/template/", {"template": upload}).status_code == 422


def test_progress_that_a_draft_has_used_is_not_withdrawn(report_story):
    rounds_story = report_story.rounds
    row = rounds_story.progress()
    with pytest.raises(Refusal, match="本期进展已编入送审稿，不能撤回"):
        progress.withdraw(
            progress_id=row.pk,
            based_on=row.version,
            by=rounds_story.story.liaison,
            at=moment(date(2015, 5, 8), 23),
        )


def test_progress_that_a_report_of_no_round_has_used_is_not_withdrawn_either(rounds_story):
    story = rounds_story.story
    rounds_story.file(day=date(2015, 5, 7))
    reports.begin(
        programme=story.programme,
        round=None,
        as_of=date(2015, 5, 7),
        corrects=None,
        by=story.checker,
        at=moment(date(2015, 5, 7), 11),
    )
    row = rounds_story.progress()
    with pytest.raises(Refusal, match="本期进展已编入送审稿，不能撤回"):
        progress.withdraw(
            progress_id=row.pk, based_on=row.version, by=story.liaison, at=moment(date(2015, 5, 7), 12)
        )


def test_an_acceptance_that_a_draft_has_used_is_not_taken_back(report_story):
    story = report_story.rounds.story
    with pytest.raises(Refusal, match="已编入送审稿，不能撤回或撤销核收"):
        checking.take_back(
            plan_id=story.plan.pk,
            based_on=story.plan.version,
            reason="误核",
            by=story.checker,
            at=moment(TAKEN, 15),
        )


def test_a_failure_while_it_is_begun_leaves_nothing(rounds_story, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(reports, "digests", fail)
    with pytest.raises(RuntimeError):
        begin(rounds_story)
    assert not Report.objects.exists()


def test_what_was_put_forward_stands_in_every_report_until_it_is_settled(rounds_story):
    story = rounds_story.story
    raised = {"asked_of": "市财政局", "wanted_by": date(2015, 6, 30), "by": story.liaison}
    coordination.raise_it(task=story.task, what="专项经费尚未落实。", at=moment(date(2015, 5, 4)), **raised)
    coordination.raise_it(task=rounds_story.tasks[2], what="其后提请", at=moment(date(2015, 5, 12)), **raised)
    problems = {each.key: each.text for each, _ in reports.text_of(begin(rounds_story))}["problems"]
    assert problems == (
        "第14项提请协调（市教委提请，待研究）：专项经费尚未落实。请求市财政局协调，希望2015年6月30日前解决。"
    )


def test_where_nobody_has_filed_the_report_does_not_say_that_there_are_no_problems(rounds_story):
    text = {each.key: each.text for each, _ in reports.text_of(begin(rounds_story))}
    assert (text["problems"], text["next"]) == ("尚无单位报送。", "尚无单位报送。")
    rounds_story.file(day=date(2015, 5, 8))
    text = {each.key: each.text for each, _ in reports.text_of(begin(rounds_story))}
    assert text["problems"] == "无。"


def test_what_was_returned_and_not_filed_again_is_neither_filed_nor_missing(rounds_story):
    rounds_story.file(day=date(2015, 5, 4))
    rounds_story.file(task=2, day=date(2015, 5, 4))
    row = rounds_story.progress()
    progress.send_back(
        progress_id=row.pk,
        based_on=row.version,
        refile_by=date(2015, 5, 15),
        note="请写明数量",
        by=rounds_story.story.checker,
        at=moment(date(2015, 5, 5)),
    )
    text = {each.key: each.text for each, _ in reports.text_of(begin(rounds_story))}
    said = "应报3项，已报1项，其中按时报送1项、逾期报送0项；退回未重报1项（第14项）；未报1项。"
    assert said in text["overview"]
    assert "第14项（市教委牵头，退回未重报）：实施细则已于4月10日印发。" in "\n".join(text.values())


def test_a_report_of_no_round_tells_what_was_said_last_and_when(rounds_story):
    story = rounds_story.story
    rounds_story.file(day=date(2015, 5, 7))
    rounds_story.file(
        replace(SAID, done_text="五月进展。"), task=2, round=rounds_story.may, day=date(2015, 6, 2)
    )
    report = reports.begin(
        programme=story.programme, round=None, as_of=date(2015, 6, 2), corrects=None,
        by=story.checker, at=moment(date(2015, 6, 2), 11),
    )  # fmt: skip
    rows = {row["number"]: row for row in report.drafts.get().frozen["rows"]}
    assert {row["state"] for row in rows.values()} == {""}
    assert (rows[14]["said_in"], rows[20]["said_in"], rows[30]["said_in"]) == ("2015年4月", "2015年5月", "")
    text = "\n".join(each.text for each, _ in reports.text_of(report))
    assert "第14项（市教委牵头，2015年4月报送）：实施细则已于4月10日印发。" in text
    assert "第20项（市教委牵头，2015年5月报送）：五月进展。" in text
    assert "应报" not in text
    on(date(2015, 6, 2))
    word = words_of(story.browser("leadership").post(f"{report.get_absolute_url()}report.docx/").getvalue())
    assert "（2015年4月报送）实施细则已于4月10日印发。" in word
    assert "\n未报送" not in word


@pytest.mark.parametrize(
    ("written", "pointed_out"),
    [
        ("已报二项", True),
        ("已报一项", False),
        ("应报二十三项", True),
        ("应报三项", False),
        ("应报一百零三项", True),
    ],
)
def test_figures_in_words_are_compared_too(report_story, office, written, pointed_out):
    edit(report_story, "overview", f"本期{written}。")
    assert (f"正文写“{written}”" in office.get(report_story.address).content.decode()) is pointed_out
