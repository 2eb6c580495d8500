"""What a round is about as it is opened: from when to when it covers, and from when and until when it is filed."""

from datetime import date

import pytest

from tasks.enums import RoundCycle
from tasks.rules.round_terms import Terms, month, quarter, series, whole_year


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (month(2015, 4), ("2015年4月", (4, 1), (4, 30), (4, 28), date(2015, 5, 8))),
        (month(2015, 12), ("2015年12月", (12, 1), (12, 31), (12, 29), date(2016, 1, 8))),
        (quarter(2015, 1), ("2015年第一季度", (1, 1), (3, 31), (3, 27), date(2015, 4, 8))),
        (quarter(2015, 4), ("2015年第四季度", (10, 1), (12, 31), (12, 29), date(2016, 1, 8))),
        (whole_year(2015), ("2015年度", (1, 1), (12, 31), (12, 29), date(2016, 1, 8))),
    ],
)
def test_it_is_filed_from_the_last_three_working_days_of_what_it_covers_to_the_fifth_after(terms, expected):
    name, first, last, opens, due = expected
    assert terms == Terms(name, *(date(2015, *day) for day in (first, last, opens)), due)


@pytest.mark.parametrize(
    ("cycle", "names"),
    [
        (RoundCycle.MONTH, ["2015年11月", "2015年12月", "2016年1月"]),
        (RoundCycle.QUARTER, ["2015年第四季度", "2016年第一季度", "2016年第二季度"]),
        (RoundCycle.YEAR, ["2015年度", "2016年度", "2017年度"]),
    ],
)
def test_a_series_begins_with_the_one_that_a_day_lies_in(cycle, names):
    assert [terms.name for terms in series(cycle, date(2015, 11, 30), 3)] == names
