"""Whoever verifies a file made of a draft is told which paragraphs read otherwise by now."""

from datetime import date

import pytest

from tasks.actions import reports
from tests.reports.test_documents import verify
from tests.rounds.conftest import moment

pytestmark = pytest.mark.django_db


def made(office, report_story, kind: str) -> bytes:
    return office.post(f"{report_story.address}report.{kind}/").getvalue()


def rewrite(office, report_story, text: str) -> None:
    report = report_story.now()
    answer = office.post(
        f"{report_story.address}text/next/", {"based_on": report.newest_version or "", "text": text}
    )
    assert answer.status_code == 302


def finish(office, report_story) -> None:
    report = report_story.now()
    about = {"based_on": report.drafts.last().pk, "edited": report.newest_version or ""}
    assert office.post(f"{report_story.address}finish/", about).status_code == 302


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_file_made_before_a_paragraph_was_rewritten_is_told_from_the_final_text(report_story, office, kind):
    before = made(office, report_story, kind)
    rewrite(office, report_story, "改写后的下一步工作。")
    assert "“下一步工作”在本文件生成后又有修改，现正文与本文件不同" in verify(office, file=before)
    after = made(office, report_story, kind)
    finish(office, report_story)
    found = verify(office, file=before)
    assert "；但“下一步工作”在本文件生成后又有修改，定稿正文与本文件不同" in found
    assert "note-warning" in found
    for same in (after, made(office, report_story, kind)):
        assert "与本文件不同" not in verify(office, file=same)


def test_one_that_was_put_back_reads_as_it_did(report_story, office):
    before = made(office, report_story, "pdf")
    rewrite(office, report_story, "改写后的下一步工作。")
    newest = report_story.now().newest_version
    restored = office.post(f"{report_story.address}text/next/restore/", {"based_on": newest})
    assert restored.status_code == 302
    finish(office, report_story)
    assert "与本文件不同" not in verify(office, file=before)


def test_tables_have_no_paragraphs(report_story, office):
    before = made(office, report_story, "xlsx")
    rewrite(office, report_story, "改写后的下一步工作。")
    assert "与本文件不同" not in verify(office, file=before)


def test_a_file_of_a_draft_that_another_one_followed_is_said_to_have_other_data(report_story, office):
    before = made(office, report_story, "pdf")
    later = date(2015, 5, 12)
    report_story.rounds.file(task=2, day=later)
    assert "与本稿不同" not in verify(office, file=before)
    checker = report_story.rounds.story.checker
    reports.take_draft(report=report_story.report, as_of=later, by=checker, at=moment(later, 15))
    found = verify(office, file=before)
    assert "；但已有送审稿第2稿，数据与本稿不同" in found
    assert "note-warning" in found
    assert "与本稿不同" not in verify(office, file=made(office, report_story, "pdf"))
