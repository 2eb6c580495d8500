"""A title that names another one is quoted with 〈〉 within 《》, but not in reports that were written before it was."""

import io

import pytest
from openpyxl import load_workbook

from tasks.models import Programme, Report, ReportDraft
from tests.reports.conftest import begin
from units import triggers

pytestmark = pytest.mark.django_db

TITLE, QUOTED = "关于印发《人才工程》的通知", "京人才发〔2015〕3号《关于印发〈人才工程〉的通知》"
AS_BEFORE = f"京人才发〔2015〕3号《{TITLE}》"


@pytest.fixture
def programme(report_story):
    Programme.objects.update(document_title=TITLE)
    story = report_story.rounds.story
    story.programme.refresh_from_db()
    return story.programme


def basis(answer) -> str:
    book = load_workbook(io.BytesIO(answer.getvalue()))
    return dict(row[:2] for row in book["说明"].iter_rows(values_only=True))["依据"]


@pytest.mark.parametrize("address", ["exports/summary.xlsx/", "letters/register.xlsx/"])
def test_spreadsheets_quote_it_so(programme, report_story, on_the_day, address):
    checker = report_story.rounds.story.browser("checker")
    assert basis(checker.get(f"/gjrc/{address}")) == QUOTED
    programme.refresh_from_db()
    assert programme.document_title == TITLE


def test_a_report_quotes_it_so_from_its_first_draft_on(programme, report_story, office):
    report = begin(report_story.rounds)
    assert QUOTED in office.get(report.get_absolute_url()).content.decode()
    assert basis(office.post(f"{report.get_absolute_url()}report.xlsx/")) == QUOTED


def test_one_that_was_drafted_before_stays_as_it_was(programme, report_story, office):
    draft = report_story.report.drafts.get()
    draft.frozen["programme"]["document_title"] = TITLE
    triggers.drop()
    ReportDraft.objects.update(frozen=draft.frozen)
    triggers.create()
    about = {"based_on": draft.pk, "edited": ""}
    assert office.post(f"{report_story.address}finish/", about).status_code == 302
    assert AS_BEFORE in Report.objects.get(pk=report_story.report.pk).final_text[0]["text"]
    assert AS_BEFORE in office.get(report_story.address).content.decode()
    assert basis(office.post(f"{report_story.address}report.xlsx/")) == AS_BEFORE
