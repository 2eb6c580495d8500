from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.enums import TaskState, Timeliness
from tasks.rules import deadlines

DEADLINE = date(2015, 4, 3)


def april(day):
    return date(2015, 4, day)


def stand(as_of, **facts):
    given_facts = {
        "has_lead": True,
        "deadline": DEADLINE,
        "has_draft": False,
        "decided": None,
        "first_filed_on": None,
        "refile_by": None,
    }
    return deadlines.standing(as_of=as_of, **{**given_facts, **facts})


def filed(as_of, on, decided=None, **facts):
    return stand(as_of, decided=decided, has_draft=True, first_filed_on=on, **facts)


def test_a_task_without_a_lead_is_never_late():
    standing = stand(date(2016, 1, 1), has_lead=False)
    assert standing.state == TaskState.NO_LEAD
    assert (standing.filed, standing.days_late, standing.working_days_late) == (None, None, None)
    assert standing.explanation == "牵头单位待明确，暂不计算时限"


@pytest.mark.parametrize(("has_draft", "state"), [(False, TaskState.NOT_STARTED), (True, TaskState.DRAFT)])
def test_up_to_the_fourth_working_day_before_the_deadline_nothing_presses(has_draft, state):
    assert stand(date(2015, 3, 30), has_draft=has_draft).state == state


@pytest.mark.parametrize("has_draft", [False, True])
@pytest.mark.parametrize("as_of", [date(2015, 3, 31), april(1), DEADLINE])
def test_from_three_working_days_before_a_task_is_due_soon(as_of, has_draft):
    standing = stand(as_of, has_draft=has_draft)
    assert standing.state == TaskState.DUE_SOON
    assert (standing.days_late, standing.working_days_late) == (None, None)


def test_before_the_deadline_the_sentence_says_what_there_is_and_how_long_there_is():
    assert stand(april(1)).explanation == "尚未填写，距报送截止还有 2 个工作日（4月3日 周五）"
    assert stand(DEADLINE, has_draft=True).explanation == "草稿尚未报送，今天是报送截止日（4月3日 周五）"


@pytest.mark.parametrize(
    ("as_of", "days", "working", "explanation"),
    [
        (april(4), 1, 0, "已逾期 1 天（休息日，未计工作日）"),
        (april(7), 4, 1, "已逾期 1 个工作日（4月4日周六、5日清明节、6日补休，均不计）"),
        (april(9), 6, 3, "已逾期 3 个工作日（4月4日周六、5日清明节、6日补休，均不计）"),
        (date(2027, 1, 1), 4291, None, "已逾期 4291 天（工作日历未收录2027年，未计工作日）"),
    ],
)
def test_after_the_deadline_what_was_not_filed_is_missing(as_of, days, working, explanation):
    standing = stand(as_of, has_draft=True)
    assert standing.state == TaskState.MISSING
    assert standing.filed is None
    assert (standing.days_late, standing.working_days_late) == (days, working)
    assert standing.explanation == explanation


def test_where_every_day_counts_no_day_off_is_named():
    assert stand(april(8), deadline=april(7)).explanation == "已逾期 1 个工作日"


def test_the_whole_day_of_the_deadline_is_on_time():
    standing = filed(april(20), on=DEADLINE)
    assert (standing.state, standing.filed) == (TaskState.ON_TIME, Timeliness.ON_TIME)
    assert (standing.days_late, standing.working_days_late) == (0, 0)
    assert standing.explanation == "4月3日按时报送，待核对"


def test_the_day_after_is_late_and_stays_as_late_as_it_was_filed():
    standing = filed(date(2015, 6, 1), on=april(7))
    assert (standing.state, standing.filed) == (TaskState.LATE, Timeliness.LATE)
    assert (standing.days_late, standing.working_days_late) == (4, 1)
    assert standing.explanation.startswith("4月7日报送，逾期 1 个工作日（4月4日周六")


def test_filing_on_a_day_off_is_late_by_days_and_by_no_working_day():
    standing = filed(april(7), on=april(4))
    assert (standing.days_late, standing.working_days_late) == (1, 0)
    assert standing.explanation == "4月4日报送，逾期 1 天（休息日，未计工作日），待核对"


@pytest.mark.parametrize("on", [april(2), april(7)])
@pytest.mark.parametrize("decided", [TaskState.RETURNED, TaskState.ACCEPTED])
def test_what_the_checker_does_leaves_the_timeliness_alone(on, decided):
    untouched, checked = filed(april(20), on=on), filed(april(20), on=on, decided=decided)
    assert checked.state == decided
    assert (checked.filed, checked.days_late, checked.working_days_late) == (
        untouched.filed,
        untouched.days_late,
        untouched.working_days_late,
    )


def test_a_returned_plan_says_until_when_it_is_to_come_back():
    standing = filed(april(10), on=april(2), decided=TaskState.RETURNED, refile_by=april(14))
    assert standing.explanation == "4月2日按时报送；已退回修改，重新报送时限 4月14日 周二"


def test_a_returned_plan_that_did_not_come_back_in_time_says_by_how_much():
    standing = filed(april(16), on=april(2), decided=TaskState.RETURNED, refile_by=april(14))
    assert standing.explanation == "4月2日按时报送；已退回修改，已过重新报送时限（4月14日）2 个工作日"


def test_a_returned_plan_without_a_time_to_refile_says_only_that():
    standing = filed(april(16), on=april(2), decided=TaskState.RETURNED)
    assert standing.explanation == "4月2日按时报送；已退回修改"


def test_an_accepted_plan_says_so_and_names_the_year_where_it_is_another():
    standing = filed(april(10), on=date(2014, 12, 31), decided=TaskState.ACCEPTED)
    assert standing.explanation == "2014年12月31日按时报送，已核收"


def test_a_plan_taken_back_counts_as_not_filed():
    assert stand(april(7), has_draft=True).state == TaskState.MISSING


def test_due_soon_begins_three_working_days_before():
    assert deadlines.due_soon_until(date(2015, 3, 30)) == april(2)
    assert deadlines.due_soon_until(date(2015, 3, 31)) == DEADLINE
    assert deadlines.due_soon_until(april(1)) == april(7)


def test_a_deadline_on_a_day_off_presses_no_earlier_than_the_working_day_before_it():
    assert stand(april(1), deadline=april(6)).state == TaskState.DUE_SOON
    assert stand(date(2015, 3, 31), deadline=april(6)).state == TaskState.NOT_STARTED


def test_refiling_is_offered_for_five_working_days_after_the_day_of_return():
    assert deadlines.default_refile_by(april(2)) == april(10)


def test_in_a_year_without_calendar_weekdays_stand_in():
    assert deadlines.default_refile_by(date(2027, 3, 1)) == date(2027, 3, 8)
    assert deadlines.due_soon_until(date(2027, 2, 24)) == date(2027, 3, 1)


@pytest.mark.parametrize(("refile_by", "overdue"), [(april(9), True), (april(10), False), (None, False)])
def test_only_a_returned_plan_past_its_day_is_overdue(refile_by, overdue):
    assert deadlines.refile_overdue(refile_by=refile_by, as_of=april(10)) is overdue


@pytest.mark.parametrize(
    ("deadline", "today", "sentence"),
    [
        (DEADLINE, april(1), "距报送截止还有 2 个工作日（4月3日 周五）"),
        (DEADLINE, DEADLINE, "今天是报送截止日（4月3日 周五）"),
        (DEADLINE, april(7), "报送已于4月3日 周五截止"),
        (april(6), april(4), "距报送截止还有 2 天（4月6日 周一，其间均为休息日）"),
        (date(2016, 1, 4), date(2015, 12, 31), "距报送截止还有 1 个工作日（2016年1月4日 周一）"),
        (
            date(2027, 1, 4),
            date(2026, 12, 31),
            "距报送截止还有 4 天（2027年1月4日 周一；工作日历未收录2027年，未计工作日）",
        ),
    ],
)
def test_the_days_left_are_said_in_words(deadline, today, sentence):
    assert deadlines.days_left_sentence(deadline, today) == sentence


DAYS = st.integers(-400, 400).map(lambda days: DEADLINE + timedelta(days=days))


@given(DAYS, DAYS, st.sampled_from([None, TaskState.RETURNED, TaskState.ACCEPTED]))
def test_once_filed_days_late_do_not_depend_on_the_day_one_looks(as_of, on, decided):
    standing = filed(as_of, on=on, decided=decided)
    assert standing.days_late == max((on - DEADLINE).days, 0)
    assert (standing.days_late > 0) is (standing.filed == Timeliness.LATE)
    assert 0 <= standing.working_days_late <= standing.days_late
