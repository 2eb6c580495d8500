"""Lists whose first page and number are asked by prepared queries."""

import pytest
from django.db import connection
from django.db.models import F
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from tests.factories import make_office, make_unit
from units.models import Office
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import paged

pytestmark = pytest.mark.django_db

SIZE = 3


def build(unit):
    return Office.objects.filter(unit=unit).annotate(lead=F("unit__short_name")).order_by("-pk")


@pytest.mark.parametrize("rows", [0, SIZE - 1, SIZE, SIZE + 1, 2 * SIZE, 2 * SIZE + 1])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_its_pages_are_those_of_the_queryset_itself(rows, number):
    unit, other = make_unit(), make_unit()
    for each in [unit, other, *[unit] * (rows - 1)] if rows else [other]:
        make_office(each)
    query = QueryDict(f"page={number}")
    found = paged(Listed(build, size=SIZE)(unit=unit.pk), query, size=SIZE)
    assert found == paged(build(unit.pk), query, size=SIZE)
    assert found.total == rows


def test_of_a_list_of_columns_the_number_is_that_of_its_rows():
    unit = make_unit()
    for _ in range(SIZE + 2):
        make_office(unit)
    listed = Listed(lambda unit: build(unit).values_list("lead", flat=True), size=SIZE)
    assert len(listed(unit=unit.pk)) == SIZE + 2


def test_a_list_that_is_not_full_tells_its_number_without_a_query():
    unit = make_unit()
    make_office(unit)
    listed = Listed(build, size=SIZE)
    with CaptureQueriesContext(connection) as asked:
        assert len(listed(unit=unit.pk)) == 1
    assert len(asked) == 1


def test_neither_page_nor_number_of_a_long_list_has_its_sql_written_again():
    unit, written = make_unit(), []
    for _ in range(SIZE + 1):
        make_office(unit)

    def counting(unit):
        written.append(unit)
        return build(unit)

    listed = Listed(counting, size=SIZE)
    for _ in range(3):
        assert paged(listed(unit=unit.pk), QueryDict(), size=SIZE).total == SIZE + 1
    assert len(written) == 2  # once for the page, once for the number
