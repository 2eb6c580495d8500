import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.rules.periods import Period
from tasks.rules.sheet import LABELS, Sheet, Step
from tests.rules.plans import plan

PERIODS = st.builds(Period, st.text(), st.none() | st.dates(), st.none() | st.dates())
STEPS = st.builds(Step, st.text(), PERIODS, st.text())
PLANS = st.builds(
    Sheet,
    number=st.integers(1, 38),
    start=PERIODS,
    finish=PERIODS,
    steps=st.lists(STEPS, max_size=4).map(tuple),
    participants=st.lists(st.text(), max_size=4).map(tuple),
)


@given(PLANS)
def test_a_plan_comes_back_from_json_as_it_went(content):
    assert Sheet.from_json(json.loads(json.dumps(content.to_json()))) == content


def test_the_form_has_its_eleven_fields_in_printed_order():
    assert list(LABELS.values()) == [
        "任务编号", "牵头单位", "工作任务", "主管领导", "责任处室", "联系人", "联系电话",
        "启动时间", "完成时间", "工作步骤及完成时限", "参与单位",
    ]  # fmt: skip
    assert plan().to_json().keys() == LABELS.keys()


def test_a_time_in_json_has_its_wording_and_its_days():
    period = Period("4月底前", None, date(2015, 4, 30))
    assert period.to_json() == {"text": "4月底前", "first": None, "last": "2015-04-30"}


@pytest.mark.parametrize("text", ["长期", "每年12月底前", "每季度末", "已启动"])
def test_a_standing_time_needs_no_days_to_be_understood(text):
    assert Period(text).understood


def test_a_time_is_empty_exactly_when_nothing_was_written():
    assert not Period()
    assert Period("尽快")
    assert str(Period("尽快")) == "尽快"
    assert not Period("尽快").understood
