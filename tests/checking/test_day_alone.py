"""A letter or a talk noted with a day and no hour is told as that day wherever it stands, never as 00:00."""

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from tests.checking.pages import CHECK, PLAN, text
from tests.exports.reading import opened, text_of
from tests.plans.form_helpers import posted

FILING = f"{PLAN}filings/1/"


@pytest.fixture
def entered(story) -> str:
    """The letter's page: registered on the last of March without an hour, and its plan entered, all by pages."""
    checker = story.browser("checker")
    added = checker.post(
        f"/gjrc/letters/add/?unit={story.lead.slug}",
        {"tasks": [story.task.pk], "received_on": "2015-03-31", "channel": "fax"},
    )
    form = f"{added.url}tasks/{story.task.number}/"
    assert "以收到来文的 2015年3月31日 计算是否按时" in text(checker.get(form))
    assert checker.post(form, posted(0, op="enter")).status_code == 302
    return added.url


def test_no_page_says_an_hour_that_nobody_gave(story, entered):
    checker, lead = story.browser("checker"), story.browser("liaison")
    pages = {
        entered: "2015年3月31日收到",
        "/gjrc/letters/": "2015-03-31",
        CHECK: "2015年3月31日",
        FILING: "2015-03-31",
    }
    for address, said in pages.items():
        page = text(checker.get(address))
        assert said in page, address
        assert "00:00" not in page, address
    receipt = text(lead.get(f"{FILING}receipt/"))
    assert "<dd>2015年3月31日（第1次报送）</dd>" in receipt
    assert "00:00" not in receipt


def test_no_export_says_an_hour_that_nobody_gave(story, entered):
    checker = story.browser("checker")
    csv = checker.get("/gjrc/exports/summary.csv/").getvalue().decode()
    assert ",2015-03-31," in csv
    assert "00:00" not in csv
    for address, title in (("exports/summary.xlsx/", "报送时间"), ("letters/register.xlsx/", "收到时间")):
        sheet = load_workbook(io.BytesIO(checker.get(f"/gjrc/{address}").getvalue())).worksheets[0]
        (column,) = [cell.column for cell in sheet[1] if cell.value == title]
        assert sheet.cell(2, column).value == datetime(2015, 3, 31)  # noqa: DTZ001 spreadsheets know no zones
        assert sheet.cell(2, column).number_format == "yyyy-mm-dd", address
    printed = opened(checker.get("/gjrc/letters/register.pdf/").getvalue())
    assert not [page for page in printed.pages if "00:00" in text_of(page)]


def test_of_a_talk_the_day_alone_is_told_too(story):
    checker, unit = story.browser("checker"), f"/gjrc/contacts/{story.lead.slug}/"
    checker.post(unit, {"contacted_on": "2015-03-31", "spoke_with": "周某", "said": "尽快报送"})
    page = text(checker.get(unit))
    assert ">2015-03-31</time>" in page
