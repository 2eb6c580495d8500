"""完成时间 as it was at first and as it is in force, and how often times moved, as of any day (decision 0045)."""

import csv
import json as jsons
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from tasks import ledger
from tasks.actions import comments, filing, step_ends
from tasks.exports import json, plans_pdf, summary_pdf, xlsx
from tasks.exports.made import Made
from tests.copied import copied
from tests.exports.reading import widths
from tests.exports.test_schema import SCHEMA, wrong
from tests.filing.test_times_in_force import LATER, decide, give_reason, moved, revise
from tests.story import Story, at, begin

pytestmark = pytest.mark.django_db

KEYS = ("finish_original", "finish_in_force", "times_moved")


@pytest.fixture
@copied
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


def on_record(story: Story, day: int) -> list[tuple]:
    """Of each change: what, asked, in force, how, decided, state, since when."""
    found = row(story, day)
    return [
        (
            each.what,
            each.asked_in_words,
            found.time_in_words(each.key),
            each.how,
            each.decided.words if each.decided else "",
            each.state.label,
            each.since and each.since.day,
        )
        for each in found.time_changes
    ]


STEP = ("第2步", "2015年9月", "2015年9月", "备案", "", "已生效", 29)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (28, []),
        (29, [("完成时间", "2018年12月", "2017年12月", "报批", "", "待决定", None), STEP]),
        (30, [("完成时间", "2018年12月", "2018年12月", "报批", "同意", "已生效", 30), STEP]),
        (
            31,
            [
                ("完成时间", "2018年12月", "2017年12月", "报批", "同意", "尚未核收", None),
                ("第2步", "2015年9月", "2015年5—6月", "备案", "", "尚未核收", None),
            ],
        ),
    ],
)
def test_of_each_day_the_later_times_that_were_asked_and_how_far_they_were(story, day, expected):
    assert on_record(story, day) == expected


def test_what_is_asked_stands_beside_what_is_in_force_and_no_more_once_it_is(story):
    asked = next(column for column in ledger.COLUMNS if column.key == "finish_asked")
    assert [asked.value(row(story, day)) for day in (28, 29, 30, 31)] == [
        None,
        "2018年12月",
        None,
        "2018年12月",
    ]


def test_a_decision_is_told_with_its_basis_its_day_and_who_recorded_it(story):
    decided = row(story, 30).time_changes[0].decided
    assert (decided.basis, decided.dated_on, decided.recorded_on) == (
        "领导小组会议纪要第3期",
        date(2015, 3, 30),
        date(2015, 3, 30),
    )
    assert decided.recorded_by == str(story.leadership.unit)
    assert row(story, 29).time_changes[0].asked_by == "市教委"


@pytest.mark.parametrize(
    ("outcome", "granted", "told"),
    [
        ("refused", None, ("2017年12月", "不同意", "未生效", None)),
        ("in_part", date(2018, 6, 30), ("2018年6月30日", "部分同意，至2018年6月30日", "已生效", 30)),
    ],
)
def test_what_was_granted_in_part_or_not_is_told_so(outcome, granted, told):
    story = begin()
    story.file()
    story.accept()
    revise(story, LATER)
    story.file(at(29))
    story.accept(at(29, 15))
    decide(story, outcome, granted=granted)
    ((_, _, in_force, _, *rest),) = on_record(story, 30)
    assert (in_force, *rest) == told


def test_a_step_past_the_finish_waits_with_it_and_one_that_is_cancelled_is_told_by_the_number_it_had():
    story = begin()
    story.file()
    story.accept()
    revise(story, moved(LATER, step_1="2018年6月"))
    plan = story.plan
    step_ends.end_step(
        plan_id=plan.pk, based_on=plan.version, key=2, ending="cancelled", into=[], reason="任务调整",
        by=story.liaison, at=at(28, 12),
    )  # fmt: skip
    story.file(at(29))
    assert on_record(story, 29) == [
        ("完成时间", "2018年12月", "2017年12月", "报批", "", "待决定", None),
        ("第1步", "2018年6月", "2015年4月底前", "随完成时间报批", "", "待决定", None),
        ("第2步", "取消", "2015年5—6月", "备案", "", "尚未核收", None),
    ]
    story.accept(at(30))
    assert on_record(story, 30)[1:] == [
        ("第1步", "2018年6月", "2015年4月底前", "随完成时间报批", "", "待决定", None),
        ("原第2步", "取消", "取消", "备案", "", "已生效", 30),
    ]


def test_what_is_asked_otherwise_came_to_nothing():
    story = begin()
    story.file()
    story.accept()
    revise(story, moved(step_2="2015年9月"))
    story.file(at(29))
    story.start_check(at(29, 12))
    comments.on_plan(
        plan_id=story.plan.pk, field="finish", step=None, text="请核对", by=story.checker, at=at(29, 13)
    )
    story.return_now(at(29, 14), date(2015, 4, 20))
    story.draft(moved(step_2="2015年10月"))
    story.file(at(30))
    asked = [(each[1], each[5]) for each in on_record(story, 30)]
    assert asked == [("2015年9月", "未生效"), ("2015年10月", "尚未核收")]


def exported(story: Story, who: str, name: str, day: int, **asked) -> bytes:
    answer = story.browser(who).get(f"/gjrc/exports/{name}/", {"as_of": f"2015-03-{day}"} | asked)
    return b"".join(answer.streaming_content)


def test_the_spreadsheet_has_a_row_for_each_and_steps_tell_their_times_apart(story):
    book = load_workbook(BytesIO(exported(story, "checker", "summary.xlsx", 30)))
    head, *lines = book["时限变动"].values
    (finish, step) = (dict(zip(head, line, strict=True)) for line in lines)
    assert (finish["事项"], finish["原定"], finish["变动前"], finish["拟调整为"], finish["现行"]) == (
        "完成时间", "2017年12月", "2017年12月", "2018年12月", "2018年12月",
    )  # fmt: skip
    assert finish["依据"] == "领导小组会议纪要第3期，2015年3月30日"
    assert (step["工作步骤"], step["原因"]) == ("组织高校申报、专家论证", "场地未落实")
    assert (step["提出时原时限已过"], step["决定"], step["生效日期"].day) == ("否", None, 29)
    head, *lines = book["步骤情况"].values
    times = ("原定完成时限", "现行完成时限", "拟调整为", "调整次数")
    first, second = (dict(zip(head, line, strict=True)) for line in lines)
    assert [first[name] for name in times] == ["2015年4月底前", "2015年4月底前", None, 0]
    assert [second[name] for name in times] == ["2015年5—6月", "2015年9月", None, 1]


def lines_of_csv(story: Story, who: str, day: int, **asked) -> list[dict]:
    data = exported(story, who, "times.csv", day, **asked)
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_csv_of_them_says_what_the_spreadsheet_says(story):
    head, *lines = load_workbook(BytesIO(exported(story, "checker", "summary.xlsx", 30)))["时限变动"].values
    found = lines_of_csv(story, "checker", 30)
    assert list(found[0]) == list(head)
    for line, row in zip(lines, found, strict=True):
        days = [value.date() if isinstance(value, datetime) else value for value in line]
        assert list(row.values()) == [str(value or "") for value in days]
    assert exported(story, "checker", "times.csv", 26).decode("utf-8-sig") == ",".join(head) + "\r\n"


def test_what_people_typed_is_disarmed_in_it_and_a_part_says_so():
    story = begin()
    story.file()
    story.accept()
    story.revise(LATER, when=at(28))
    give_reason(story, 0, reason="=1+1")
    story.file(at(29))
    (line,) = lines_of_csv(story, "checker", 29, unit=story.lead.slug)
    assert (line["原因"], line["筛选条件"]) == ("'=1+1", "单位：市教委")
    assert lines_of_csv(story, "outsider", 29) == []


def test_a_step_that_is_asked_to_move_says_until_when(story):
    book = load_workbook(BytesIO(exported(story, "checker", "summary.xlsx", 31)))
    head, _, second = book["步骤情况"].values
    assert second[head.index("拟调整为")] == "2015年9月"


@pytest.mark.parametrize("name", ["时限变动", "步骤情况"])
def test_these_sheets_are_printed_no_smaller_than_eight_points(story, name):
    sheet = load_workbook(BytesIO(exported(story, "checker", "summary.xlsx", 30)))[name]
    points = sum((width * 7 + 5) * 0.75 for width in widths(sheet))
    assert sheet.page_setup.fitToWidth is None  # which is one page across
    assert min(1, (1190 - 72) / points) * 10 >= 8


def test_json_has_them_as_its_schema_says(story):
    (found,) = jsons.loads(exported(story, "checker", "summary.json", 30))
    assert wrong([found], SCHEMA) == []
    finish, step = found["time_changes"]
    assert (finish["step"], finish["decision"], finish["state"]) == (None, "in_full", "in_force")
    assert (step["step"], step["kind"], step["since"]) == (2, "recorded", "2015-03-29")


def test_units_of_the_task_are_told_and_others_have_no_row(story):
    for who in ("liaison", "other_unit"):
        (found,) = jsons.loads(exported(story, who, "summary.json", 30))
        assert len(found["time_changes"]) == 2
    assert jsons.loads(exported(story, "outsider", "summary.json", 30)) == []


def test_of_a_past_day_what_was_taken_back_since_is_told_to_the_lead_and_the_checkers_alone():
    story = begin()
    story.file()
    story.accept()
    revise(story, LATER)
    story.file(at(29))
    plan = story.plan
    filing.withdraw(plan_id=plan.pk, based_on=plan.version, by=story.liaison, at=at(31))
    for who, told in (("liaison", 1), ("checker", 1), ("other_unit", 0), ("leadership", 0)):
        (found,) = jsons.loads(exported(story, who, "summary.json", 29))
        assert len(found["time_changes"]) == told, who
    assert on_record(story, 31) == []
