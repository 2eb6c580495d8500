"""红黄灯规则: the table in `tasks/rules/attention.py` with the figures of the programme, linked from wherever a light stands."""

import re

import pytest

from tasks.enums import Light, Matter
from tasks.rules import attention
from tests.rounds.conftest import on, rounds_story
from tests.rounds.test_ledger import AFTER

__all__ = ["rounds_story"]

URL = "/gjrc/lights/"


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_every_matter_and_light_stands_there_with_how_it_counts(rounds_story):
    page = rounds_story.story.browser("leadership").get(URL).context["page"]
    assert [each.label for each in page.matters] == [matter.label for matter in Matter]
    assert [each.label for each in page.matters if each.counts] == [
        matter.label for matter in attention.COUNTS
    ]
    assert [each.light.label for each in page.lights] == Light.labels


def test_the_figures_are_those_of_the_programme(rounds_story):
    programme = rounds_story.story.programme
    programme.red_days, programme.red_rounds = 45, 3
    programme.save()
    said = words(rounds_story.story.browser("liaison").get(URL))
    assert "任一步骤逾期满 45 天为红灯" in said
    assert "满 3 期未报为红灯" in said


@pytest.mark.parametrize("page", ["/gjrc/", "/gjrc/overview/progress/", "/gjrc/overview/tasks/", "/help/"])
def test_it_is_linked_from_wherever_a_light_stands_and_from_help(rounds_story, page):
    on(AFTER)
    assert f'href="{URL}"' in rounds_story.story.browser("leadership").get(page).content.decode()
