"""On the home of a unit: every round that has begun in which something is left for them to do, and where the rest is."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.actions import assigning, rounds
from tasks.enums import RoundCycle
from tasks.pages.round_home import MOST_ROUNDS
from tasks.rules.round_terms import month, series
from tests.factories import client_for, make_office, make_programme, make_task, make_user
from tests.home.page import table
from tests.rounds.conftest import moment, on
from units.roles import Role

OPENED, JUNE_LATE = date(2015, 4, 20), date(2015, 7, 13)


def lines(client, where: str = "/gjrc/") -> dict[str, str]:
    """What each round of the home says."""
    page = " ".join(client.get(where).content.decode().split())
    return {name: said for name, said, *_ in table(page, "进展报送")}


def listed(client) -> list[str]:
    page = " ".join(client.get("/gjrc/rounds/?left=own").content.decode().split())
    return [name for name, *_ in table(page, "报送期")]


def more_rounds(story, *terms):
    return rounds.open_rounds(
        programme=story.story.programme,
        terms=list(terms),
        tasks=[],
        by=story.story.checker,
        at=moment(OPENED),
    )


@pytest.fixture
def three_begun(rounds_story):
    """Of April one of two is filed, of May both, of June both, of which one was returned. In the other programme of the
    same office, with the same number of a task, another unit owes.
    """
    rounds_story.june, *_ = more_rounds(rounds_story, month(2015, 6), month(2015, 7))
    other = make_programme("QT", receiving_office=rounds_story.story.programme.receiving_office)
    make_task(other, 14, lead=rounds_story.story.other_unit.unit, participants=[rounds_story.story.lead])
    rounds.open_rounds(
        programme=other, terms=[month(2015, 3)], tasks=[], by=rounds_story.story.checker, at=moment(OPENED)
    )
    rounds_story.file(day=date(2015, 5, 4))
    for task in (1, 2):
        rounds_story.file(task=task, round=rounds_story.may, day=date(2015, 6, 1))
        rounds_story.file(task=task, round=rounds_story.june, day=date(2015, 7, 1))
    rounds_story.send_back(date(2015, 7, 20), round=rounds_story.june, day=date(2015, 7, 2), words="请补充")
    on(JUNE_LATE)
    return rounds_story


def test_the_oldest_of_three_is_seen_while_something_is_left_of_it(three_begun):
    client = client_for(three_begun.story.liaison)
    assert lines(client) == {
        "2015年6月": "应报 2 项，已报 2 项；退回修改 1 项",
        "2015年4月": "应报 2 项，已报 1 项",
    }
    assert listed(client) == ["2015年6月", "2015年4月"]
    three_begun.file(task=2, day=JUNE_LATE)
    assert list(lines(client)) == ["2015年6月"]


def test_until_when_what_was_returned_is_to_be_filed_again_is_said_and_in_red_once_it_is_over(three_begun):
    client = client_for(three_begun.story.liaison)

    def june() -> str:
        page = " ".join(client.get("/gjrc/").content.decode().split())
        return page.partition("2015年6月</a>")[2].partition("</tr>")[0]

    assert "<span>应于7月20日前重新报送</span>" in june()
    on(date(2015, 7, 22))
    assert '<span class="overdue">应于7月20日前重新报送</span>' in june()
    assert '<span class="overdue">已过重新报送时限 2 个工作日</span>' in june()


def test_each_round_counts_by_until_when_the_unit_was_told_to_file(three_begun):
    client, until = client_for(three_begun.story.liaison), "7月14日"
    assert until not in client.get("/gjrc/").content.decode()
    three_begun.extend(date(2015, 7, 14), day=JUNE_LATE)
    assert until in client.get("/gjrc/").content.decode()


def test_nothing_is_left_to_an_officer_of_what_another_office_writes(three_begun):
    """Task 1 is of another office, task 2 of none."""
    story = three_begun.story
    story.draft()
    assigning.assign(
        task=story.task, office=make_office(story.lead), based_on_office=None, by=story.liaison,
        at=moment(JUNE_LATE),
    )  # fmt: skip
    assert lines(client_for(story.officer)) == {"2015年4月": "应报 1 项，已报 0 项"}


def test_who_takes_part_is_told_only_while_it_is_asked_for(three_begun):
    """市科委 leads task 3 and takes part in 1: of a round that is over it owes its own alone."""
    other = client_for(three_begun.story.other_unit)
    assert lines(other) == dict.fromkeys(("2015年6月", "2015年5月", "2015年4月"), "应报 1 项，已报 0 项")
    on(date(2015, 7, 2))
    assert lines(other)["2015年6月"] == "应报 1 项，已报 0 项；参与的任务中 1 项可提供情况"


def test_of_chosen_tasks_only_those_are_owed(rounds_story):
    rounds.change_round(
        round=rounds_story.april, terms=month(2015, 4), tasks=[rounds_story.tasks[3]],
        by=rounds_story.story.checker, at=moment(OPENED),
    )  # fmt: skip
    on(date(2015, 5, 4))
    assert lines(client_for(rounds_story.story.liaison)) == {}
    assert "应报 1 项" in lines(client_for(rounds_story.story.other_unit))["2015年4月"]


def test_the_list_is_bounded_and_leads_to_the_rest(rounds_story):
    """April to July have begun, which are shown, and then August."""
    more_rounds(rounds_story, *series(RoundCycle.MONTH, date(2015, 6, 1), MOST_ROUNDS))
    client = client_for(rounds_story.story.liaison)
    on(date(2015, 8, 8))
    assert list(lines(client)) == ["2015年7月", "2015年6月", "2015年5月", "2015年4月"]
    assert "rounds/?left=own" not in client.get("/gjrc/").content.decode()
    on(date(2015, 9, 8))
    assert len(lines(client)) == MOST_ROUNDS
    assert 'href="/gjrc/rounds/?left=own"' in client.get("/gjrc/").content.decode()
    assert len(listed(client)) == MOST_ROUNDS + 1


def test_more_rounds_take_no_more_queries(rounds_story):
    more_rounds(rounds_story, *series(RoundCycle.MONTH, date(2015, 6, 1), MOST_ROUNDS))
    client, asked = client_for(rounds_story.story.liaison), []
    for day in (date(2015, 5, 8), date(2015, 9, 8)):
        on(day)
        client.get("/gjrc/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/gjrc/")
        asked.append(len(queries))
    assert asked[0] == asked[1] > 0


def test_the_list_of_what_is_left_is_only_for_units(three_begun):
    assert len(listed(three_begun.story.browser("checker"))) == 4
    three_begun.file(task=2, day=JUNE_LATE)
    three_begun.file(round=three_begun.june, day=JUNE_LATE)
    page = client_for(three_begun.story.liaison).get("/gjrc/rounds/?left=own").content.decode()
    assert "本单位没有尚待办理的报送期" in page


def test_nothing_to_do_is_not_said_above_rounds_still_to_be_filed(rounds_story):
    nothing, story = "没有需要办理的事项", rounds_story.story
    on(date(2015, 4, 29))
    client = client_for(make_user(Role.LIAISON, story.participant))
    assert lines(client)
    assert nothing not in client.get("/gjrc/").content.decode()
    assert nothing in story.browser("outsider").get("/gjrc/").content.decode()


def test_a_round_that_is_late_says_by_how_much(rounds_story):
    on(date(2015, 5, 12))
    page = " ".join(rounds_story.story.browser("liaison").get("/gjrc/").content.decode().split())
    assert "2015年4月" in lines(rounds_story.story.browser("liaison"))
    assert "，已逾期 2 个工作日" in page
