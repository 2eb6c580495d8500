"""What of 提请协调 waits for whom, on the homes."""

from datetime import date

from tasks.actions import coordination
from tests.coordination.problem import noted, passed_on, raised, said, text
from tests.home.page import table
from tests.story import at


def on_home(story, who: str) -> list[list[str]]:
    """Problem, situation, time and button of each row."""
    return [row[1:] for row in table(text(story.browser(who).get("/gjrc/")), "提请协调")]


def test_who_raised_it_sees_how_far_it_is_until_it_is_settled(story):
    found = raised(story)
    assert on_home(story, "liaison") == [["经费渠道未定", "待研究", "希望4月1日前解决", "查看"]]
    assert on_home(story, "other_unit") == []
    noted(story, found, "answer")
    assert on_home(story, "officer") == [["经费渠道未定", "已答复", "希望4月1日前解决", "查看并确认"]]
    said(found, coordination.settle, story.liaison)
    assert on_home(story, "liaison") == []


def test_whom_it_was_passed_on_to_sees_what_it_owes_and_until_when(story):
    found = raised(story)
    passed_on(story, found)
    assert on_home(story, "outsider") == [["经费渠道未定", "待反馈", "3月31日前反馈", "查看并反馈"]]
    assert 'class="overdue">3月31日前反馈' in text(story.browser("outsider").get("/gjrc/"))
    passed_on(story, found, when=at(24), until=date(2015, 4, 1))
    assert on_home(story, "outsider") == [["经费渠道未定", "待反馈", "4月1日前反馈", "查看并反馈"]]
    assert 'class="overdue">4月1日前反馈' not in text(story.browser("outsider").get("/gjrc/"))
    said(found, coordination.reply, story.outsider)
    assert on_home(story, "outsider") == []


def test_the_leading_groups_office_sees_what_waits_for_it(story):
    found = raised(story, by=story.other_unit)
    assert on_home(story, "leadership") == [
        ["经费渠道未定", "待研究 市科委提请", "希望4月1日前解决", "查看并办理"]
    ]
    noted(story, found, "study")
    assert on_home(story, "leadership")[0][3] == "继续办理"
    noted(story, found, "answer", when=at(24))
    assert on_home(story, "leadership") == []
    said(found, coordination.renew, story.other_unit)
    assert on_home(story, "leadership")[0][3] == "查看并办理"


def test_checkers_see_how_many_are_open(story):
    raised(story)
    said(raised(story), coordination.settle, story.liaison)
    assert "提请协调 <b>1</b>" in text(story.browser("checker").get("/gjrc/"))
