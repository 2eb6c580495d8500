"""No page's number of queries grows with the rows it lists, and none takes more than 25, a ledger to export 33."""

import re
from collections import Counter

import pytest

from tests.queries.pages import PAGES
from zgc_tasks.common import business_times

MOST = 25


@pytest.mark.django_db
@pytest.mark.parametrize("visit", PAGES, ids=str)
def test_a_page_takes_no_more_queries_for_more_rows(queries, visit):
    before, after = queries[visit]
    more = Counter(map(_shape, after)) - Counter(map(_shape, before))
    assert len(after) == len(before), "\n".join(f"{number} more: {sql}" for sql, number in more.items())


@pytest.mark.django_db
@pytest.mark.parametrize("visit", PAGES, ids=str)
def test_a_page_takes_few_queries(queries, visit):
    (_, after), case = queries[visit], visit.page
    # Before which day no date can lie is asked of every table that knows of a time.
    tables = len(list(business_times.columns())) if case.route == "demo-date" else 0
    # An action that is recorded goes behind the end of the chain, which a report names as well.
    chain = 3 if case.writes else 0
    # The ledger of a whole programme: plans, progress, times and problems, each read once for all tasks.
    of_a_ledger = 8 if case.route == "export" else 0
    assert len(after) <= MOST + tables + chain + of_a_ledger, "\n".join(map(_shape, after))


def _shape(sql: str) -> str:
    """What a query reads, without columns and values."""
    return re.sub(r"^SELECT .*? FROM ", "SELECT … FROM ", sql.replace('"', ""))[:200]
