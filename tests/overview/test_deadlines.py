"""时限检查: the checker's rows as a page."""

from datetime import date

import pytest

from tests.factories import client_for, make_task, make_user
from tests.ledger.world import at
from units.roles import Role

URL = "/gjrc/deadlines/"


def numbers(response) -> list[int]:
    return [row.number for row in response.context["page"].rows]


def test_each_row_has_its_sentence_as_of_any_day(world, leadership):
    page = client_for(leadership).get(URL, {"as_of": "2015-04-07"})
    text = page.content.decode()
    assert "已逾期 1 个工作日（4月4日周六、5日清明节、6日补休，均不计）" in text
    assert "3月30日按时报送，待核对" in text
    assert "牵头单位待明确，暂不计算时限" in text


def test_today_is_the_day_without_one(world, leadership):
    page = client_for(leadership).get(URL)
    assert "截至2015年4月1日" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [1, 2, 3]),
        ({"state": "on_time"}, [1]),
        ({"unit": "yi"}, [1, 2]),
        ({"unit": "yi", "part": "lead"}, [2]),
        ({"group": "1", "q": "第3项"}, [3]),
        ({"figure": "unfiled"}, [2]),
    ],
)
def test_filters_stand_in_the_address(world, leadership, query, expected):
    assert numbers(client_for(leadership).get(URL, query)) == expected


def test_each_area_has_its_own_tasks_today_and_on_a_past_day(world, leadership):
    make_task(world.programme, 4, lead=world.a, group=world.programme.groups.get(number=2))
    client = client_for(leadership)
    for day in ({}, {"as_of": "2015-03-31"}):
        found = {area: numbers(client.get(URL, {"group": area} | day)) for area in (1, 2)}
        assert found == {1: [1, 2, 3], 2: [4]}, day


def test_a_filter_that_means_nothing_is_told_and_not_applied(world, leadership):
    page = client_for(leadership).get(URL, {"unit": "no-such-unit"})
    assert page.context["asked"].errors
    assert "单位：" in page.content.decode()


def test_no_rows_are_told_with_a_way_back(world, leadership):
    assert "没有符合条件的任务" in client_for(leadership).get(URL, {"q": "没有"}).content.decode()


def test_a_unit_sees_the_rows_it_leads_or_takes_part_in(world):
    assert numbers(client_for(world.liaisons[world.a.pk]).get(URL)) == [1]
    assert numbers(client_for(world.liaisons[world.b.pk]).get(URL)) == [1, 2]


def test_many_rows_come_in_pages_with_constant_queries(world, leadership, django_assert_max_num_queries):
    client = client_for(leadership)
    client.get(URL)
    for number in range(10, 115):
        world.tasks[number] = make_task(world.programme, number, lead=world.a)
    world.file(10, at(date(2015, 3, 31)))
    with django_assert_max_num_queries(15):
        page = client.get(URL)
    assert len(numbers(page)) == 50
    assert numbers(client.get(URL, {"page": 3})) == list(range(107, 115))


@pytest.mark.parametrize("page", ["/gjrc/overview/", "/gjrc/checking/"])
def test_the_receiving_office_finds_it_from_the_overview_and_from_its_desk(world, page):
    checker = make_user(Role.CHECKER, office=world.programme.receiving_office)
    assert f'href="{URL}' in client_for(checker).get(page).content.decode()


def test_from_the_overview_the_day_goes_along(world, leadership):
    page = client_for(leadership).get("/gjrc/overview/", {"as_of": "2015-04-07"}).content.decode()
    assert f'href="{URL}?as_of=2015-04-07">时限检查' in page


def test_a_lead_unit_finds_it_at_home(world):
    assert f'href="{URL}"' in client_for(world.liaisons[world.a.pk]).get("/gjrc/").content.decode()
