"""步骤时间轴: all steps by area or by unit, drawn with where each was planned, moved, done or is overdue, and in words."""

from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.actions import step_reports
from tasks.charts import times
from tasks.enums import StepProgress
from tests.copied import copied
from tests.rounds.conftest import RoundStory, begin_rounds, moment, on
from tests.rounds.test_ledger import AFTER, accept_plan

URL = "/gjrc/overview/steps/"


@pytest.fixture
@copied
def told(db) -> RoundStory:
    """The plan of 14 is in force: its first step is overdue, its second lies ahead."""
    rounds_story = begin_rounds()
    accept_plan(rounds_story)
    on(AFTER)
    return rounds_story


def page(story, who="leadership", **asked):
    return story.story.browser(who).get(URL, asked)


def lines(answer) -> list[tuple]:
    return [
        (task.number, line.number, line.mark.label)
        for group in answer.context["page"].groups
        for task in group.tasks
        for line in task.steps
    ]


def test_steps_stand_with_text_time_and_drawing(told):
    answer = page(told)
    assert lines(answer) == [(14, 1, "逾期"), (14, 2, "未到期")]
    html = answer.content.decode()
    assert "印发建设计划实施细则" in html
    assert 'aria-label="第1步：逾期，已逾期' in html
    assert "style=" not in html.split('class="chart-step"')[1].split("</svg>")[0]


def test_a_past_day_reads_as_it_did_and_a_step_done_since_is_not_done_then(told):
    story = told.story
    step_reports.report_step(
        task=told.tasks[1], key=1, state=StepProgress.DONE, done_on=date(2015, 5, 18), word="",
        by=story.liaison, at=moment(date(2015, 5, 18)),
    )  # fmt: skip
    on(date(2015, 5, 19))
    assert lines(page(told)) == [(14, 1, "已完成"), (14, 2, "未到期")]
    assert lines(page(told, as_of=AFTER.isoformat())) == [(14, 1, "逾期"), (14, 2, "未到期")]
    assert page(told, overdue="overdue").context["page"].page.total == 0
    assert page(told, overdue="overdue", as_of=AFTER.isoformat()).context["page"].page.total == 1


def test_by_unit_the_groups_are_lead_units(told):
    assert [group.name for group in page(told, by="unit").context["page"].groups] == ["市教委"]
    assert page(told, unit=told.story.lead.slug).context["page"].page.total == 1
    assert page(told, unit=told.story.participant.slug).context["page"].page.total == 0


def test_queries_do_not_grow_with_rounds(told):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(told)
        return len(queries)

    asked()
    before = asked()
    on(date(2015, 6, 8))
    asked()
    assert asked() == before


def test_units_are_refused(told):
    assert page(told, "liaison").status_code == 403


# --- the drawing ---------------------------------------------------------------------------------------------------


def test_an_axis_goes_from_month_to_month_and_holds_its_days():
    axis = times.axis([date(2015, 3, 10), date(2017, 12, 31)], date(2015, 7, 20))
    assert (axis.first, axis.last) == (date(2015, 3, 1), date(2017, 12, 31))
    assert [tick.label for tick in axis.ticks] == ["2015-07", "2016-01", "2016-07", "2017-01", "2017-07"]
    assert axis.x(axis.first) < axis.x(axis.today) < axis.x(axis.last)
    assert axis.x(date(2030, 1, 1)) == axis.x(axis.last)


def test_no_label_of_the_axis_stands_on_another():
    """Seven quarters are some pixels too many for labels of all, and the first one begins at the edge."""
    axis = times.axis([date(2015, 4, 1), date(2016, 12, 31)], date(2015, 4, 1))
    assert [tick.label for tick in axis.ticks] == ["2015-04", "", "2015-10", "", "2016-04", "", "2016-10"]
    shown = [tick for tick in axis.ticks if tick.label]
    assert all(before.ends <= after.begins for before, after in pairwise(shown))


@pytest.mark.parametrize(
    ("shown", "parts"),
    [
        ({"last": date(2015, 6, 30)}, {"#1f2329"}),
        ({"last": date(2015, 6, 30), "first": date(2015, 5, 1)}, {"#1f2329", "#7d9fcd"}),
        ({"last": date(2015, 8, 31), "original": date(2015, 6, 30)}, {"#1f2329", "#855600"}),
        ({"last": None, "original": date(2015, 6, 30)}, {"#855600"}),
        ({"last": date(2015, 6, 30), "done": date(2015, 6, 1)}, {"#1f2329", "#1a6a3a"}),
        ({"last": date(2015, 6, 30), "overdue": True}, {"#1f2329", "#b3261e"}),
        ({"last": None}, set()),
    ],
)
def test_of_a_step_is_drawn_what_there_is(shown, parts):
    axis = times.axis([date(2015, 3, 1), date(2015, 12, 31)], date(2015, 7, 20))
    drawn = times.step(times.StepDrawn("第1步", **shown), axis)
    colours = {"#1f2329", "#7d9fcd", "#855600", "#1a6a3a", "#b3261e"}
    assert {colour for colour in colours if colour in drawn} == parts


# --- on the page of the task ---------------------------------------------------------------------------------------


def test_the_page_of_a_task_draws_its_steps_for_whoever_reads_the_plan(told):
    def steps(who: str) -> list[tuple]:
        page = told.story.browser(who).get("/gjrc/tasks/14/").context["page"]
        return [(line.number, line.mark.label) for line in page.steps]

    assert steps("liaison") == steps("leadership") == steps("other_unit") == [(1, "逾期"), (2, "未到期")]
    assert steps("outsider") == []
    page = told.story.browser("liaison").get("/gjrc/tasks/14/").content.decode()
    assert 'class="chart-step"' in page
    assert "红灯" not in page


def test_the_page_of_a_task_reads_what_is_in_force_once_and_not_at_all_for_whoever_may_not_see_it(told):
    def read(who: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            told.story.browser(who).get("/gjrc/tasks/14/")
        return sum('"tasks_filing"."content"' in each["sql"] for each in asked)

    assert {who: read(who) for who in ("liaison", "leadership", "outsider")} == {
        "liaison": 1,
        "leadership": 1,
        "outsider": 0,
    }
