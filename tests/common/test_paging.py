"""A page of a list, its total, and the addresses of its neighbours."""

import pytest
from django.http import QueryDict

from tests.factories import make_unit
from units.models import Unit
from zgc_tasks.common.paging import PAGE_SIZE, page_of, paged


def of(count: int, query: str = "", **kwargs):
    return paged(list(range(count)), QueryDict(query), **kwargs)


@pytest.mark.parametrize(
    ("count", "query", "number", "rows", "last"),
    [
        (0, "", 1, 0, 1),
        (49, "", 1, 49, 1),
        (50, "", 1, 50, 1),
        (51, "", 1, 50, 2),
        (51, "page=2", 2, 1, 2),
        (100, "page=2", 2, 50, 2),
        (100, "page=3", 2, 50, 2),
        (101, "page=77", 3, 1, 3),
        (0, "page=2", 1, 0, 1),
        (60, "page=0", 1, 50, 2),
        (60, "page=nonsense", 1, 50, 2),
        (60, "page=" + "9" * 30, 1, 50, 2),
    ],
)
def test_a_page_has_fifty_rows_and_what_does_not_exist_is_one_that_does(count, query, number, rows, last):
    page = of(count, query)
    assert (page.number, len(page), page.last, page.total) == (number, rows, last, count)


def test_a_page_that_went_away_since_its_list_was_counted_is_the_one_before():
    """Counted was 101, and one row is gone when the third page is cut."""
    page = of(100, "page=3", total=101)
    assert (page.number, len(page)) == (2, 50)


def test_the_neighbours_keep_the_rest_of_the_query():
    page = of(150, "q=孵化&page=2")
    assert (page.before, page.after) == ("?q=%E5%AD%B5%E5%8C%96&page=1", "?q=%E5%AD%B5%E5%8C%96&page=3")
    assert (of(50).before, of(50).after) == ("", "")


def test_two_lists_of_one_page_are_turned_by_themselves():
    assert list(of(60, "page=1&joined=2", key="joined")) == list(range(50, 60))


def test_rows_are_made_of_what_is_on_the_page_only():
    assert of(60, "page=2", rows=lambda found: [str(one) for one in found]).rows == [
        str(one) for one in range(50, 60)
    ]


@pytest.mark.parametrize(("position", "page"), [(0, 1), (PAGE_SIZE - 1, 1), (PAGE_SIZE, 2)])
def test_a_row_stands_on_the_page_that_its_position_says(position, page):
    assert page_of(position) == page


@pytest.mark.django_db
def test_a_short_list_costs_one_query_and_a_long_one_two(django_assert_num_queries):
    for _ in range(PAGE_SIZE - 1):
        make_unit()
    with django_assert_num_queries(1):
        assert paged(Unit.objects.all(), QueryDict()).total == PAGE_SIZE - 1
    make_unit()
    with django_assert_num_queries(2):
        assert paged(Unit.objects.all(), QueryDict()).total == PAGE_SIZE


@pytest.mark.django_db
def test_behind_the_last_page_the_last_is_asked_for_at_once_where_the_total_is_known(
    django_assert_num_queries,
):
    for _ in range(PAGE_SIZE + 1):
        make_unit()
    with django_assert_num_queries(1):
        page = paged(Unit.objects.all(), QueryDict("page=60"), total=PAGE_SIZE + 1)
    assert (page.number, len(page)) == (2, 1)
