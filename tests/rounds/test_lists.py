"""推进状态 in lists: for the unit's own people as they said it last, for those who oversee also of others."""

from dataclasses import replace
from datetime import date

import pytest

from tasks.enums import Outlook
from tests.factories import client_for
from tests.filing.test_times_in_force import LATER, decide, revise
from tests.rounds.conftest import SAID, on
from tests.story import at

PLANS = "/gjrc/plans/"


def test_the_list_of_the_unit_s_plans_says_the_outlook_of_the_newest_round(rounds_story):
    client = client_for(rounds_story.story.liaison)
    behind = replace(SAID, outlook=Outlook.BEHIND, outlook_reason="经费未落实")
    rounds_story.file(behind, day=date(2015, 4, 29))
    on(date(2015, 6, 1))
    assert "进度滞后" in client.get(PLANS).content.decode()
    rounds_story.save(round=rounds_story.may, day=date(2015, 5, 29))
    assert "按计划推进" not in client.get(PLANS).content.decode()
    rounds_story.file(round=rounds_story.may, day=date(2015, 5, 30))
    html = client.get(PLANS).content.decode()
    assert "按计划推进" in html
    assert "进度滞后" not in html
    peer = client_for(rounds_story.story.other_unit).get(PLANS).content.decode()
    assert "按计划推进" not in peer


@pytest.mark.parametrize("path", ["/gjrc/tasks/", "/gjrc/units/{slug}/", "/gjrc/groups/1/"])
def test_who_oversees_reads_in_every_list_how_far_tasks_are_a_lead_of_its_own_and_peers_do_not(
    rounds_story, path
):
    story = rounds_story.story
    story.file()
    story.accept()
    rounds_story.file(
        replace(SAID, outlook=Outlook.BEHIND, outlook_reason="经费未落实"), day=date(2015, 4, 29)
    )
    on(date(2015, 5, 4))
    path = path.format(slug=story.lead.slug)
    for who in ("checker", "leadership"):
        html = story.browser(who).get(path).content.decode()
        assert "进度滞后" in html
        assert "2017年12月" in html
    for unit, told in ((story.liaison, True), (story.other_unit, False)):
        html = client_for(unit).get(path).content.decode()
        assert ("<span>进度滞后</span>" in html) == told
        assert "红黄灯" not in html


@pytest.mark.parametrize("path", ["/gjrc/tasks/", "/gjrc/units/{slug}/", "/gjrc/groups/1/"])
def test_units_of_a_task_read_when_its_plan_in_force_ends_and_other_units_do_not(rounds_story, path):
    story = rounds_story.story
    path = path.format(slug=story.lead.slug)
    story.file()
    assert "2017年12月" not in story.browser("liaison").get(path).content.decode()
    story.accept()
    revise(story, LATER)
    story.file(at(29))
    story.accept(at(29, 15))
    decide(story)
    on(date(2015, 4, 1))
    for who in ("liaison", "officer", "other_unit"):
        html = story.browser(who).get(path).content.decode()
        assert "原定2017年12月，现为2018年12月（第1次调整）" in html
    assert "2018年12月" not in story.browser("outsider").get(path).content.decode()


def test_a_plan_whose_acceptance_was_taken_back_has_no_finish_in_force(rounds_story):
    story = rounds_story.story
    story.file()
    story.accept()
    story.take_back(when=at(31))
    assert "2017年12月" not in story.browser("checker").get("/gjrc/tasks/").content.decode()
    assert "2017年12月" not in story.browser("liaison").get(PLANS).content.decode()
