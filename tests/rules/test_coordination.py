"""提请协调: what is typed of it, up to the boundary of each condition."""

from datetime import date, timedelta

import pytest

from tasks.enums import CoordinationAction
from tasks.rules import coordination
from tasks.rules.known_years import KnownYears
from zgc_tasks.common.refusal import Refusal

TODAY, RAISED_ON = date(2015, 4, 20), date(2015, 4, 10)
ONE_DAY = timedelta(days=1)
YEARS = KnownYears(2015, 2025)
PASS_ON, ANSWER = CoordinationAction.PASS_ON, CoordinationAction.ANSWER


def dated(day):
    coordination.dated(day, raised_on=RAISED_ON, today=TODAY, years=YEARS)


def passed_on(action, units=(), answer_by=None):
    coordination.passed_on(action, units, answer_by, today=TODAY, years=YEARS)


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        (coordination.wanted_by, (TODAY, TODAY, YEARS)),
        (dated, (RAISED_ON,)),
        (dated, (TODAY,)),
        (passed_on, (PASS_ON, ["市科委"], TODAY)),
        (passed_on, (ANSWER,)),
        (coordination.noted, (ANSWER, "已协调")),
        (coordination.noted, (PASS_ON, "")),
        (coordination.said, ("仍未解决",)),
    ],
)
def test_what_is_complete_is_taken_up_to_the_day_itself(rule, given):
    rule(*given)


@pytest.mark.parametrize(
    ("rule", "given", "words", "field"),
    [
        (coordination.wanted_by, (TODAY - ONE_DAY, TODAY, YEARS), "希望解决日期不能早于今天", "wanted_by"),
        (coordination.wanted_by, (date(2026, 1, 1), TODAY, YEARS), "2015年至2025年之间", "wanted_by"),
        (dated, (RAISED_ON - ONE_DAY,), "办理日期不能早于提请日期（2015年4月10日）", "dated_on"),
        (dated, (TODAY + ONE_DAY,), "办理日期不能晚于今天", "dated_on"),
        (passed_on, (ANSWER, ["市科委"]), "只有转办时才选择单位", "units"),
        (passed_on, (ANSWER, (), TODAY), "只有转办时才填写反馈时限", "answer_by"),
        (passed_on, (PASS_ON, (), TODAY), "请选择转办单位", "units"),
        (passed_on, (PASS_ON, ["市科委"]), "请填写反馈时限", "answer_by"),
        (passed_on, (PASS_ON, ["市科委"], date(2026, 1, 1)), "反馈时限应在2015年", "answer_by"),
        (passed_on, (PASS_ON, ["市科委"], TODAY - ONE_DAY), "反馈时限不能早于今天", "answer_by"),
        (coordination.noted, (ANSWER, ""), "请填写答复内容", "note"),
        (coordination.said, ("",), "请填写说明", "note"),
    ],
)
def test_what_is_not_is_refused_at_its_field(rule, given, words, field):
    with pytest.raises(Refusal, match=words) as refused:
        rule(*given)
    assert refused.value.field == field
