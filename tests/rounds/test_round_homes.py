"""首页 of checkers and of the leading group's office: the newest round, and what of it waits for them."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from tasks.actions import completions, progress_checking, progress_filing
from tasks.enums import Outlook
from tests.rounds.conftest import SAID, moment, on

FILED, TODAY = date(2015, 4, 29), date(2015, 5, 6)
BOTH = ("checker", "leadership")


def part(rounds_story, who: str) -> str:
    """The part about the round, "" where there is none."""
    page = unescape(rounds_story.story.browser(who).get(reverse("home", args=["gjrc"])).content.decode())
    found = re.search(r'<section class="block" id="round">.*?</section>', page, re.DOTALL)
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", found[0])) if found else ""


@pytest.mark.parametrize("who", BOTH)
def test_before_the_first_round_begins_nothing_is_said_of_it(rounds_story, who):
    on(date(2015, 4, 27))
    assert part(rounds_story, who) == ""


@pytest.mark.parametrize("who", BOTH)
def test_the_newest_round_is_shown_with_its_figures_and_until_when(rounds_story, who):
    rounds_story.file(day=FILED)
    on(TODAY)
    assert "2015年4月报送中距报送截止还有2个工作日（5月8日周五）应报3已报1按时1逾期报送0未报2" in part(
        rounds_story, who
    )
    on(date(2015, 6, 1))
    assert "2015年5月报送中" in part(rounds_story, who)


def test_what_was_returned_and_not_filed_again_is_named_from_the_day_after(rounds_story):
    rounds_story.file(day=FILED)
    rounds_story.send_back(date(2015, 5, 5), day=FILED, words="请补充")
    on(date(2015, 5, 5))
    assert "已过重新报送时限" not in part(rounds_story, "checker")
    on(TODAY)
    assert "退回后已过重新报送时限：第14项（市教委）" in part(rounds_story, "checker")


def test_what_was_entered_waits_until_it_is_verified(rounds_story):
    story = rounds_story.story
    entry = progress_filing.enter_on_behalf(
        task=rounds_story.tasks[1],
        round=rounds_story.april,
        letter=story.letter(received_at=moment(FILED)),
        based_on=0,
        said=SAID,
        by=story.checker,
        at=moment(FILED),
    )
    on(TODAY)
    assert "待复核：第14项（市教委）" in part(rounds_story, "checker")
    progress_checking.verify(entry=entry, by=story.second_checker, at=moment(TODAY))
    assert "待复核" not in part(rounds_story, "checker")


def test_what_is_called_done_waits_until_the_office_confirms_it(rounds_story):
    rounds_story.file(replace(SAID, outlook=Outlook.DONE), day=FILED)
    on(TODAY)
    assert "报已完成、待核实：第14项（市教委）" in part(rounds_story, "leadership")
    completions.complete(
        task=rounds_story.tasks[1],
        kind="done",
        basis="minutes",
        basis_number="",
        dated_on=FILED,
        by=rounds_story.story.leadership,
        at=moment(TODAY),
    )
    assert "待核实" not in part(rounds_story, "leadership")
