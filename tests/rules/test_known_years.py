"""The years a programme can know, and the days of a programme that fit together."""

from datetime import date

import pytest

from tasks.policies import refusal_of
from tasks.rules import typed
from tasks.rules.known_years import KnownYears, issued_in, known_years
from zgc_tasks.common.refusal import Refusal

TODAY = date(2015, 4, 1)


def years(number="京人才发〔2015〕3号", deadline=date(2015, 4, 3), ends_on=None, today=TODAY) -> KnownYears:
    return known_years(document_number=number, plan_deadline=deadline, ends_on=ends_on, today=today)


@pytest.mark.parametrize(
    ("number", "year"),
    [
        ("京人才发〔2015〕3号", 2015),
        ("京人才发[2015]3号", 2015),
        ("京人才发（1999）3号", 1999),
        ("京人才发2015年3号", None),
        ("第20153号", None),
        ("", None),
    ],
)
def test_a_document_number_has_the_year_of_issue_in_brackets(number, year):
    assert issued_in(number) == year


def test_from_the_issue_to_ten_years_after_the_end():
    assert years() == KnownYears(2015, 2025)
    assert years(ends_on=date(2017, 12, 31)) == KnownYears(2015, 2027)
    assert years(number="京人才发〔2014〕30号") == KnownYears(2014, 2025)


def test_without_a_year_in_its_number_a_programme_begins_in_that_of_its_deadline():
    assert years(number="会议纪要第3期") == KnownYears(2015, 2025)


def test_both_ends_count_in_and_nothing_beyond():
    known = years()
    assert date(2015, 1, 1) in known
    assert date(2025, 12, 31) in known
    assert date(2014, 12, 31) not in known
    assert date(2026, 1, 1) not in known


def test_today_is_always_known():
    assert years(today=date(2026, 11, 26)) == KnownYears(2015, 2036)
    assert years(today=date(2013, 1, 1)).first == 2013


@pytest.mark.parametrize("deadline", [date.min, date.max])
def test_whatever_a_row_of_before_says_no_year_is_known_in_which_moments_overflow(deadline):
    known = years(deadline=deadline)
    assert date.min not in known
    assert date.max not in known
    assert TODAY in known


def test_a_day_outside_is_refused_with_the_years():
    with pytest.raises(Refusal, match="来文日期应在2015年至2025年之间，请核对年份后重新填写") as refused:
        typed.in_known_years(date(2051, 4, 1), years(), label="来文日期", field="dated_on")
    assert refused.value.field == "dated_on"
    typed.in_known_years(None, years(), label="来文日期", field="dated_on")


@pytest.mark.parametrize(
    ("deadline", "ends_on", "field"),
    [
        (date(2015, 1, 1), None, ""),
        (date(2025, 12, 31), None, ""),
        (date(2014, 12, 31), None, "plan_deadline"),
        (date(2026, 1, 1), None, "plan_deadline"),
        (date(9999, 12, 31), None, "plan_deadline"),
        (date(2015, 4, 3), date(2015, 4, 3), ""),
        (date(2015, 4, 3), date(2015, 4, 2), "ends_on"),
        (date(2015, 4, 3), date(2045, 12, 31), ""),
        (date(2015, 4, 3), date(2046, 1, 1), "ends_on"),
    ],
)
def test_the_days_of_a_programme_follow_each_other(deadline, ends_on, field):
    refused = refusal_of(typed.programme_days, "京人才发〔2015〕3号", deadline, ends_on)
    assert (refused.field if refused else "") == field


def test_a_number_without_a_year_bounds_nothing_but_what_overflows():
    typed.programme_days("会议纪要第3期", date(2051, 4, 3), None)
    with pytest.raises(Refusal, match="应在2000年至2999年之间"):
        typed.programme_days("会议纪要第3期", date(9999, 12, 31), None)


# --- designations --------------------------------------------------------------------------------------------


def test_recorded_after_the_deadline_of_all_a_designation_leaves_five_working_days():
    common, recorded = date(2015, 4, 3), date(2015, 4, 7)
    with pytest.raises(Refusal, match="应至少留5个工作日，本项报送截止日期请不早于2015年4月14日"):
        typed.time_to_file(date(2015, 4, 13), recorded, common)
    typed.time_to_file(date(2015, 4, 14), recorded, common)


def test_on_the_day_of_the_deadline_of_all_nothing_is_asked_yet():
    typed.time_to_file(date(2015, 4, 3), date(2015, 4, 3), date(2015, 4, 3))


def test_no_deadline_makes_late_what_was_in_time():
    with pytest.raises(Refusal, match="已于2015年4月8日按时报送，报送截止日期不能早于这一天"):
        typed.stays_on_time(date(2015, 4, 7), date(2015, 4, 8), date(2015, 4, 8))
    typed.stays_on_time(date(2015, 4, 8), date(2015, 4, 8), date(2015, 4, 8))
    typed.stays_on_time(date(2015, 4, 7), date(2015, 4, 9), date(2015, 4, 8))  # it was late already
    typed.stays_on_time(date(2015, 4, 7), None, date(2015, 4, 8))
