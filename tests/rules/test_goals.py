"""What is said of 具体目标 in a sentence, and kept of them with a report."""

from datetime import date

import pytest

from tasks.rules.goals import Told, sentence

NOTHING_YET = Told(1, "外国专家", 4000, "人")
COUNTED = NOTHING_YET._replace(value=4001, counted_on=date(2015, 4, 30), source="市外国专家局统计")


def test_each_is_told_with_its_target_and_what_was_counted_last():
    assert sentence([COUNTED, NOTHING_YET]) == (
        "具体目标最近登记的情况：外国专家4001人（截至2015年4月30日，目标为超过4000人，已超过目标）；"
        "外国专家尚无数据（目标为超过4000人）。"
    )
    assert sentence([]) == ""


@pytest.mark.parametrize(
    ("value", "standing"),
    [(None, "尚无数据"), (0, "尚未超过目标"), (4000, "尚未超过目标"), (4001, "已超过目标")],
)
def test_as_many_as_the_target_do_not_exceed_it(value, standing):
    assert NOTHING_YET._replace(value=value).standing == standing


@pytest.mark.parametrize("goal", [COUNTED, NOTHING_YET])
def test_a_goal_comes_back_from_json_as_it_went(goal):
    assert Told.from_json(goal.to_json()) == goal
