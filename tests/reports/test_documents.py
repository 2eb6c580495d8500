"""The documents of a report: Word, PDF and spreadsheet, what was issued, and whether a file still is what was made."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import load_workbook

from tasks.exports.report_template import built_in
from tasks.models import ReportDraft, ReportFile
from tasks.rules.frozen import grouped
from tests import stores
from tests.exports.reading import can_be_read, drawn_in, is_to_be_kept, opened, text_of
from tests.factories import client_for, make_user
from tests.reports.conftest import begin, finish
from tests.rounds.conftest import rounds_story  # noqa: F401 (a fixture)
from units import triggers
from units.models import AuditEntry
from units.roles import Role


def words_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


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


def test_digits_beside_kai_are_lining_ones_of_another_face(rounds_story, on_the_day):  # noqa: F811
    """The name of an area is printed in 楷体."""
    area = rounds_story.story.task.group
    area.name = "落实2016年度计划"
    area.save()
    rounds_story.file(day=date(2015, 5, 8))
    office, report = rounds_story.story.browser("leadership"), begin(rounds_story)
    kai = drawn_in(opened(office.post(f"{report.get_absolute_url()}report.pdf/").getvalue()), "+Kai")
    assert set("落实年度计划") <= kai
    assert not kai & set("0123456789")


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
    assert AuditEntry.objects.get(action="report.keep").subject.endswith(name)
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


def test_where_the_store_of_files_does_not_answer_the_page_with_the_form_says_so(
    report_story, office, settings
):
    settings.STORAGES = stores.silent().storages
    upload = SimpleUploadedFile("改稿.docx", built_in())
    answer = office.post(f"{report_story.address}keep/", {"file": upload})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<li>文件“改稿.docx”暂时不能保存，请稍后重新上传" in page
    assert "存入修改稿</button>" in page
    assert not ReportFile.objects.exists()
