"""Lists that are longer than a page say how long they are, and what waits elsewhere is of one person on one day, from what is
kept until something is written (decision 0082).
"""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.models import Programme, TaskGroup
from tests.factories import client_for, make_programme, make_task, make_unit, make_user
from tests.register.folders import change, copied, load
from tests.rounds.conftest import begin_rounds, on
from tests.story import at
from units.models import Unit
from units.roles import Role
from zgc_tasks.common.paging import PAGE_SIZE

pytestmark = pytest.mark.django_db(transaction=True)


def totals(browser, address: str, *names: str) -> list[int]:
    """As they are said at the first look and at the second."""
    first, again = ([browser.get(address).context[name].total for name in names] for _ in range(2))
    assert first == again
    return first


def test_each_unit_each_part_and_each_search_has_a_total_of_its_own():
    programme, units = make_programme("RCGC"), [make_unit("市教委"), make_unit("市科委")]
    led = {units[0]: PAGE_SIZE + 1, units[1]: PAGE_SIZE + 3}
    first = 1
    for unit, other in zip(units, reversed(units), strict=True):
        for number in range(first, first + led[unit]):
            make_task(programme, number, lead=unit, participants=[other], content=f"{unit}引进人才")
        first += led[unit]
    browser = client_for(make_user(Role.LIAISON, units[0]))
    for unit, other in zip(units, reversed(units), strict=True):
        assert totals(browser, f"/rcgc/units/{unit.slug}/", "led", "joined") == [led[unit], led[other]]
        assert totals(browser, f"/rcgc/tasks/?q={unit}引进", "page") == [led[unit]]
    assert totals(browser, "/rcgc/tasks/?q=引进人才", "page") == [sum(led.values())]
    assert totals(browser, "/rcgc/tasks/", "page") == [sum(led.values())]
    last = browser.get("/rcgc/tasks/?q=市科委引进&page=2").content.decode()
    assert re.findall(r'data-label="编号">(\d+)</td>', last) == [str(first - left) for left in (3, 2, 1)]


def test_an_area_that_is_renamed_in_the_files_is_found_under_its_new_name(tmp_path):
    folder = copied(tmp_path)
    load(folder)
    programme, unit = Programme.objects.get(code="KCZH"), Unit.objects.get(short_name="市测试乙局")
    for number in range(100, 100 + PAGE_SIZE):
        make_task(programme, number, lead=unit, group=TaskGroup.objects.get(programme=programme, number=1))
    browser = client_for(make_user(Role.LIAISON, unit))
    both = programme.tasks.count()
    assert totals(browser, "/kczh/tasks/?q=测试大项", "page") == [both]
    change(folder, "kczh/groups.toml", 'name = "测试大项二"', 'name = "另一大项"')
    load(folder)
    assert totals(browser, "/kczh/tasks/?q=测试大项", "page") == [
        programme.tasks.filter(group__number=1).count()
    ]
    assert totals(browser, "/kczh/tasks/?q=大项", "page") == [both]


def waits(browser) -> str:
    [only] = browser.get("/programmes/").context["page"].rows
    return only.line.waiting


def test_what_waits_is_told_of_the_day_and_of_the_membership():
    """Two people have two memberships each: in two units, and as officer and checker of one office."""
    rounds = begin_rounds()
    story, office = rounds.story, rounds.story.officer.office
    Programme.objects.filter(pk=story.programme.pk).update(receiving_office=office)
    on(rounds.april.due_on)
    story.file(at(31))
    make_task(story.programme, 50, lead=story.lead)
    in_two_units, in_two_roles = story.other_unit, make_user(Role.OFFICER, office=office)
    browsers = [
        client_for(one)
        for one in (
            in_two_units,
            make_user(Role.LIAISON, story.lead, user=in_two_units.user),
            in_two_roles,
            make_user(Role.CHECKER, office=office, user=in_two_roles.user),
        )
    ]
    of_april = [
        "实施方案待办 1 项，进展待报 1 期",
        "实施方案待办 2 项，进展待报 1 期",
        "实施方案待办 2 项，进展待报 1 期",
        "待核对 1 项",
    ]
    assert [waits(browser) for browser in browsers * 2] == of_april * 2
    on(rounds.may.opens_on)
    of_may = [waiting.replace("1 期", "2 期") for waiting in of_april]
    assert [waits(browser) for browser in browsers] == of_may


def test_a_colleague_counts_nothing_anew_unless_they_enter_what_comes_on_paper():
    story = begin_rounds().story
    on(date(2015, 5, 7))
    colleague, entering = (make_user(Role.LIAISON, story.lead) for _ in range(2))
    make_user(Role.CHECKER, office=story.checker.office, user=entering.user)
    seen = [queries(client_for(one)) for one in (story.liaison, colleague, colleague, entering)]
    assert seen[0] > seen[1] == seen[2] < seen[3]


def queries(browser) -> int:
    browser.get("/help/")  # what a first page asks for itself
    with CaptureQueriesContext(connection) as found:
        browser.get("/programmes/")
    return len(found)
