"""Where a step of a plan in force stands: done, overdue, to be reported, due soon."""

from datetime import date

import pytest

from tasks.enums import StepProgress, StepState
from tasks.rules import periods
from tasks.rules.periods import Period
from tasks.rules.step_standing import RoundDays, Said, has_come_due, overdue_from, standing

LAST = date(2015, 4, 30)
APRIL = RoundDays(date(2015, 4, 1), LAST, date(2015, 5, 8))
MAY = RoundDays(date(2015, 5, 1), date(2015, 5, 31), date(2015, 6, 5))


def state(
    as_of: date, said: Said | None = None, *, last: date | None = LAST, rounds=(APRIL, MAY)
) -> StepState:
    return standing(due=Period("", last=last), said=said, rounds=rounds, as_of=as_of).state


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2015, 4, 15), StepState.OPEN),
        (date(2015, 4, 16), StepState.DUE_SOON),  # ten working days on is 4月30日
        (LAST, StepState.DUE_SOON),
        (date(2015, 5, 1), StepState.TO_REPORT),
        (date(2015, 5, 8), StepState.TO_REPORT),
        (date(2015, 5, 9), StepState.OVERDUE),
    ],
)
def test_of_which_nothing_is_said_it_is_overdue_after_the_due_day_of_its_round(as_of, expected):
    assert state(as_of) == expected


def test_of_rounds_that_cover_it_the_first_due_day_counts():
    year = RoundDays(date(2015, 1, 1), date(2015, 12, 31), date(2016, 1, 8))
    assert state(date(2015, 5, 9), rounds=(year, APRIL)) == StepState.OVERDUE
    assert state(date(2015, 5, 9), rounds=(year, MAY)) == StepState.TO_REPORT


def test_without_a_round_that_covers_it_it_waits_to_be_reported():
    assert state(date(2016, 5, 9), rounds=(MAY,)) == StepState.TO_REPORT


@pytest.mark.parametrize(
    ("last", "said", "day"),
    [
        (LAST, None, date(2015, 5, 1)),
        (LAST, Said(StepProgress.UNDER_WAY, date(2015, 4, 3)), date(2015, 5, 1)),
        (LAST, Said(StepProgress.DONE, date(2015, 4, 3)), date(2015, 4, 3)),
        (None, None, None),
    ],
)
def test_it_has_come_due_when_it_is_said_to_be_done_or_its_last_day_is_over(last, said, day):
    assert has_come_due(Period("", last=last), said) == day


@pytest.mark.parametrize(
    ("said_on", "expected"), [(LAST, StepState.TO_REPORT), (date(2015, 5, 1), StepState.OVERDUE)]
)
def test_its_lead_says_after_its_last_day_that_it_is_not_done(said_on, expected):
    assert state(date(2015, 5, 4), Said(StepProgress.UNDER_WAY, said_on)) == expected


@pytest.mark.parametrize(
    ("done_on", "late", "words"),
    [(LAST, None, "4月30日按期完成，5月12日报"), (date(2015, 5, 4), 4, "5月4日完成，晚于完成时限")],
)
def test_done_in_time_and_reported_later_is_in_time_and_says_so(done_on, late, words):
    said = Said(StepProgress.DONE, date(2015, 5, 12), done_on)
    found = standing(due=Period("", last=LAST), said=said, rounds=[APRIL], as_of=date(2015, 6, 30))
    assert (found.state, found.days_late, found.explanation) == (StepState.DONE, late, words)


def test_a_standing_step_is_never_overdue_but_may_be_done():
    assert state(date(2017, 1, 1), Said(StepProgress.UNDER_WAY, LAST), last=None) == StepState.NEVER_DUE
    assert state(date(2017, 1, 1), Said(StepProgress.DONE, LAST), last=None) == StepState.DONE


def test_how_late_it_is_counts_from_its_own_last_day():
    found = standing(due=Period("", last=LAST), said=None, rounds=[APRIL], as_of=date(2015, 5, 11))
    assert (found.days_late, found.working_days_late) == (11, 6)
    assert found.explanation.startswith("已逾期 6 个工作日")


# --- what recurs ---------------------------------------------------------------------------------------------------

DECEMBER = date(2015, 12, 20)
YEARLY, UNTIL_2017 = periods.read("每年12月底前"), periods.read("2015年—2017年，每年底前")
THEN_YEARLY = periods.read("2015年6月底前完成，此后每年12月底前更新")
YEAR_2017 = RoundDays(date(2017, 1, 1), date(2017, 12, 31), date(2018, 1, 8))


def done(day: date, *before: date) -> Said:
    """That it is done, told on the same day, after it was in the years before."""
    said = None
    for each in (*before, day):
        said = Said(StepProgress.DONE, each, each).after(said)
    return said


def in_words(due: Period, said: Said | None, as_of: date) -> tuple[StepState, str]:
    found = standing(due=due, said=said, rounds=[YEAR_2017], as_of=as_of)
    return found.state, found.explanation


@pytest.mark.parametrize(
    "text",
    ["每年12月底前", "每两年", "每半年", "每季度末", "每月10日前", "逐年推进", "按季度", "每年6月、12月底前"],
)
def test_what_recurs_is_done_for_the_year_and_asked_for_again_from_the_next_one(text):
    due = periods.read(text, year=2015)
    assert in_words(due, done(DECEMBER), date(2015, 12, 31)) == (
        StepState.DONE,
        "2015年已完成（12月20日完成）",
    )
    assert in_words(due, done(DECEMBER), date(2016, 1, 1)) == (
        StepState.NEVER_DUE,
        "2015年已完成，2016年待报，不计逾期",
    )
    assert in_words(due, done(date(2016, 12, 1), DECEMBER), date(2016, 12, 31)) == (
        StepState.DONE,
        "2015、2016年已完成（12月1日完成）",
    )


@pytest.mark.parametrize(
    "text", ["长期", "2015年12月底前", "2015年12月底前完成，此后长期坚持", "2015年4月起", "每次会后"]
)
def test_what_does_not_recur_is_done_for_good(text):
    due = periods.read(text)
    assert due.recurs_until is None
    assert standing(due=due, said=done(DECEMBER), rounds=(), as_of=date(2019, 1, 1)).state == StepState.DONE


def test_with_a_last_year_it_is_done_for_good_in_that_one_and_due_by_its_last_day_before():
    of_2015, of_2017 = done(DECEMBER), done(date(2017, 12, 15), DECEMBER)
    assert in_words(UNTIL_2017, of_2015, date(2017, 12, 1))[0] == StepState.OPEN
    assert in_words(UNTIL_2017, of_2015, date(2017, 12, 25))[0] == StepState.DUE_SOON
    assert in_words(UNTIL_2017, of_2015, date(2018, 1, 8))[0] == StepState.TO_REPORT
    state, words = in_words(UNTIL_2017, of_2015, date(2018, 1, 9))
    assert state == StepState.OVERDUE
    assert words.startswith("2015年已完成，已逾期 ")
    assert overdue_from(due=UNTIL_2017, said=of_2015, rounds=[YEAR_2017]) == date(2018, 1, 9)
    assert in_words(UNTIL_2017, of_2017, date(2020, 1, 1)) == (
        StepState.DONE,
        "2015、2017年已完成（12月15日按期完成）",
    )
    assert overdue_from(due=UNTIL_2017, said=of_2017, rounds=[YEAR_2017]) is None


def test_a_day_behind_which_it_recurs_is_settled_once_it_was_done():
    june, in_2016 = date(2015, 6, 20), date(2016, 3, 1)
    rounds = [RoundDays(date(2015, 6, 1), date(2015, 6, 30), date(2015, 7, 8))]
    under_way = Said(StepProgress.UNDER_WAY, in_2016).after(done(june))
    for said in (done(june), under_way):
        assert standing(due=THEN_YEARLY, said=said, rounds=rounds, as_of=in_2016).state == StepState.NEVER_DUE
        assert overdue_from(due=THEN_YEARLY, said=said, rounds=rounds) is None
    later = standing(due=THEN_YEARLY, said=done(in_2016, june), rounds=rounds, as_of=in_2016)
    assert (later.state, later.days_late) == (StepState.DONE, None)
    never = standing(due=THEN_YEARLY, said=None, rounds=rounds, as_of=in_2016)
    assert never.state == StepState.OVERDUE
    late = standing(due=THEN_YEARLY, said=done(in_2016), rounds=rounds, as_of=in_2016)
    assert (late.state, late.days_late) == (StepState.DONE, 245)


def test_of_each_year_the_last_word_counts():
    taken_back = Said(StepProgress.UNDER_WAY, date(2015, 12, 25)).after(done(DECEMBER))
    assert in_words(YEARLY, taken_back, date(2016, 1, 1)) == (
        StepState.NEVER_DUE,
        "长期推进或未写明日期，不计逾期",
    )
    of_the_year_before = Said(StepProgress.DONE, date(2016, 1, 8), DECEMBER)
    assert in_words(YEARLY, of_the_year_before, date(2016, 1, 8))[1] == "2015年已完成，2016年待报，不计逾期"


def test_years_that_went_by_without_it_wait_too():
    assert in_words(YEARLY, done(DECEMBER), date(2017, 1, 5))[1] == "2015年已完成，2016年起待报，不计逾期"


def test_what_was_done_in_a_year_has_come_due_for_good():
    assert has_come_due(YEARLY, done(DECEMBER)) == DECEMBER
    under_way = Said(StepProgress.UNDER_WAY, date(2016, 3, 1)).after(done(DECEMBER))
    assert has_come_due(YEARLY, under_way) == date(2016, 3, 1)
    assert has_come_due(Period("长期"), under_way) is None


# --- of which year it is said ---------------------------------------------------------------------------------------


def of_year(year: int, day: date, state=StepProgress.DONE, before: Said | None = None) -> Said:
    return Said(state, day, day if state == StepProgress.DONE else None, of_year=year).after(before)


def test_of_each_year_the_last_word_holds_whichever_comes_last():
    later, earlier = date(2016, 12, 20), date(2016, 12, 28)
    corrected = of_year(2015, earlier, StepProgress.UNDER_WAY, of_year(2016, later))
    assert in_words(YEARLY, corrected, date(2016, 12, 31)) == (
        StepState.DONE,
        "2016年已完成（12月20日完成）",
    )
    found = standing(due=YEARLY, said=corrected, rounds=(), as_of=date(2016, 12, 31))
    assert found.said.day == later
    taken_back = of_year(2016, date(2016, 12, 29), StepProgress.UNDER_WAY, corrected)
    assert in_words(YEARLY, taken_back, date(2016, 12, 31))[0] == StepState.NEVER_DUE


def test_a_named_year_is_judged_by_what_was_said_of_it():
    said = of_year(2016, date(2016, 1, 10), before=of_year(2015, DECEMBER))
    found = standing(due=YEARLY, said=said, rounds=(), as_of=date(2016, 1, 12), year=2015)
    assert (found.state, found.explanation) == (StepState.DONE, "2015年已完成（12月20日完成）")
    only_since = standing(
        due=YEARLY, said=of_year(2016, date(2016, 1, 10)), rounds=(), as_of=date(2016, 1, 12), year=2015
    )
    assert (only_since.state, only_since.years_done, only_since.said) == (StepState.NEVER_DUE, (), None)


def test_what_was_done_in_its_last_year_is_never_overdue_whichever_year_is_named():
    said = of_year(2017, date(2017, 12, 15))
    found = standing(due=UNTIL_2017, said=said, rounds=[YEAR_2017], as_of=date(2018, 3, 1), year=2015)
    assert found.state == StepState.NEVER_DUE


def test_what_is_said_behind_the_last_year_is_said_of_that():
    of_2017 = of_year(2017, date(2017, 12, 15))
    late = of_year(2018, date(2018, 1, 5))
    assert in_words(UNTIL_2017, late, date(2018, 1, 6))[1] == "2017年已完成（1月5日完成，晚于完成时限）"
    taken_back = of_year(2018, date(2018, 1, 5), StepProgress.UNDER_WAY, of_2017)
    assert in_words(UNTIL_2017, taken_back, date(2018, 1, 6))[0] == StepState.OVERDUE


def test_what_was_said_of_a_year_does_a_single_day_of_that_year_only():
    said = of_year(2015, DECEMBER)
    june, december = periods.read("2016年6月30日前"), periods.read("2015年12月31日前")
    assert in_words(june, said, date(2016, 3, 1)) == (StepState.OPEN, "2015年已完成，完成时限 6月30日")
    assert in_words(december, said, date(2016, 3, 1)) == (StepState.DONE, "12月20日按期完成")
    assert in_words(Period("长期"), said, date(2016, 3, 1))[0] == StepState.NEVER_DUE
    for_good = Said(StepProgress.DONE, date(2016, 6, 20)).after(said)
    assert in_words(june, for_good, date(2016, 7, 1)) == (StepState.DONE, "6月20日按期完成")


def test_a_light_that_a_year_gave_it_stays_when_it_is_given_a_single_day():
    june, said = periods.read("2016年6月30日前"), of_year(2015, DECEMBER)
    assert has_come_due(june, said) == DECEMBER
    assert standing(due=june, said=said, rounds=(), as_of=date(2016, 3, 1)).years_done == (2015,)
