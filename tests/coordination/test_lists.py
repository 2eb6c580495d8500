"""The list of 提请协调, of today and of a past day, and the column of the ledger."""

import csv
import json
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tasks.actions import coordination
from tests.coordination.problem import LIST, noted, passed_on, raised, said, text
from tests.factories import client_for, make_programme, make_task, make_user
from tests.home.page import table
from tests.story import at
from units.roles import Role


def listed(browser, query: str = "") -> list[tuple[str, str]]:
    """Problem and status of each row."""
    return [(row[1], row[5]) for row in table(text(browser.get(f"{LIST}{query}")), "提请协调事项")]


@pytest.fixture
def two(story):
    """One of the lead, studied and settled; one of the participating unit, passed on to a stranger."""
    first = raised(story, what="经费渠道未定")
    noted(story, first, "study", when=at(23))
    second = raised(story, by=story.other_unit, when=at(24), what="编制未批复")
    passed_on(story, second, when=at(25))
    said(first, coordination.settle, story.liaison, at(26))
    return first, second


def test_open_ones_are_shown_first_and_settled_ones_on_asking(story, two):
    browser = story.browser("leadership")
    assert listed(browser) == [("编制未批复", "已转办")]
    assert listed(browser, "?state=settled") == [("经费渠道未定", "已解决")]
    assert listed(browser, "?state=all") == [("编制未批复", "已转办"), ("经费渠道未定", "已解决")]
    assert listed(browser, "?state=all&task=15") == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2015-03-19", []),
        ("2015-03-20", [("经费渠道未定", "待研究")]),
        ("2015-03-23", [("经费渠道未定", "研究中")]),
        ("2015-03-24", [("经费渠道未定", "研究中"), ("编制未批复", "待研究")]),
        ("2015-03-25", [("经费渠道未定", "研究中"), ("编制未批复", "已转办")]),
        ("2015-03-26", [("编制未批复", "已转办")]),
    ],
)
def test_a_past_day_reads_as_it_did(story, two, day, expected):
    assert listed(story.browser("leadership"), f"?as_of={day}") == expected


def test_units_of_the_task_and_whom_it_was_passed_on_to_see_it(story, two):
    assert len(listed(story.browser("liaison"), "?state=all")) == 2
    assert len(listed(story.browser("other_unit"), "?state=all")) == 2
    assert listed(story.browser("outsider"), "?state=all") == [("编制未批复", "已转办")]
    assert len(listed(story.browser("checker"), "?state=all")) == 2


def test_another_programme_sees_nothing_of_it(story, two):
    other = make_programme("KCZH")
    make_task(other, 14, lead=story.outsider.unit)
    for role, unit in ((Role.LEADERSHIP, other.leadership_unit), (Role.CHECKER, None)):
        office = other.receiving_office if role == Role.CHECKER else None
        browser = client_for(make_user(role, unit or office.unit, office))
        assert listed(browser, "?state=all") == []
        assert table(text(browser.get("/kczh/coordination/?state=all")), "提请协调事项") == []


def test_a_day_that_is_none_is_said_and_filters_nothing(story, two):
    page = text(story.browser("leadership").get(f"{LIST}?as_of=x&task=y"))
    assert "截至日期请按2015-04-03" in page
    assert "编制未批复" in page


def in_export(story, day: date) -> int:
    answer = story.browser("leadership").get(f"/gjrc/exports/summary.json/?as_of={day}")
    (row,) = json.loads(b"".join(answer.streaming_content))
    return row["coordination_open"]


def test_the_ledger_counts_those_open_at_the_end_of_the_day(story, two):
    days = [date(2015, 3, day) for day in (19, 20, 24, 25, 26)]
    assert [in_export(story, day) for day in days] == [0, 1, 2, 2, 1]


def exported(story, kind: str) -> bytes:
    return b"".join(story.browser("leadership").get(f"/gjrc/exports/summary.{kind}/").streaming_content)


def test_csv_and_xlsx_have_the_column_too(story, two):
    (row,) = csv.DictReader(exported(story, "csv").decode("utf-8-sig").splitlines())
    assert row["未解决的提请协调"] == "1"
    head, first = list(load_workbook(BytesIO(exported(story, "xlsx")))["汇总表"].values)[:2]
    assert dict(zip(head, first, strict=True))["未解决的提请协调"] == 1
