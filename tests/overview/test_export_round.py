"""An export of a page names the round that the page is about."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook

from tests.copied import copied
from tests.rounds.conftest import RoundStory, begin_rounds, on
from tests.rounds.test_ledger import DUE
from units.models import AuditEntry

IN_JUNE = {"as_of": "2015-06-30"}


def told_of(answer) -> list[tuple[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [(row["报送期"], row["进展报送"]) for row in csv.DictReader(io.StringIO(text))]


@pytest.fixture
@copied
def filed(db) -> RoundStory:
    rounds_story = begin_rounds()
    rounds_story.file(day=DUE)
    on(DUE.replace(month=6, day=30))
    return rounds_story


def export(filed, who: str = "leadership", name: str = "summary.csv", **asked):
    return filed.story.browser(who).get(f"/gjrc/exports/{name}/", IN_JUNE | asked)


def test_it_tells_of_the_newest_round_and_of_another_one_that_is_named(filed):
    assert told_of(export(filed))[0] == ("2015年5月", "逾期未报")
    assert told_of(export(filed, round=filed.april.number))[0] == ("2015年4月", "按时报送")
    entries = AuditEntry.objects.filter(action="export.summary.csv")
    assert [entry.detail.get("round") for entry in entries.order_by("pk")] == [None, "2015年4月"]


def test_the_spreadsheet_says_of_which_round_it_is(filed):
    data = b"".join(export(filed, name="summary.xlsx", round=filed.april.number).streaming_content)
    assert dict(load_workbook(io.BytesIO(data))["说明"].values)["报送期"] == "进展报送各栏是2015年4月的"


def test_a_unit_may_name_one_too(filed):
    assert told_of(export(filed, "liaison", round=filed.april.number))[0] == ("2015年4月", "按时报送")


@pytest.mark.parametrize("round", ["99", "x", "-1", "9" * 30])
def test_a_round_that_is_not_there_is_said(filed, round):
    answer = filed.story.browser("leadership").get(
        "/gjrc/exports/summary.csv/", {"round": round}, follow=True
    )
    assert "未能导出。没有这个报送期，或者到截至日期尚未开始" in answer.content.decode()


def test_a_round_that_had_not_begun_by_the_day_is_not_there(filed):
    answer = export(filed, as_of="2015-05-11", round=filed.may.number)
    assert answer.status_code == 302


def test_the_page_of_a_round_leads_to_exports_of_that_round(filed):
    page = {**IN_JUNE, "round": filed.april.number}
    html = filed.story.browser("leadership").get("/gjrc/overview/progress/", page).content.decode()
    links = re.findall(r'href="(/gjrc/exports/[^"]+)"', html)
    assert len(links) == 10
    assert all(f"as_of=2015-06-30&amp;round={filed.april.number}" in link for link in links)
