"""Where a page stands: 首页, the lists that lead to it, and what it belongs to."""

import re

import pytest
from django.template import engines


def shown(tag: str, **context) -> list[tuple[str, str]]:
    html = engines["django"].from_string(tag).render(context)
    return re.findall(r'<a href="([^"]+)">([^<]+)</a>', html)


def test_without_more_only_the_first_page_leads_to_it():
    assert shown('{% crumbs "gjrc" %}') == [("/gjrc/", "首页")]


def test_lists_and_tasks_follow_in_the_order_of_the_way():
    assert shown('{% crumbs "gjrc" "task-list" task=number %}', number=14) == [
        ("/gjrc/", "首页"),
        ("/gjrc/tasks/", "任务分解"),
        ("/gjrc/tasks/14/", "第14项"),
    ]


def test_an_area_is_shown_with_its_number():
    assert shown('{% crumbs "gjrc" "task-list" area_number=3 area="打造创业平台" %}')[-1] == (
        "/gjrc/groups/3/",
        "3 打造创业平台",
    )


def test_a_list_nobody_knows_is_refused():
    with pytest.raises(KeyError):
        shown('{% crumbs "gjrc" "no-such-list" %}')
