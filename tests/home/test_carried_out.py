"""On the home of a participating unit: steps that plans in force name it for, once they fall due, to be read only."""

from dataclasses import replace
from datetime import date

import pytest

from tasks.actions import completions, step_reports
from tasks.enums import StepProgress
from tasks.rules.sheet import written
from tests.copied import copied
from tests.factories import make_task
from tests.home.page import table
from tests.rounds.conftest import moment, on
from tests.story import SOUND, at, begin

CAPTION = "本单位承担的步骤：十个工作日内到期和已到期"
STEPS = (
    ("印发细则", "2015年4月底前", "市科委"),
    ("专家论证", "2015年5—6月", "市科委"),
    ("组织申报", "2015年4月底前"),
    ("汇总数据", "2015年4月底前", "市民政局"),
    ("年度总结", "2015年6月底前完成，此后每年12月底前更新", "市科委"),
)


@pytest.fixture
@copied
def story(db):
    """Of the five steps of 市教委's plan three are carried out by 市科委, one by a unit that takes no part."""
    story = begin()
    story.draft(replace(SOUND, steps=written(steps=STEPS).steps))
    story.file()
    return story


def home(story, who: str, day: date) -> list[list[str]]:
    on(day)
    return table(" ".join(story.browser(who).get("/gjrc/").content.decode().split()), CAPTION)


def report(story, key: int, day: date) -> None:
    step_reports.report_step(
        task=story.task, key=key, state=StepProgress.DONE, done_on=day, word="", by=story.liaison, at=moment(day)
    )  # fmt: skip


def row(words: str) -> list[str]:
    return ["14", "第14项具体内容。", "市教委", words, "查看"]


def test_steps_of_an_accepted_plan_stand_there_ten_working_days_before_their_last_day(story):
    in_april = date(2015, 4, 16)
    assert home(story, "other_unit", in_april) == []  # nothing is accepted yet
    story.accept()
    assert home(story, "other_unit", date(2015, 4, 15)) == []
    assert home(story, "other_unit", in_april) == [row("1 步临近完成时限，最早 4月30日")]
    assert home(story, "other_unit", date(2015, 7, 20)) == [row("3 步已到完成时限，最早 4月30日")]


def test_what_is_done_is_gone_for_the_year_and_for_good_where_its_day_is_over(story):
    story.accept()
    for key in (1, 2, 5):
        report(story, key, date(2015, 6, 10))
    assert home(story, "other_unit", date(2015, 7, 20)) == []
    assert home(story, "other_unit", date(2016, 7, 20)) == []


def test_it_leads_to_the_task_and_offers_nothing_to_report(story):
    story.accept()
    on(date(2015, 5, 4))
    page = story.browser("other_unit").get("/gjrc/").content.decode()
    assert page.count('href="/gjrc/tasks/14/"') >= 2
    assert "填报步骤情况" not in page
    assert "没有需要办理的事项" not in page
    assert story.browser("other_unit").get("/gjrc/tasks/14/").status_code == 200


def test_nobody_else_has_them_there(story):
    story.accept()
    day = date(2015, 5, 4)
    assert home(story, "liaison", day) == []  # the lead has all of them to report
    assert (
        home(story, "outsider", day) == []
    )  # named for a step, and no part of the task: it may not read the plan


def test_a_unit_that_leads_has_both_beside_each_other(story):
    make_task(story.programme, 50, lead=story.participant)
    story.accept()
    assert home(story, "other_unit", date(2015, 5, 4)) == [row("1 步已到完成时限，最早 4月30日")]


def test_a_revision_counts_once_it_is_accepted(story):
    story.accept()
    nobody = replace(SOUND, steps=written(steps=(step[:2] for step in STEPS)).steps)
    story.revise(nobody, when=at(28))
    day = date(2015, 5, 4)
    assert len(home(story, "other_unit", day)) == 1
    story.file(when=at(29))
    story.start_check(when=at(29))
    assert len(home(story, "other_unit", day)) == 1
    story.accept(when=at(30))
    assert home(story, "other_unit", day) == []


@pytest.mark.parametrize("who", ["other_unit", "liaison"])
def test_steps_of_a_task_that_has_ended_are_asked_of_nobody(story, who):
    story.accept()
    day, caption = date(2015, 7, 20), "十个工作日内到期和已到期的步骤" if who == "liaison" else CAPTION
    on(day)
    completions.complete(
        task=story.task, kind="done", basis="minutes", basis_number="〔2015〕7号", dated_on=day, by=story.leadership,
        at=moment(day),
    )  # fmt: skip
    page = " ".join(story.browser(who).get("/gjrc/").content.decode().split())
    assert caption not in page
