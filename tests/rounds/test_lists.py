"""推进状态 in lists: for the unit's own people as they said it last."""

from dataclasses import replace
from datetime import date

from tasks.enums import Outlook
from tests.factories import client_for
from tests.rounds.conftest import SAID, on

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
