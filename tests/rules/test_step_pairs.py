from hypothesis import given
from hypothesis import strategies as st

from tasks.rules.sheet import NEW, Step
from tasks.rules.step_pairs import carry_keys, give_keys, in_order, pairs


def keyed(*keys, text="印发细则"):
    return [Step(text, key=key) for key in keys]


def test_steps_with_keys_are_told_by_them_and_not_by_what_they_say():
    before = [Step("印发细则", key=1), Step("组织申报", key=2)]
    after = [Step("印发细则", key=2), Step("组织申报", key=3)]
    assert pairs(before, after) == [(1, 0)]


def test_a_step_without_a_key_is_told_by_what_it_says():
    before = [Step("印发细则", key=1), Step("组织申报", key=2)]
    after = [Step("组织高校申报", key=NEW), Step("印发细则", key=1)]
    assert pairs(before, after) == [(1, 0), (0, 1)]


def test_two_new_steps_of_the_same_words_are_the_same_for_two_who_write_at_once():
    assert pairs(keyed(7), keyed(NEW)) == [(0, 0)]


def test_the_longest_row_that_keeps_its_order_is_what_was_not_moved():
    found = pairs(keyed(1, 2, 3, 4), keyed(2, 3, 1, 4))
    assert found == [(1, 0), (2, 1), (0, 2), (3, 3)]
    assert in_order(found) == [(1, 0), (2, 1), (3, 3)]


def test_keys_are_carried_to_the_same_steps_only():
    before = [Step("印发细则", key=5), Step("组织申报", key=2)]
    carried = carry_keys(before, [Step("召开座谈会"), Step("印发实施细则", key=2), Step("组织申报")])
    assert [step.key for step in carried] == [None, 5, 2]


def test_a_key_that_is_unknown_or_comes_twice_is_replaced_by_a_new_one():
    steps, following = give_keys(keyed(2, 9, 2, NEW, None), known=[1, 2], next_key=4)
    assert [step.key for step in steps] == [2, 4, 5, 6, 7]
    assert following == 8


KEYS = st.lists(st.none() | st.integers(0, 12), max_size=9)


@given(KEYS, st.sets(st.integers(1, 9)))
def test_keys_given_are_always_different_and_new_ones_never_seen_before(posted, known):
    steps, following = give_keys(keyed(*posted), known, next_key=10)
    keys = [step.key for step in steps]
    assert len(set(keys)) == len(keys)
    assert all(key in known or 10 <= key < following for key in keys)


@given(st.permutations(range(1, 7)), st.permutations(range(1, 7)))
def test_what_kept_its_order_ascends_on_both_sides(before, after):
    kept = in_order(pairs(keyed(*before), keyed(*after)))
    assert kept == sorted(kept)
    assert [j for _, j in kept] == sorted(j for _, j in kept)
    assert kept
