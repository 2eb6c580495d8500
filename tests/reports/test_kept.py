"""What is final, cancelled or recorded stays what it was, and whoever verifies a paper is told what became of it."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from docx import Document

from tasks.actions import progress_filing, reports
from tasks.models import Report, ReportFile, ReportIssue
from tasks.rules.frozen import grouped
from tests.exports.reading import opened
from tests.exports.reading import text_of as printed
from tests.reports.conftest import TAKEN, begin, edit, finish
from tests.reports.test_documents import verify, words_of
from tests.rounds.conftest import moment
from tests.scans import PDF
from units import triggers
from zgc_tasks.common.refusal import Refusal

ISSUE = {"document_number": "京人才发〔2015〕9号", "signed_by": "王某", "issued_on": "2015-05-11"}


def refused(**changed) -> bool:
    try:
        with transaction.atomic():
            Report.objects.update(**changed)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


@pytest.mark.parametrize(
    "changed",
    [
        {"final_text": []},
        {"final_title": ["另一个标题"]},
        {"final_digest": "0" * 64},
        {"final_draft": None, "final_at": None, "final_by": None, "final_digest": ""},
        {"as_of": date(2015, 5, 1)},
        {"cancel_reason": "撤销"},
    ],
)
def test_the_database_refuses_to_change_what_is_final(report_story, changed):
    if "as_of" in changed:
        assert not refused(**changed)
    finish(report_story)
    assert refused(**changed)


def test_a_final_text_changed_in_the_database_is_found(report_story, office):
    report = finish(report_story)
    assert "正文的校验值一致" in verify(office, number=report.number, checksum=grouped(report.final_digest))
    report.final_text[0]["text"] = "另一种说法。"
    triggers.drop()
    Report.objects.update(final_text=report.final_text)
    triggers.create()
    for checksum in (report.final_digest, report.final_draft.digest):
        found = verify(office, number=report.number, checksum=checksum)
        assert "库中的定稿正文已与定稿时不同" in found


def test_its_documents_carry_the_checksum_of_the_final_text(report_story, office):
    assert "正文校验值" not in words_of(office.post(f"{report_story.address}report.docx/").getvalue())
    digest = grouped(finish(report_story).final_digest)
    assert f"正文校验值：{digest}" in words_of(office.post(f"{report_story.address}report.docx/").getvalue())
    paper = "".join(map(printed, opened(office.post(f"{report_story.address}report.pdf/").getvalue()).pages))
    assert digest.replace(" ", "") in paper.replace(" ", "")


def test_a_paper_of_a_draft_that_another_one_followed_is_told_so(report_story, office):
    story, first = report_story.rounds.story, report_story.report.drafts.get()
    reports.take_draft(
        report=report_story.report, as_of=date(2015, 5, 10), by=story.checker, at=moment(TAKEN, 11)
    )
    assert "数据校验值一致" in verify(office, number="GJRC-JZ-2015-1", checksum=first.digest)
    finish(report_story)
    found = verify(office, number="GJRC-JZ-2015-1", checksum=first.digest)
    assert "送审稿第1稿的数据校验值一致；但本报告以第2稿定稿" in found
    begin(report_story.rounds, corrects=report_story.now())
    final = report_story.report.drafts.get(nth=2)
    found = verify(office, number="GJRC-JZ-2015-1", checksum=final.digest)
    assert "本报告已另作更正：GJRC-JZ-2015-2" in found


def test_a_paper_of_a_draft_with_the_data_of_the_final_one_is_as_good(report_story, office):
    story, digest = report_story.rounds.story, report_story.report.drafts.get().digest
    paper = office.post(f"{report_story.address}report.pdf/").getvalue()
    reports.take_draft(report=report_story.report, as_of=TAKEN, by=story.checker, at=moment(TAKEN, 11))
    assert finish(report_story).final_draft.nth == 2
    for found in (verify(office, number="GJRC-JZ-2015-1", checksum=digest), verify(office, file=paper)):
        assert "一致" in found
        assert "定稿，数据与本稿不同" not in found


def test_verifying_reads_no_more_than_the_draft_that_is_meant(
    report_story, office, django_assert_max_num_queries
):
    story = report_story.rounds.story
    for hour in (11, 12):
        reports.take_draft(report=report_story.report, as_of=TAKEN, by=story.checker, at=moment(TAKEN, hour))
    with django_assert_max_num_queries(40) as asked:
        verify(office, number="GJRC-JZ-2015-1", checksum="0" * 64)
    assert not [each for each in asked if '"frozen"' in each["sql"] and 'digest" = ' not in each["sql"]]


def test_one_begun_by_mistake_is_cancelled_with_its_reason_and_keeps_its_number(report_story, office):
    address = report_story.address
    assert office.post(f"{address}cancel/", {"reason": " "}).status_code == 422
    assert office.post(f"{address}cancel/", {"reason": "报送期选错"}).status_code == 302
    body = office.get(address).content.decode()
    assert "本报告已撤销" in body
    assert "报送期选错" in body
    for gone in ("生成新的送审稿", "report.docx/", "text/next/", "存入修改稿</button>"):
        assert gone not in body
    assert "已撤销" in office.get("/gjrc/reports/").content.decode()
    begin(report_story.rounds)
    assert str(Report.objects.get(nth=2)) == "GJRC-JZ-2015-2"
    for attempt in (lambda: edit(report_story, "next", "再改"), lambda: finish(report_story)):
        with pytest.raises(Refusal, match="报告已撤销，不能再改"):
            attempt()
    assert office.post(f"{address}report.docx/").status_code == 409
    digest = report_story.report.drafts.get().digest
    assert "本报告已撤销" in verify(office, number="GJRC-JZ-2015-1", checksum=digest)
    assert refused(cancelled_at=None, cancelled_by=None, cancel_reason="")


def test_a_final_report_is_not_cancelled(report_story, office):
    finish(report_story)
    answer = office.post(f"{report_story.address}cancel/", {"reason": "误建"})
    assert "报告已定稿，不能再改" in answer.content.decode()


def test_what_only_a_cancelled_report_has_used_is_withdrawn(report_story):
    rounds_story = report_story.rounds
    story, row = rounds_story.story, rounds_story.progress()
    act = {
        "progress_id": row.pk,
        "based_on": row.version,
        "by": story.liaison,
        "at": moment(date(2015, 5, 8), 23),
    }
    with pytest.raises(Refusal, match="已编入送审稿"):
        progress_filing.withdraw(**act)
    reports.cancel(report=report_story.report, reason="误建", by=story.leadership, at=moment(TAKEN, 12))
    progress_filing.withdraw(**act)
    assert rounds_story.progress().status == "draft"


def test_what_was_recorded_of_the_issue_stays_beside_what_puts_it_right(report_story, office):
    finish(report_story)
    address = f"{report_story.address}issue/"
    assert office.post(address, ISSUE).status_code == 302
    wrong = office.post(address, ISSUE | {"document_number": "京人才发〔2015〕10号"})
    assert wrong.status_code == 422
    assert "更正原因" in wrong.content.decode()
    right = ISSUE | {"document_number": "京人才发〔2015〕10号", "reason": "文号抄错"}
    assert office.post(address, right).status_code == 302
    body = office.get(report_story.address).content.decode()
    assert body.index("〔2015〕10号") < body.index("此前登记") < body.index("〔2015〕9号")
    assert "文号抄错" in body
    assert "〔2015〕10号" in office.get("/gjrc/reports/").content.decode()
    assert "〔2015〕10号" in words_of(office.post(f"{report_story.address}report.docx/").getvalue())


def test_a_report_is_not_issued_before_it_is_final_and_what_was_typed_stays(report_story, office):
    finish(report_story)
    address = f"{report_story.address}issue/"
    early = office.post(address, ISSUE | {"issued_on": "2015-05-10"})
    assert early.status_code == 422
    page = early.content.decode()
    assert "印发日期不能早于定稿日期（2015年5月11日），请核对后重新填写" in page
    assert 'value="2015-05-10"' in page
    assert 'value="京人才发〔2015〕9号"' in page
    assert not ReportIssue.objects.exists()
    assert office.post(address, ISSUE).status_code == 302


def test_a_scan_of_the_issue_stands_until_there_is_another(report_story, office):
    finish(report_story)
    more = ISSUE | {"reason": "补登"}
    scans = [{"scan": SimpleUploadedFile(f"{name}.pdf", PDF)} for name in ("第一份", "第二份")]
    for typed in (ISSUE | scans[0], more | scans[1], more):
        assert office.post(f"{report_story.address}issue/", typed).status_code == 302
    found = ReportIssue.objects.order_by("pk").values_list("scan__name", flat=True)
    assert list(found) == ["第一份.pdf", "第二份.pdf", "第二份.pdf"]


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx"])
def test_a_file_made_twice_is_noted_once(report_story, office, kind, monkeypatch):
    first = office.post(f"{report_story.address}report.{kind}/").getvalue()
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert office.post(f"{report_story.address}report.{kind}/").getvalue() == first
    assert ReportFile.objects.count() == 1


def test_rows_of_a_word_file_may_be_split_but_its_head(report_story, office):
    document = Document(io.BytesIO(office.post(f"{report_story.address}report.docx/").getvalue()))
    head, *rows = document.tables[0].rows
    assert "cantSplit" in head._tr.xml
    assert not [row for row in rows if "cantSplit" in row._tr.xml]


def test_a_character_that_no_face_has_is_refused_where_it_is_typed(report_story, office):
    answer = office.post(f"{report_story.address}text/next/", {"based_on": "", "text": "联系\ue000某"})
    assert answer.status_code == 422
    assert "字符“\ue000”（U+E000）无法打印，请改用其他写法" in answer.content.decode()


def test_one_in_frozen_rows_is_printed_as_its_code(report_story, office):
    draft = report_story.report.drafts.get()
    draft.frozen["rows"][0]["done_text"] = "联系\ue000某"
    triggers.drop()
    type(draft).objects.update(frozen=draft.frozen)
    triggers.create()
    paper = "".join(map(printed, opened(office.post(f"{report_story.address}report.pdf/").getvalue()).pages))
    assert "联系〔U+E000〕某" in paper
    assert "注：〔U+E000〕是无法打印的字符的编码" in paper
