"""What is found in 进展报送 before it is filed."""

from dataclasses import replace
from datetime import date

import pytest

from tasks.enums import Outlook, StepProgress
from tasks.rules.periods import Period
from tasks.rules.progress_checks import StepToReport, blocking, check, number_of
from tasks.rules.statement import ReportedFigure, Statement, StepStatement

TODAY = date(2015, 5, 8)
SOUND = Statement(done_text="细则已印发", outlook=Outlook.ON_COURSE)
PEOPLE = ReportedFigure("引进人才", "120", "人", Period("4月30日"), "人事处")


def found(said: Statement, *, steps=(), before: Statement | None = None, on_behalf: bool = False):
    known = {step.key: step for step in steps}
    return check(said.read(year=2015), steps=known, before=before, today=TODAY, on_behalf=on_behalf)


def messages(said: Statement, **kwargs) -> list[str]:
    return [finding.message for finding in found(said, **kwargs)]


def done(day: str) -> Statement:
    return replace(SOUND, steps=(StepStatement(7, StepProgress.DONE, Period(day)),))


def test_what_is_sound_has_nothing_in_its_way():
    assert found(replace(done("5月8日"), figures=(PEOPLE,)), steps=[StepToReport(7, 2)]) == []


def test_what_is_missing_blocks_and_on_paper_only_warns():
    said = Statement()
    assert [finding.field for finding in found(said)] == ["done_text", "outlook"]
    assert blocking(found(said))
    assert not blocking(found(said, on_behalf=True))


@pytest.mark.parametrize(
    ("outlook", "asked"), [(o, o in (Outlook.BEHIND, Outlook.UNLIKELY)) for o in Outlook]
)
def test_a_reason_is_asked_of_what_is_behind_or_unlikely(outlook, asked):
    assert bool(messages(replace(SOUND, outlook=outlook))) is asked


def test_on_course_with_a_step_overdue_is_asked_about_unless_it_is_done_now():
    overdue = [StepToReport(7, 2, overdue=True)]
    assert messages(SOUND, steps=overdue) == ["第2步已逾期，推进状态为“按计划推进”，请核对"]
    assert messages(done("5月1日"), steps=overdue) == []


def test_so_is_on_course_with_a_step_whose_day_is_over_and_of_which_is_not_said_that_it_is_done():
    due = [StepToReport(7, 2, due=True)]
    words = ["第2步已过完成时限，尚未报送完成情况，推进状态为“按计划推进”，请核对"]
    assert messages(SOUND, steps=due) == words
    assert messages(replace(SOUND, steps=(StepStatement(7, StepProgress.UNDER_WAY),)), steps=due) == words
    assert messages(replace(SOUND, outlook=Outlook.BEHIND, outlook_reason="延后"), steps=due) == []
    assert messages(done("5月1日"), steps=due) == []


def test_done_with_steps_open_is_asked_about():
    steps = [StepToReport(7, 1, done=True), StepToReport(8, 2), StepToReport(9, 3)]
    said = replace(SOUND, outlook=Outlook.DONE)
    assert messages(said, steps=steps) == ["第2、3步尚未完成，推进状态为“已完成”，请核对"]
    assert not blocking(found(said, steps=steps))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("", "第2步已完成，请填写完成日期"),
        ("4月", "第2步的完成日期请写到日，例如 4月3日"),
        ("4月3日前", "第2步的完成日期请写到日，例如 4月3日"),
        ("3日", "第2步的完成日期请写到日，例如 4月3日"),
        ("2015年7月45日", "第2步的完成日期“2015年7月45日”：7月没有45日，请核对"),
        ("5月9日", "第2步的完成日期不能晚于今天，请重新填写"),
    ],
)
def test_a_step_is_done_on_a_day_that_has_been(day, words):
    assert messages(done(day), steps=[StepToReport(7, 2)]) == [words]


def test_a_day_of_a_step_that_is_not_done_is_asked_about():
    said = replace(SOUND, steps=(StepStatement(7, StepProgress.UNDER_WAY, Period("5月1日")),))
    assert messages(said, steps=[StepToReport(7, 2)]) == ["第2步填写了完成日期，状态不是“已完成”，请核对"]


def test_the_words_of_the_round_before_are_noticed_unless_it_is_marked_unchanged():
    assert messages(SOUND, before=SOUND) == ["进展情况与上期完全相同；确无进展的，请选“本期无新进展”"]
    assert messages(SOUND.carried_over(), before=SOUND) == []
    assert blocking(found(SOUND.carried_over()))


def test_a_figure_smaller_than_before_is_asked_about():
    before = replace(SOUND, done_text="旧", figures=(PEOPLE,))
    less = replace(SOUND, figures=(replace(PEOPLE, number="119"),))
    assert messages(less, before=before) == ["第1项数据由上期的 120 减为 119，请核对"]
    assert messages(replace(SOUND, figures=(PEOPLE,)), before=before) == []
    other = replace(SOUND, figures=(replace(PEOPLE, number="1", measure="万人"),))
    assert messages(other, before=before) == []


def test_a_day_of_a_figure_that_no_month_has_is_named():
    said = replace(SOUND, figures=(replace(PEOPLE, day=Period("6月31日")),))
    assert messages(said) == ["第1项数据的截至日期“6月31日”：6月没有31日，请核对"]


def test_a_figure_says_what_how_many_and_of_which_day():
    bare = replace(SOUND, figures=(ReportedFigure(what="引进人才", number="许多"),))
    assert messages(bare) == [
        "第1项数据尚未填写计量单位、截至日期",
        "第1项数据的数值“许多”不是数字，请重新填写",
    ]
    ahead = replace(SOUND, figures=(replace(PEOPLE, day=Period("5月9日")),))
    assert messages(ahead) == ["第1项数据的截至日期不能晚于今天，请重新填写"]


@pytest.mark.parametrize(
    ("written", "value"), [("1,200", 1200), ("１２", 12), ("nan", None), ("约三十", None), ("-3", -3)]
)
def test_numbers_as_offices_write_them(written, value):
    assert number_of(replace(PEOPLE, number=written)) == value
