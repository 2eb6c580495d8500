"""Times that move later: which do, by whose word, and which then hold."""

import pytest

from tasks.enums import Outcome, StepEnding, TimeChangeKind
from tasks.rules import times
from tasks.rules.periods import NO_TIME, Period, read
from tasks.rules.sheet import Sheet, Step
from tasks.rules.step_ends import StepEnd
from tasks.rules.times import FINISH, Change, Held, Holding, Moved

DECIDED, RECORDED = TimeChangeKind.DECIDED, TimeChangeKind.RECORDED
MAY, JUNE, AUGUST, SEPTEMBER, OCTOBER, DECEMBER = (read(f"2015年{month}月") for month in (5, 6, 8, 9, 10, 12))
LONG_TERM, ONGOING = read("长期"), read("持续推进")


def held(key: int, time: Period, *, first: Period | None = None, **more) -> Held:
    return Held(key, first or time, time, **more)


def by_key(*found: Held) -> dict[int, Held]:
    return {each.key: each for each in found}


def sheet(finish: Period, *dues: Period, keys: tuple[int, ...] = (1, 2, 3)) -> Sheet:
    steps = (Step(f"步骤{key}", due, key=key) for key, due in zip(keys, dues, strict=False))
    return Sheet(finish=finish, steps=tuple(steps))


def change(key: int, asked: Period, kind: TimeChangeKind = DECIDED, **more) -> Change:
    return Change(key, asked, "审批较慢", kind, **more)


IN_FORCE = by_key(held(FINISH, SEPTEMBER), held(1, JUNE), held(2, AUGUST))


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (held(1, JUNE), ""),
        (held(1, read("2015年6月30日"), first=JUNE), ""),
        (held(1, MAY, first=JUNE), "原定2015年6月，现为2015年5月"),
        (held(1, SEPTEMBER, first=JUNE, moves=2), "原定2015年6月，现为2015年9月（第2次调整）"),
        (held(1, JUNE, moves=1), "原定2015年6月，现为2015年6月（第1次调整）"),
        (Held(1, NO_TIME, JUNE), "原定未填写，现为2015年6月"),
        (held(1, JUNE, ending=StepEnding.CANCELLED), "原定2015年6月"),
    ],
)
def test_a_time_says_what_it_was_at_first_and_how_often_it_moved(time, words):
    assert time.in_words == words


@pytest.mark.parametrize(
    ("before", "after", "same", "later"),
    [
        (JUNE, AUGUST, False, True),
        (AUGUST, JUNE, False, False),
        (JUNE, read("2015年6月30日前"), True, False),
        (JUNE, LONG_TERM, False, True),
        (LONG_TERM, JUNE, False, False),
        (LONG_TERM, LONG_TERM, True, False),
        (LONG_TERM, ONGOING, False, False),
        (JUNE, NO_TIME, False, True),
    ],
)
def test_what_has_no_last_day_is_later_than_any_day_and_the_same_by_its_words(before, after, same, later):
    assert (times.same(before, after), times.later(before, after)) == (same, later)


def test_only_what_is_asked_of_the_finish_waits_and_until_it_is_decided():
    assert change(FINISH, DECEMBER).waits
    assert not change(FINISH, DECEMBER, outcome=Outcome.REFUSED).waits
    assert not change(1, DECEMBER).waits
    assert not change(FINISH, DECEMBER, RECORDED).waits


@pytest.mark.parametrize(
    ("asked_before", "answers"),
    [
        (change(FINISH, OCTOBER), True),
        (change(FINISH, DECEMBER), False),
        (change(FINISH, DECEMBER, granted=DECEMBER), True),
        (change(FINISH, DECEMBER, granted=OCTOBER), True),
        (change(FINISH, DECEMBER, granted=SEPTEMBER), False),
        (change(1, OCTOBER), False),
        (change(FINISH, OCTOBER, ending=StepEnding.CANCELLED), False),
    ],
)
def test_what_was_asked_answers_the_same_and_as_far_as_it_was_granted(asked_before, answers):
    asked_now = Moved(FINISH, None, held(FINISH, AUGUST), OCTOBER, DECIDED)
    assert asked_before.answers(asked_now) is answers


@pytest.mark.parametrize(
    ("asked_before", "answers"),
    [
        (change(1, DECEMBER), True),
        (change(1, SEPTEMBER), False),
        (change(1, DECEMBER, RECORDED), False),
        (change(1, OCTOBER, RECORDED), True),
        (change(2, OCTOBER), False),
    ],
)
def test_a_step_that_went_with_the_finish_may_come_back_with_it_and_no_other(asked_before, answers):
    asked_now = Moved(1, 1, held(1, JUNE), OCTOBER, RECORDED)
    assert asked_before.answers(asked_now) is answers


def test_the_newest_of_what_answers_counts():
    asked_now = Moved(1, 1, held(1, JUNE), OCTOBER, RECORDED)
    older, newer = change(1, OCTOBER, pk=1), change(1, OCTOBER, pk=2)
    assert times.answer(asked_now, [older, newer, change(1, SEPTEMBER, pk=3)]) is newer
    assert times.answer(asked_now, []) is None


def moved(written: Sheet, *ended: StepEnd, in_force=IN_FORCE) -> list[tuple]:
    found = times.moved(in_force, written, ended)
    return [(each.key, each.number, each.asked, each.kind, each.ending) for each in found]


def test_what_is_as_late_as_it_was_or_earlier_or_new_does_not_move():
    assert moved(sheet(SEPTEMBER, JUNE, AUGUST, DECEMBER)) == []
    assert moved(sheet(AUGUST, MAY, JUNE)) == []


def test_the_finish_moves_by_a_decision_and_a_step_within_the_one_in_force_on_record():
    assert moved(sheet(OCTOBER, SEPTEMBER, OCTOBER)) == [
        (FINISH, None, OCTOBER, DECIDED, ""),
        (1, 1, SEPTEMBER, RECORDED, ""),
        (2, 2, OCTOBER, DECIDED, ""),
    ]


def test_what_has_no_last_day_passes_no_finish():
    assert moved(sheet(SEPTEMBER, LONG_TERM, AUGUST)) == [(1, 1, LONG_TERM, RECORDED, "")]
    endless = IN_FORCE | by_key(held(FINISH, LONG_TERM))
    assert moved(sheet(LONG_TERM, DECEMBER, AUGUST), in_force=endless) == [(1, 1, DECEMBER, RECORDED, "")]
    assert moved(sheet(NO_TIME, DECEMBER), in_force=by_key(held(1, JUNE))) == [(1, 1, DECEMBER, RECORDED, "")]


def end(key: int, ending: StepEnding, *into: int) -> StepEnd:
    return StepEnd(key, ending, into, "不再需要")


@pytest.mark.parametrize(
    ("ending", "asked"),
    [
        (end(1, StepEnding.CANCELLED), NO_TIME),
        (end(1, StepEnding.SPLIT, 2, 3), SEPTEMBER),
        (end(1, StepEnding.SPLIT, 3, 2), SEPTEMBER),
        (end(1, StepEnding.MERGED, 2), AUGUST),
        (end(1, StepEnding.MERGED, 4), LONG_TERM),
        (end(1, StepEnding.SPLIT, 4, 2), LONG_TERM),
        (end(1, StepEnding.MERGED, 5), None),  # no later than what it takes the place of
        (end(2, StepEnding.CANCELLED), None),  # still there
        (end(9, StepEnding.CANCELLED), None),  # was never in force
    ],
)
def test_a_step_that_is_cancelled_moves_and_one_that_others_replace_where_they_are_later(ending, asked):
    written = sheet(SEPTEMBER, AUGUST, SEPTEMBER, LONG_TERM, JUNE, keys=(2, 3, 4, 5))
    found = [(each, None, asked, RECORDED, ending.ending) for each in [ending.key] if asked is not None]
    assert moved(written, ending) == found


def test_what_has_ended_before_does_not_end_again():
    gone = IN_FORCE | by_key(held(1, JUNE, ending=StepEnding.CANCELLED))
    written = sheet(SEPTEMBER, AUGUST, keys=(2,))
    assert moved(written, end(1, StepEnding.CANCELLED), in_force=gone) == []


def test_each_is_told_with_its_reason_the_one_given_now_first_and_whether_it_passes_both_finishes():
    written = sheet(OCTOBER, OCTOBER, DECEMBER)
    said = times.to_explain(IN_FORCE, written, {2: "新的原因"}, [change(1, OCTOBER), change(2, DECEMBER)])
    assert [(each.moved.key, each.reason, each.past_finish) for each in said] == [
        (FINISH, "", False),
        (1, "审批较慢", False),
        (2, "新的原因", True),
    ]


def holding(written: Sheet, *changes: Change, ended=(), in_force=IN_FORCE) -> dict[int, Holding]:
    return {each.held.key: each for each in times.holding(in_force, written, ended, changes)}


def test_what_nobody_asked_of_stays_and_what_is_earlier_or_new_holds_at_once():
    found = holding(sheet(OCTOBER, MAY, SEPTEMBER, DECEMBER))
    assert [(each.held.time, each.held.moves, each.previous, each.change) for each in found.values()] == [
        (SEPTEMBER, 0, SEPTEMBER, None),
        (MAY, 0, JUNE, None),
        (AUGUST, 0, AUGUST, None),
        (DECEMBER, 0, NO_TIME, None),
    ]
    assert found[3].held.original == DECEMBER


def test_a_step_on_record_holds_with_its_change_and_has_moved_once_more():
    asked = change(1, AUGUST, RECORDED)
    found = holding(
        sheet(SEPTEMBER, AUGUST, AUGUST), asked, in_force=IN_FORCE | by_key(held(1, JUNE, moves=1))
    )
    assert found[1] == Holding(held(1, AUGUST, first=JUNE, moves=2), JUNE, asked)
    assert found[2] == Holding(held(2, AUGUST), AUGUST)


@pytest.mark.parametrize(
    ("granted", "finish", "step"),
    [
        (None, SEPTEMBER, AUGUST),
        (OCTOBER, OCTOBER, AUGUST),  # the step lies past what was granted
        (DECEMBER, DECEMBER, DECEMBER),
        (LONG_TERM, DECEMBER, DECEMBER),  # no further than it is written
        (JUNE, SEPTEMBER, AUGUST),
    ],
)
def test_the_finish_holds_as_far_as_it_was_granted_and_a_step_past_it_goes_with_it(granted, finish, step):
    asked = change(FINISH, DECEMBER, granted=granted)
    found = holding(sheet(DECEMBER, JUNE, DECEMBER), asked, change(2, DECEMBER))
    assert (found[FINISH].held.time, found[2].held.time) == (finish, step)
    assert (found[FINISH].held.moves, found[2].held.moves) == (finish != SEPTEMBER, step != AUGUST)


def test_a_step_that_ended_is_held_with_how_and_keeps_its_time_where_it_did_not_move():
    asked = change(1, NO_TIME, RECORDED, ending=StepEnding.CANCELLED)
    ended = [end(1, StepEnding.CANCELLED), end(2, StepEnding.MERGED, 3)]
    before = IN_FORCE | by_key(held(4, MAY, ending=StepEnding.SPLIT), held(5, MAY))
    found = holding(sheet(SEPTEMBER, AUGUST, keys=(3,)), asked, ended=ended, in_force=before)
    assert list(found) == [FINISH, 3, 1, 2, 4, 5]
    assert found[1] == Holding(
        held(1, NO_TIME, first=JUNE, moves=1, ending=StepEnding.CANCELLED), JUNE, asked
    )
    assert found[2] == Holding(held(2, AUGUST, ending=StepEnding.MERGED), AUGUST)
    assert found[4].held.ending == StepEnding.SPLIT
    assert found[5] == Holding(held(5, MAY), MAY)


def test_what_was_not_granted_is_shown_as_it_holds_and_what_waits_as_it_is_asked():
    filed = sheet(DECEMBER, read("2015年6月30日前"), DECEMBER)
    waiting = times.as_held(filed, IN_FORCE, [change(FINISH, DECEMBER)])
    assert waiting == filed
    decided = times.as_held(filed, IN_FORCE, [change(FINISH, DECEMBER, outcome=Outcome.REFUSED)])
    assert (decided.finish, [str(step.due) for step in decided.steps]) == (
        SEPTEMBER,
        ["2015年6月30日前", "2015年8月"],
    )


def test_the_time_that_holds_stands_in_the_place_of_one_only_asked():
    steps = sheet(NO_TIME, read("2015年6月30日前"), DECEMBER, MAY).steps
    in_force = times.steps_in_force(steps, IN_FORCE)
    assert [str(step.due) for step in in_force] == ["2015年6月30日前", "2015年8月", "2015年5月"]


def test_notes_say_what_it_was_at_first_and_which_one_holds_where_the_text_has_another():
    in_force = IN_FORCE | by_key(
        held(FINISH, SEPTEMBER, first=JUNE, moves=1), held(1, AUGUST, first=JUNE, moves=1)
    )
    assert times.notes(sheet(DECEMBER, AUGUST, DECEMBER, DECEMBER), in_force) == {
        "finish": "原定2015年6月，现为2015年9月（第1次调整），以现行的为准",
        "step-1": "原定2015年6月，现为2015年8月（第1次调整）",
        "step-2": "现为2015年8月，以现行的为准",
    }
    assert times.notes(sheet(SEPTEMBER, JUNE), IN_FORCE) == {}
