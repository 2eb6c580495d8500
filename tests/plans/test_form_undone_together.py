"""What a button did to the rows can be undone where somebody else saved in between: one's own is, and nothing of theirs."""

import re
from collections.abc import Callable

import pytest

from tests.of_a_kind import one_of_each
from tests.plans.form_helpers import page, steps_of
from tests.plans.windows import STEPS, Window

DOCUMENT = "组织申报材料审查（7月）\n公布评审结果（9月）"
REVIEW, PUBLISH = ("组织申报材料审查", "7月"), ("公布评审结果", "9月")
SAVED = list(zip(STEPS["step_text"], STEPS["step_due"], strict=True))
Shown = Callable[[Window, str], str]


def by_hand(window: Window, op: str) -> str:
    query = window.press(op)["Location"].partition("#")[0].partition("?")[2]
    return " ".join(page(window.client, window.task, f"?{query}").split())


@pytest.fixture(params=[by_hand, Window.wait], ids=["by hand", "in the background"])
def shown(request) -> Shown:
    """The page after a button was pressed."""
    return request.param


def press_in_a_new_window(window: Window, op: str) -> None:
    assert Window(window.client, window.task).press(op).status_code == 302


# --- 撤销粘贴 ------------------------------------------------------------------------------------------------


def test_what_was_pasted_is_taken_away_again_below_what_a_colleague_added(mine, theirs, task, shown):
    theirs.on_top("成立专班", "3月").press()
    html = shown(mine.type(paste=DOCUMENT), "paste")
    assert "已粘贴为第 5—6 步（共 2 步" in html
    assert steps_of(task) == [("成立专班", "3月"), *SAVED, REVIEW, PUBLISH]
    (undo,) = set(re.findall(r"remove-steps-\d+-\d+", html))
    press_in_a_new_window(mine, undo)
    assert steps_of(task) == [("成立专班", "3月"), *SAVED]


@pytest.mark.parametrize(
    "added",
    [[REVIEW, ("开展实地考察", "8月"), PUBLISH], [REVIEW, PUBLISH], [PUBLISH], [REVIEW]],
    ids=["with one between", "the same", "the last of it", "the first of it"],
)
def test_that_is_not_offered_where_a_colleague_has_some_of_it_too(mine, theirs, task, shown, added):
    theirs.add(*added).press()
    html = shown(mine.type(paste=DOCUMENT), "paste")
    assert "已粘贴为" not in html
    assert "remove-steps" not in html
    assert {REVIEW, PUBLISH, *added} == {*steps_of(task)[3:]}


# --- 撤销删除 ------------------------------------------------------------------------------------------------

CHANGED = {
    "one on top": lambda theirs: theirs.on_top("成立专班", "3月").press(),
    "one below": lambda theirs: theirs.add(("总结经验", "12月")).press(),
    "another order": lambda theirs: theirs.press("move-up-3"),
    "nothing of steps": lambda theirs: theirs.type(contact_name="孙某").press(),
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
@pytest.mark.parametrize("number", one_of_each([2, 1, 3]))
def test_a_step_that_was_deleted_comes_back_to_where_it_stands_in_the_text_of_the_other(
    mine, theirs, task, shown, change, number
):
    change(theirs)
    before, gone = steps_of(task), SAVED[number - 1]
    html = shown(mine, f"remove-step-{number}")
    assert gone not in steps_of(task)
    assert f"已删除第 {before.index(gone) + 1} 步“{gone[0]}”" in html
    press_in_a_new_window(mine, "restore-step")
    assert steps_of(task) == before


def test_it_comes_back_below_what_one_has_added_oneself(mine, theirs, task, shown):
    theirs.type(contact_name="孙某").press()
    mine.on_top("成立专班", "3月")
    assert "已删除第 2 步“印发细则”" in shown(mine, "remove-step-2")
    press_in_a_new_window(mine, "restore-step")
    assert steps_of(task) == [("成立专班", "3月"), *SAVED]


def test_what_both_deleted_comes_back_where_it_stood(mine, theirs, task, shown):
    theirs.press("remove-step-2")
    assert "已删除第 2 步“组织申报”" in shown(mine, "remove-step-2")
    press_in_a_new_window(mine, "restore-step")
    assert steps_of(task) == SAVED
