"""前后对比: of two days what got better, worse or moved, counted by area, each number with its rows."""

import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.enums import Outlook
from tasks.ledger import between, build
from tasks.models import FormerTask
from tests.copied import copied
from tests.factories import make_task
from tests.rounds.conftest import SAID, RoundStory, begin_rounds, moment, on
from tests.rounds.test_ledger import AFTER, DUE, accept_plan

URL = "/gjrc/overview/compare/"


@pytest.fixture
@copied
def told(db) -> RoundStory:
    """On the due day 14 was on its way; after it, its first step is overdue and 20 missing, 30 was filed late."""
    rounds_story = begin_rounds()
    accept_plan(rounds_story)
    rounds_story.file(day=DUE)
    rounds_story.file(task=3, day=AFTER, by=rounds_story.story.other_unit)
    on(AFTER)
    return rounds_story


def page(story, who="leadership", **asked):
    return story.story.browser(who).get(URL, asked)


def lines(answer) -> dict[int, tuple]:
    return {line.number: line.said for line in answer.context["page"].compared.rows}


def test_what_changed_since_an_earlier_day_is_said_in_words(told):
    assert lines(page(told, before=DUE.isoformat())) == {
        14: (("转差", "绿灯变为黄灯；第1步逾期"),),
        20: (("转差", "未评定变为黄灯；2015年4月进展逾期未报"),),
        30: (("好转", "未评定变为绿灯"), ("变动", "推进状态由未报变为“按计划推进”")),
    }


def test_every_number_opens_its_rows(told):
    compared = page(told, before=DUE.isoformat()).context["page"].compared
    figures = {figure["label"]: figure["value"] for figure in compared.figures}
    assert figures == {"好转": 1, "转差": 2, "变动": 1, "无变化": 1}
    cells = [(cell.value, cell.url) for line in compared.areas for cell in line.cells]
    cells += [(figure["value"], figure["url"]) for figure in compared.figures]
    for value, url in cells:
        found = told.story.browser("leadership").get(url).context["page"].compared
        assert found.rows.total == value, url
    for each in compared.lights:
        for cell in each.cells:
            rows = told.story.browser("leadership").get(cell.url).context["page"].rows
            assert rows.total == cell.value


def test_two_past_days_read_for_ever_as_they_did(told):
    asked = {"before": "2015-05-07", "as_of": AFTER.isoformat()}
    before = lines(page(told, **asked))
    on(date(2015, 6, 8))
    rounds_story = told
    rounds_story.file(
        replace(SAID, outlook=Outlook.BEHIND, outlook_reason="经费未到"), round=told.may, day=date(2015, 6, 8)
    )
    assert lines(page(told, **asked)) == before
    assert ("转差", "推进状态由“按计划推进”变为“进度滞后”；2015年5月进展逾期未报") not in lines(
        page(told, **asked)
    )[14]


def test_a_plan_that_was_taken_back_is_no_better_for_it(told):
    """Its step was overdue, and there is none any more."""
    day = date(2015, 5, 13)
    told.story.take_back(when=moment(day))
    on(day)
    said = dict(lines(page(told, before=AFTER.isoformat()))[14])
    assert "黄灯变为" in said["变动"]
    assert "第1步不再逾期" in said["变动"]
    assert said.keys() == {"变动"}


def test_without_a_day_it_asks_for_one_and_offers_the_due_days_of_rounds(told):
    shown = page(told).context["page"]
    assert shown.compared is None
    assert [offer.label for offer in shown.offers] == ["2015年4月截止日（5月8日）"]
    assert (
        told.story.browser("leadership").get(URL + shown.offers[0].url).context["page"].compared is not None
    )


def test_a_day_that_is_not_earlier_is_refused_in_words(told):
    answer = page(told, before=AFTER.isoformat())
    assert "对比的日期应早于截至日期" in answer.content.decode()
    assert answer.context["page"].compared is None


def test_in_however_many_parts_the_days_are_read_it_is_the_same(told, monkeypatch):
    for number in (7, 5, 6):
        make_task(told.story.programme, number, lead=told.story.lead)
    days = (told.story.programme, DUE, AFTER)
    whole = between(*days)
    monkeypatch.setattr(sys.modules[build.__module__], "_AT_ONCE", 2)
    assert between(*days) == whole
    assert [task.number for task in whole.tasks] == [5, 6, 7, 14, 20, 30, 40]


def test_tasks_are_called_what_the_register_called_them_on_the_later_day(told):
    task = told.story.programme.tasks.get(number=20)
    for until, content in ((AFTER, "原来的内容"), (AFTER + timedelta(days=2), "后来的内容")):
        FormerTask.objects.create(
            task=task, group=task.group, content=content, until=moment(until) + timedelta(hours=1)
        )
    on(AFTER + timedelta(days=3))

    def called(day: date) -> str:
        answer = page(told, before=DUE.isoformat(), as_of=day.isoformat())
        return next(row.content for row in answer.context["page"].compared.rows if row.number == 20)

    days = [AFTER + timedelta(days=more) for more in range(4)]
    assert [called(day) for day in days] == ["后来的内容", "后来的内容", task.content, task.content]


def test_queries_do_not_grow_with_tasks(told):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(told, before=DUE.isoformat())
        return len(queries)

    asked()
    first = asked()
    for number in range(50, 60):
        make_task(told.story.programme, number, lead=told.story.lead)
    assert asked() == first


def test_units_are_refused(told):
    assert page(told, "liaison").status_code == 403
