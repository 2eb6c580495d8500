"""What got better, what worse and what moved between two days (decision 0046)."""

from dataclasses import replace
from datetime import date

import pytest

from tasks.enums import CompletionKind, Light, Outlook, Turn
from tasks.rules.comparison import Stood, changes, turns
from tasks.rules.periods import Period

APRIL, JULY = Period("4月底前"), Period("7月底前")
STOOD = Stood(
    light=Light.YELLOW,
    outlook=Outlook.ON_COURSE,
    lead="市教委",
    finish=Period("2017年12月"),
    steps={1: (1, APRIL), 2: (2, JULY)},
    overdue=frozenset({1}),
    missing=("2015年4月",),
    coordinations=1,
)


def said(**now) -> list[tuple[Turn, str]]:
    return [(each.turn, each.words) for each in changes(STOOD, replace(STOOD, **now))]


@pytest.mark.parametrize(
    ("now", "turn", "words"),
    [
        ({"light": Light.GREEN}, Turn.BETTER, "黄灯变为绿灯"),
        ({"light": Light.RED}, Turn.WORSE, "黄灯变为红灯"),
        ({"light": Light.NOT_RATED}, Turn.MOVED, "黄灯变为未评定"),
        ({"outlook": Outlook.BEHIND}, Turn.WORSE, "推进状态由“按计划推进”变为“进度滞后”"),
        ({"outlook": Outlook.DONE}, Turn.BETTER, "推进状态由“按计划推进”变为“已完成”"),
        ({"outlook": Outlook.STANDING}, Turn.MOVED, "推进状态由“按计划推进”变为“长期推进”"),
        ({"outlook": ""}, Turn.MOVED, "推进状态由“按计划推进”变为未报"),
        ({"ended": CompletionKind.DONE}, Turn.BETTER, "办结：已完成"),
        ({"overdue": frozenset({1, 2})}, Turn.WORSE, "第2步逾期"),
        ({"overdue": frozenset()}, Turn.BETTER, "第1步不再逾期"),
        ({"done": frozenset({1}), "overdue": frozenset()}, Turn.BETTER, "第1步完成"),
        ({"missing": ("2015年4月", "2015年5月")}, Turn.WORSE, "2015年5月进展逾期未报"),
        ({"missing": ()}, Turn.BETTER, "2015年4月进展不再缺报"),
        ({"coordinations": 2}, Turn.WORSE, "未解决的提请协调事项增加 1 件"),
        ({"coordinations": 0}, Turn.BETTER, "未解决的提请协调事项减少 1 件"),
        ({"lead": "市科委"}, Turn.MOVED, "牵头单位由市教委变为市科委"),
        ({"finish": Period("2018年6月")}, Turn.MOVED, "完成时间由2017年12月变为2018年6月"),
        ({"steps": {1: (1, APRIL), 2: (2, APRIL)}}, Turn.MOVED, "第2步时限由7月底前变为4月底前"),
        ({"steps": {1: (1, APRIL)}}, Turn.MOVED, "工作步骤由 2 个变为 1 个"),
    ],
)
def test_each_is_said_once_and_under_its_turn(now, turn, words):
    assert said(**now) == [(turn, words)]


def test_the_other_way_round_what_was_better_is_worse():
    better = replace(
        STOOD, light=Light.GREEN, ended=CompletionKind.DONE, done=frozenset({1}), overdue=frozenset()
    )
    assert turns(changes(STOOD, better)) == {Turn.BETTER}
    assert turns(changes(better, STOOD)) == {Turn.WORSE}


def test_what_was_not_rated_gets_better_with_green_and_worse_with_yellow():
    before = Stood()
    assert turns(changes(before, Stood(light=Light.GREEN))) == {Turn.BETTER}
    assert turns(changes(before, Stood(light=Light.YELLOW))) == {Turn.WORSE}


def test_a_task_may_be_better_in_one_thing_and_worse_in_another():
    found = changes(STOOD, replace(STOOD, missing=(), overdue=frozenset({1, 2})))
    assert turns(found) == {Turn.BETTER, Turn.WORSE}
    assert turns(changes(STOOD, STOOD)) == {Turn.SAME}


def test_a_step_of_every_year_that_is_asked_for_again_has_moved_and_got_no_worse():
    before = replace(STOOD, done=frozenset({2}))
    again = changes(before, replace(STOOD, again=frozenset({2})))
    assert [(each.turn, each.words) for each in again] == [(Turn.MOVED, "第2步进入新的年度，本年待报")]
    over = replace(STOOD, again=frozenset({2}), overdue=STOOD.overdue | {2})  # its last year is over
    assert [each.words for each in changes(before, over)] == ["第2步逾期"]
    assert changes(before, STOOD)[0].turn == Turn.WORSE


MAY_DAY, JUNE_DAY = date(2015, 5, 20), date(2015, 6, 20)
LATER = {1: (1, JULY), 2: (2, JULY)}


def turned(**now) -> list[tuple[Turn, str]]:
    """Step 1, overdue, is to be done in July since; said last in May."""
    before = replace(STOOD, day=MAY_DAY, said={1: MAY_DAY})
    found = changes(
        before, replace(before, **({"day": JUNE_DAY, "steps": LATER, "overdue": frozenset()} | now))
    )
    return [(each.turn, each.words) for each in found if "时限由" not in each.words]


def test_what_is_not_overdue_any_more_by_another_time_has_moved_with_its_light():
    assert turned() == [(Turn.MOVED, "第1步不再逾期")]
    assert turned(light=Light.GREEN) == [(Turn.MOVED, "黄灯变为绿灯"), (Turn.MOVED, "第1步不再逾期")]
    gone = turned(light=Light.GREEN, steps={2: (2, JULY)})
    assert gone[:2] == [(Turn.MOVED, "黄灯变为绿灯"), (Turn.MOVED, "第1步不再逾期")]


def test_a_plan_that_is_taken_back_has_moved_with_its_light():
    """No plan is in force any more, and no step of it."""
    gone = turned(light=Light.GREEN, steps={})
    assert gone[:2] == [(Turn.MOVED, "黄灯变为绿灯"), (Turn.MOVED, "第1步不再逾期")]
    assert {turn for turn, _ in gone} == {Turn.MOVED}


def test_what_is_still_overdue_by_another_time_has_moved_with_its_light_too():
    before = replace(STOOD, light=Light.RED)
    now = replace(STOOD, steps=LATER)
    assert turns(changes(before, now)) == {Turn.MOVED}


@pytest.mark.parametrize(("said_on", "turn"), [(MAY_DAY, Turn.MOVED), (JUNE_DAY, Turn.BETTER)])
def test_what_is_done_at_another_time_is_better_where_that_was_said_since(said_on, turn):
    found = turned(done=frozenset({1}), said={1: said_on}, light=Light.GREEN)
    assert found == [(turn, "黄灯变为绿灯"), (turn, "第1步完成")]


@pytest.mark.parametrize(
    "now",
    [
        {"missing": ()},
        {"ended": CompletionKind.DONE},
        {"steps": {1: (1, JULY), 2: (2, APRIL)}, "said": {1: JUNE_DAY}, "done": frozenset({1})},
    ],
)
def test_a_light_is_better_where_anything_was_done_beside_what_moved(now):
    assert (Turn.BETTER, "黄灯变为绿灯") in turned(light=Light.GREEN, **now)


def test_a_light_that_no_time_moved_is_better():
    """The figures of the programme are others."""
    before = replace(STOOD, light=Light.RED)
    assert turns(changes(before, STOOD)) == {Turn.BETTER}
