"""Steps that a revision no longer has: in words, and which of them nobody explained."""

import pytest

from tasks.enums import StepEnding
from tasks.rules import step_ends
from tasks.rules.sheet import Sheet, Step
from tasks.rules.step_ends import StepEnd, Unexplained

CANCELLED = StepEnd(1, StepEnding.CANCELLED, (), "任务调整")
SPLIT = StepEnd(1, StepEnding.SPLIT, (3, 2, 9), "分两步办")
MERGED = StepEnd(1, StepEnding.MERGED, (2,), "两步合办")


def sheet(*keys: int) -> Sheet:
    return Sheet(steps=tuple(Step(f"步骤{key}", key=key) for key in keys))


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (CANCELLED, "取消：任务调整"),
        (SPLIT, "拆分为第2步、第1步：分两步办"),
        (MERGED, "并入第1步：两步合办"),
    ],
)
def test_it_names_the_steps_that_are_in_its_place_by_their_numbers_of_now(end, words):
    assert step_ends.in_words([end], sheet(2, 3)) == {1: words}
    assert StepEnd.from_json(end.to_json()) == end


def test_a_step_just_added_has_a_number_and_no_key_yet():
    assert step_ends.numbers_of(sheet(2, 0, 3)) == {2: 1, 3: 3}


@pytest.mark.parametrize(
    ("written", "ends", "found"),
    [
        (sheet(2, 1), [], []),
        (sheet(2), [], [Unexplained(1, 1, "步骤1")]),
        (sheet(2), [CANCELLED], []),
        (sheet(2), [MERGED], []),
        (sheet(3), [MERGED, StepEnd(2, StepEnding.CANCELLED, (), "")], [Unexplained(1, 1, "步骤1")]),
        (sheet(1), [CANCELLED], [Unexplained(2, 2, "步骤2")]),
    ],
)
def test_a_step_that_is_gone_is_explained_and_what_is_in_its_place_is_there(written, ends, found):
    assert step_ends.unexplained(sheet(1, 2), written, ends) == found
