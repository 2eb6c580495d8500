"""Where a step of a plan in force stands: done, overdue, to be reported, due soon."""

from datetime import date

import pytest

from tasks.enums import StepProgress, StepState
from tasks.rules.step_standing import RoundDays, Said, standing

LAST = date(2015, 4, 30)
APRIL = RoundDays(date(2015, 4, 1), LAST, date(2015, 5, 8))
MAY = RoundDays(date(2015, 5, 1), date(2015, 5, 31), date(2015, 6, 5))


def state(
    as_of: date, said: Said | None = None, *, last: date | None = LAST, rounds=(APRIL, MAY)
) -> StepState:
    return standing(last=last, said=said, rounds=rounds, as_of=as_of).state


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
    found = standing(last=LAST, said=said, rounds=[APRIL], as_of=date(2015, 6, 30))
    assert (found.state, found.days_late, found.explanation) == (StepState.DONE, late, words)


def test_a_standing_step_is_never_overdue_but_may_be_done():
    assert state(date(2017, 1, 1), Said(StepProgress.UNDER_WAY, LAST), last=None) == StepState.NEVER_DUE
    assert state(date(2017, 1, 1), Said(StepProgress.DONE, LAST), last=None) == StepState.DONE


def test_how_late_it_is_counts_from_its_own_last_day():
    found = standing(last=LAST, said=None, rounds=[APRIL], as_of=date(2015, 5, 11))
    assert (found.days_late, found.working_days_late) == (11, 6)
    assert found.explanation.startswith("已逾期 6 个工作日")
