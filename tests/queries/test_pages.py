"""No page's number of queries grows with the rows it lists, and none takes more than 25, a ledger to export 33.

All pages are one test: counting anew in each process that has some of them takes longer than looking at them.
"""

import re
from collections import Counter

from tests.queries.pages import Visit
from zgc_tasks.common import business_times

MOST = 25


def test_no_page_takes_more_queries_for_more_rows(queries):
    grown = {
        str(visit): Counter(map(_shape, after)) - Counter(map(_shape, before))
        for visit, (before, after) in queries.items()
        if len(after) != len(before)
    }
    assert grown == {}


def test_every_page_takes_few_queries(queries):
    many = {
        str(visit): list(map(_shape, after))
        for visit, (_, after) in queries.items()
        if len(after) > _most(visit)
    }
    assert many == {}


def _most(visit: Visit) -> int:
    case = visit.page
    # Before which day no date can lie is asked of every table that knows of a time.
    tables = len(list(business_times.columns())) if case.route == "demo-date" else 0
    # An action that is recorded goes behind the end of the chain, which a report names as well.
    chain = 3 if case.writes else 0
    # The ledger of a whole programme: plans, progress, times and problems, each read once for all tasks.
    of_a_ledger = 8 if case.route == "export" else 0
    return MOST + tables + chain + of_a_ledger


def _shape(sql: str) -> str:
    """What a query reads, without columns and values."""
    return re.sub(r"^SELECT .*? FROM ", "SELECT … FROM ", sql.replace('"', ""))[:200]
