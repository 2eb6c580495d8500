"""撤回核收: what was accepted by mistake is checked once more."""

import re
from dataclasses import replace
from datetime import date

from tasks import ledger
from tests.story import SOUND, Story, at

CHECK, TAKE_BACK = "/gjrc/tasks/14/check/", "/gjrc/tasks/14/check/take-back/"
NEW = replace(SOUND, contact_name="王某某")


def take_back(story: Story, who: str = "second_checker", **typed):
    return story.browser(who).post(
        TAKE_BACK, {"based_on": story.plan.version, "reason": "核收有误：漏看时限"} | typed, follow=True
    )


def row(story: Story, day: date = date(2015, 4, 1)):
    (found,) = ledger.build(story.programme, as_of=day).rows
    return found


def test_the_first_text_is_filed_and_not_accepted_as_before(story):
    story.file()
    story.accept()
    page = take_back(story).content.decode()
    assert "已撤回核收，请重新核对" in page
    assert "漏看时限" in page
    assert "开始核对" in page
    assert (row(story).state, row(story).filed, row(story).revision) == ("on_time", "on_time", None)
    assert row(story, date(2015, 3, 31)).state == "accepted"
    assert "第14项" in story.browser("checker").get("/gjrc/").content.decode()


def test_a_second_text_leaves_the_one_before_in_force_until_it_is_checked_again(story):
    story.file()
    story.accept()
    story.revise(NEW)
    story.file(at(29))
    story.accept(at(31))
    take_back(story)
    assert "李某" in story.browser("other_unit").get("/gjrc/tasks/14/plan/").content.decode()
    now = row(story)
    assert (now.state, now.revision, now.filing.number) == ("accepted", "filed", "GJRC-14-1")
    assert row(story, date(2015, 3, 31)).filing.number == "GJRC-14-2"
    story.accept(at(1, 15, month=4))
    assert row(story).filing.number == "GJRC-14-2"


def test_without_a_reason_it_stays_accepted(story):
    story.file()
    story.accept()
    offered = story.browser("checker").get(CHECK).content.decode()
    assert re.search(r'<textarea name="reason"[^>]*>\s*</textarea>', offered), (
        "nobody is given a reason to leave as it is"
    )
    page = take_back(story, reason="")
    assert page.status_code == 422
    assert "请填写撤回原因" in page.content.decode()
    assert story.plan.status == "accepted"


def test_while_a_revision_is_open_nothing_is_taken_back(story):
    story.file()
    story.accept()
    story.revise(NEW)
    page = take_back(story)
    assert page.status_code == 409
    assert "不能撤回核收" in page.content.decode()
    assert "核收有误，撤回后重新核对" not in story.browser("checker").get(CHECK).content.decode()


def test_a_page_that_is_out_of_date_takes_nothing_back_and_keeps_the_reason(story):
    story.file()
    story.accept()
    page = take_back(story, based_on=story.plan.version - 1)
    assert page.status_code == 409
    assert "漏看时限" in page.content.decode()
    assert story.plan.status == "accepted"
