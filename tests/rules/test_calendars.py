from datetime import date, timedelta

import pytest
from chinese_calendar import is_workday
from hypothesis import given
from hypothesis import strategies as st

from tasks.rules import calendars

# Forty days before what the calendar knows ends.
KNOWN = st.dates(date(2004, 2, 1), date(2026, 11, 21))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2015, 4, 3), True),
        (date(2015, 4, 4), False),
        (date(2015, 4, 6), False),
        (date(2015, 4, 7), True),
        (date(2015, 9, 6), True),
        (date(2015, 10, 10), True),
    ],
)
def test_working_days_are_those_of_the_official_calendar(day, works):
    assert calendars.is_working_day(day) is works


def test_a_year_the_calendar_does_not_know_is_said_so():
    with pytest.raises(calendars.UnknownYear, match="工作日历未收录2027年") as refusal:
        calendars.is_working_day(date(2027, 1, 4))
    assert refusal.value.year == 2027


def test_the_first_day_is_not_counted_and_the_last_one_is():
    assert calendars.working_days_between(date(2015, 4, 3), date(2015, 4, 3)) == 0
    assert calendars.working_days_between(date(2015, 4, 3), date(2015, 4, 6)) == 0
    assert calendars.working_days_between(date(2015, 4, 3), date(2015, 4, 7)) == 1
    assert calendars.working_days_between(date(2015, 4, 7), date(2015, 4, 3)) == 0


def test_a_span_that_leaves_the_calendar_is_not_counted():
    assert calendars.working_days_between(date(2015, 4, 3), date(2027, 1, 1)) is None
    assert calendars.working_days_between(date(2003, 12, 30), date(2004, 1, 5)) is None
    assert calendars.working_days_between(date(2026, 12, 30), date(2026, 12, 31)) == 1


def test_the_day_before_an_unknown_year_does_not_count_against_a_span():
    assert calendars.unknown_year(date(2003, 12, 31), date(2004, 1, 5)) is None
    assert calendars.unknown_year(date(2026, 12, 31), date(2028, 1, 5)) == 2027


def test_working_days_are_added_and_taken_away():
    assert calendars.add_working_days(date(2015, 4, 3), 1) == date(2015, 4, 7)
    assert calendars.add_working_days(date(2015, 4, 3), -3) == date(2015, 3, 31)
    assert calendars.add_working_days(date(2015, 4, 4), 0) == date(2015, 4, 4)


def test_adding_beyond_the_calendar_is_refused():
    with pytest.raises(calendars.UnknownYear):
        calendars.add_working_days(date(2026, 12, 30), 5)


@given(KNOWN, st.integers(1, 15))
def test_adding_and_counting_agree(day, count):
    assert calendars.working_days_between(day, calendars.add_working_days(day, count)) == count


@given(KNOWN, st.integers(0, 20), st.integers(0, 20))
def test_two_spans_count_as_much_as_the_whole(day, one, other):
    middle, end = day + timedelta(days=one), day + timedelta(days=one + other)
    parts = calendars.working_days_between(day, middle) + calendars.working_days_between(middle, end)
    assert parts == calendars.working_days_between(day, end)


@pytest.mark.parametrize(
    ("after", "until", "sentence"),
    [
        (date(2015, 4, 3), date(2015, 4, 7), "4月4日周六、5日清明节、6日补休，均不计"),
        (date(2015, 4, 3), date(2015, 4, 4), "4月4日周六，不计"),
        (date(2015, 4, 1), date(2015, 4, 3), ""),
        (date(2015, 4, 7), date(2015, 4, 3), ""),
        (date(2015, 4, 30), date(2015, 5, 4), "5月1日劳动节、2日周六、3日周日，均不计"),
        (date(2015, 6, 18), date(2015, 6, 23), "6月20日端午节、21日周日、22日补休，均不计"),
        (
            date(2015, 9, 1),
            date(2015, 9, 7),
            "9月3日至4日抗战胜利纪念日、5日周六，均不计；9月6日周日调休上班，计入",
        ),
        (
            date(2015, 9, 25),
            date(2015, 10, 11),
            "9月26日周六、27日中秋节、10月1日至7日国庆节、11日周日，均不计；10月10日周六调休上班，计入",
        ),
        (date(2014, 12, 30), date(2015, 1, 3), "1月1日至3日元旦，均不计"),
        (date(2019, 6, 6), date(2019, 6, 10), "6月7日至9日端午节，均不计"),
        (date(2015, 12, 25), date(2016, 1, 2), "12月26日周六、27日周日、2016年1月1日元旦、2日周六，均不计"),
        (date(2015, 2, 14), date(2015, 2, 15), "2月15日周日调休上班，计入"),
        (date(2015, 4, 3), date(2015, 8, 1), "其间休息日 38 天，均不计"),
        (date(2015, 4, 3), date(2015, 10, 12), "其间休息日 64 天，均不计；调休上班 2 天，计入"),
        (date(2026, 12, 30), date(2027, 1, 4), "工作日历未收录2027年"),
    ],
)
def test_the_days_that_do_not_count_are_named(after, until, sentence):
    assert calendars.describe_days_off(after, until) == sentence


@given(KNOWN, st.integers(0, 400))
def test_days_off_are_named_exactly_when_there_are_any(day, length):
    until = day + timedelta(days=length)
    if calendars.unknown_year(day, until):
        return
    all_count = calendars.working_days_between(day, until) == length
    assert all_count is ("不计" not in calendars.describe_days_off(day, until))


@given(KNOWN, st.integers(0, 4000))
def test_the_days_off_of_ten_years_are_told_in_a_line(day, length):
    assert len(calendars.describe_days_off(day, day + timedelta(days=length))) < 200


def test_every_day_is_what_the_library_says():
    days = [date(2004, 1, 1) + timedelta(days=n) for n in range(365 * 23)]
    assert [calendars.is_working_day(day) for day in days] == [is_workday(day) for day in days]


@given(KNOWN, KNOWN)
def test_working_days_between_two_days_are_those_that_are_met_on_the_way(after, until):
    met = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    assert calendars.working_days_between(after, until) == sum(map(is_workday, met))
