"""完成时间 as it was at first and as it is in force, and how often times moved, as of any day (decision 0045)."""

import json as jsons
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tasks import ledger
from tasks.exports import json, plans_pdf, summary_pdf, xlsx
from tasks.exports.made import Made
from tests.filing.test_times_in_force import LATER, decide, moved, revise
from tests.story import Story, at, begin

pytestmark = pytest.mark.django_db

KEYS = ("finish_original", "finish_in_force", "times_moved")


@pytest.fixture
def story() -> Story:
    """Accepted on the 27th, moved and accepted on the 29th, decided on the 30th, taken back on the 31st."""
    story = begin()
    story.file()
    story.accept()
    revise(story, moved(LATER, step_2="2015年9月"))
    story.file(at(29))
    story.accept(at(29, 15))
    decide(story)
    story.take_back(when=at(31))
    return story


def row(story: Story, day: int):
    return next(iter(ledger.build(story.programme, as_of=date(2015, 3, day)).rows))


def values(story: Story, day: int) -> tuple:
    columns = {column.key: column for column in ledger.COLUMNS}
    return tuple(columns[key].value(row(story, day)) for key in KEYS)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (26, (None, None, None)),
        (27, ("2017年12月", "2017年12月", 0)),
        (28, ("2017年12月", "2017年12月", 0)),
        (29, ("2017年12月", "2017年12月", 1)),
        (30, ("2017年12月", "2018年12月", 2)),
        (31, ("2017年12月", "2017年12月", 0)),
    ],
)
def test_of_each_day_what_held_by_its_end(story, day, expected):
    assert values(story, day) == expected


def test_json_has_them_and_knows_no_keys_of_steps(story):
    out = BytesIO()
    json.write(ledger.build(story.programme, as_of=date(2015, 3, 30)), out)
    found = jsons.loads(out.getvalue())[0]
    assert tuple(found[key] for key in KEYS) == ("2017年12月", "2018年12月", 2)
    assert "key" not in found["plan"]["steps"][0]


def test_the_spreadsheet_says_it_of_each_step(story):
    out = BytesIO()
    made = Made(by="市教委", at=at(31))
    xlsx.write(ledger.build(story.programme, as_of=date(2015, 3, 30)), out, made)
    rows = list(load_workbook(out)["工作步骤"].values)
    assert [each[-1] or "" for each in rows] == [
        "时限变动",
        "",
        "原定2015年5—6月，现为2015年9月（第1次调整）",
    ]


def test_on_paper_it_stands_with_the_finish(story):
    column = next(column for column in ledger.COLUMNS if column.key == "plan_finish")
    told = "2018年12月（原定2017年12月，现为2018年12月（第1次调整））"
    assert summary_pdf._text(column, row(story, 30)) == told


def test_the_compilation_says_it_below_the_form(story):
    ((_, (form,)),) = plans_pdf.forms_by_area(ledger.build(story.programme, as_of=date(2015, 3, 30)))
    assert form.moved == (
        "完成时间原定2017年12月，现为2018年12月（第1次调整）；第2步原定2015年5—6月，现为2015年9月（第1次调整）"
    )
    plans_pdf.write(ledger.build(story.programme, as_of=date(2015, 3, 30)), BytesIO())


def test_filings_of_before_have_their_steps_told_too(story):
    """Whose keys stand beside them."""
    found = row(story, 30)
    filing = replace(found.filing, keys=(1, 2))
    assert replace(found, filing=filing).step_time(2).moves == 1


def test_steps_have_the_times_that_hold_and_not_those_only_asked():
    story = begin()
    story.file()
    story.accept()
    revise(story, moved(LATER, step_1="2015年8月", step_2="2018年6月"))
    story.file(at(29))
    story.accept(at(29, 15))
    decide(story)

    def dues(day: int) -> list[tuple[int, str]]:
        return [(step.key, step.due.text) for step in row(story, day).steps_in_force]

    assert dues(26) == []
    assert dues(28) == [(1, "2015年4月底前"), (2, "2015年5—6月")]
    assert dues(29) == [(1, "2015年8月"), (2, "2015年5—6月")]
    assert dues(30) == [(1, "2015年8月"), (2, "2018年6月")]
