"""补报 after 定稿 stands in the next report; 未报名单 is a sheet for the office itself."""

import io
from dataclasses import replace
from datetime import date

from openpyxl import load_workbook

from tasks.actions import reports
from tests.reports.conftest import begin, finish
from tests.rounds.conftest import SAID, moment, on


def next_report(rounds_story, day: date):
    return reports.begin(
        programme=rounds_story.story.programme, round=rounds_story.may, as_of=day, corrects=None,
        by=rounds_story.story.checker, at=moment(day, 15),
    )  # fmt: skip


def make_final(report, rounds_story, day: date) -> None:
    reports.finish(
        report=report, based_on=report.drafts.last().pk, by=rounds_story.story.leadership, at=moment(day, 16)
    )


def texts(report) -> dict[str, str]:
    return {each.key: each.text for each, _ in reports.text_of(report)}


def test_what_came_after_the_report_was_final_stands_in_the_next_one_only(report_story):
    rounds_story = report_story.rounds
    late = replace(SAID, done_text="补报进展。")
    rounds_story.file(late, task=2, day=date(2015, 5, 14))  # not in a final report yet: none of its own is
    reports.take_draft(
        report=report_story.report, as_of=date(2015, 5, 14), by=rounds_story.story.checker,
        at=moment(date(2015, 5, 14), 12),
    )  # fmt: skip
    finish(report_story)
    other = rounds_story.story.other_unit
    rounds_story.file(late, task=3, day=date(2015, 5, 18), by=other)
    day = date(2015, 6, 8)
    report = next_report(rounds_story, day)
    body = texts(report)["supplements"]
    said = f"第30项（{other.unit.short_name}牵头，2015年4月进展，2015年5月18日报送，推进状态为按计划推进）：补报进展。"
    assert body == f"此前报告定稿后补报、更正的进展共1项。\n{said}"
    on(day)
    data = (
        rounds_story.story.browser("leadership").post(f"{report.get_absolute_url()}report.xlsx/").getvalue()
    )
    assert [row[:3] for row in load_workbook(io.BytesIO(data))["补报"].values][1:] == [
        ("2015年4月", 30, other.unit.short_name)
    ]
    make_final(report, rounds_story, day)
    assert "supplements" not in texts(next_report(rounds_story, date(2015, 6, 9)))


def test_a_report_that_corrects_another_tells_what_that_one_told_and_what_no_other_told(report_story):
    rounds_story = report_story.rounds
    finish(report_story)
    other = rounds_story.story.other_unit
    rounds_story.file(replace(SAID, done_text="补报进展。"), task=3, day=date(2015, 5, 18), by=other)
    wrong = next_report(rounds_story, date(2015, 6, 8))
    make_final(wrong, rounds_story, date(2015, 6, 8))
    wrong.refresh_from_db()
    right = reports.begin(
        programme=rounds_story.story.programme, round=rounds_story.may, as_of=date(2015, 6, 9), corrects=wrong,
        by=rounds_story.story.checker, at=moment(date(2015, 6, 9), 15),
    )  # fmt: skip
    assert texts(right)["supplements"] == texts(wrong)["supplements"]


def test_what_came_between_a_draft_and_its_end_stands_in_the_next_report_though_another_was_final_meanwhile(
    report_story,
):
    """That one told nothing of a round whose own report was still written."""
    rounds_story = report_story.rounds
    rounds_story.file(task=3, day=date(2015, 5, 14), by=rounds_story.story.other_unit)
    day = date(2015, 5, 18)
    of_a_day = reports.begin(
        programme=rounds_story.story.programme, round=None, as_of=day, corrects=None,
        by=rounds_story.story.checker, at=moment(day),
    )  # fmt: skip
    assert "supplements" not in texts(of_a_day)
    make_final(of_a_day, rounds_story, day)
    make_final(report_story.report, rounds_story, date(2015, 5, 19))
    assert "2015年5月14日报送" in texts(next_report(rounds_story, date(2015, 6, 8)))["supplements"]


def test_what_was_told_in_the_moment_in_which_the_report_became_final_is_not_told_again(report_story):
    rounds_story, day = report_story.rounds, date(2015, 5, 19)
    rounds_story.file(task=3, day=date(2015, 5, 18), by=rounds_story.story.other_unit)
    make_final(report_story.report, rounds_story, day)
    of_a_day = reports.begin(
        programme=rounds_story.story.programme, round=None, as_of=day, corrects=None,
        by=rounds_story.story.checker, at=moment(day, 16),
    )  # fmt: skip
    assert "2015年5月18日报送" in texts(of_a_day)["supplements"]
    make_final(of_a_day, rounds_story, date(2015, 5, 20))
    assert "supplements" not in texts(next_report(rounds_story, date(2015, 6, 8)))


def test_what_is_not_final_yet_takes_in_what_comes_and_no_other_report_tells_of_it(report_story):
    report_story.rounds.file(task=2, day=date(2015, 5, 14))
    assert "supplements" not in texts(next_report(report_story.rounds, date(2015, 6, 8)))
    finish(report_story)
    assert "supplements" not in texts(begin(report_story.rounds, day=date(2015, 5, 15)))  # of the same round


def test_who_has_not_filed_stands_in_a_file_of_its_own(report_story, office):
    page = office.get(report_story.address).content.decode()
    assert "导出未报名单" in page
    answer = office.post(f"{report_story.address}report.unfiled/")
    sheet = load_workbook(io.BytesIO(answer.getvalue()))["未报名单"]
    rows = list(sheet.values)[1:]
    assert [(row[0], row[3]) for row in rows] == [(20, "逾期未报"), (30, "逾期未报")]
    assert all(row[4] is None and row[5] > 0 for row in rows)
    sheets = load_workbook(io.BytesIO(office.post(f"{report_story.address}report.xlsx/").getvalue()))
    assert "未报名单" not in sheets.sheetnames


def test_a_report_of_no_round_has_no_list_of_who_has_not_filed(report_story, office):
    report = reports.begin(
        programme=report_story.rounds.story.programme, round=None, as_of=date(2015, 5, 11), corrects=None,
        by=report_story.rounds.story.checker, at=moment(date(2015, 5, 11), 15),
    )  # fmt: skip
    assert "导出未报名单" not in office.get(report.get_absolute_url()).content.decode()
    assert office.post(f"{report.get_absolute_url()}report.unfiled/").status_code == 404
