from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tasks.rules.differences import DifferenceKind, FieldDifference, Segment, compare, compare_steps
from tasks.rules.sheet import LABELS
from tests.rules.plans import plan, step


def rows(before, after):
    compared = compare(plan(steps=tuple(before)), plan(steps=tuple(after)))
    return [(row.kind, row.number_before, row.number_after) for row in compared.steps]


def test_equal_plans_differ_in_nothing():
    compared = compare(plan(), plan())
    assert not compared
    assert compared.changed_fields == frozenset()
    assert compared.changed_steps == frozenset()
    assert {row.kind for row in compared.steps} == {DifferenceKind.SAME}


def test_every_field_of_the_form_is_compared_once_in_printed_order():
    fields = compare(plan(), plan()).fields
    assert [(field.field, field.label) for field in fields] == [
        item for item in LABELS.items() if item[0] != "steps"
    ]


def test_a_changed_field_shows_both_texts_and_the_pieces_that_changed():
    compared = compare(plan(), plan(contact_name="李某某", finish="2016年12月"))
    changed = {field.field: field for field in compared.fields if field.changed}
    assert compared.changed_fields == changed.keys() == {"contact_name", "finish"}
    assert (changed["finish"].before, changed["finish"].after) == ("2017年12月", "2016年12月")
    assert changed["finish"].segments == [
        Segment(DifferenceKind.SAME, "201"),
        Segment(DifferenceKind.REMOVED, "7"),
        Segment(DifferenceKind.ADDED, "6"),
        Segment(DifferenceKind.SAME, "年12月"),
    ]


def test_participants_are_compared_in_their_order():
    compared = compare(plan(participants=("甲", "乙")), plan(participants=("乙", "甲")))
    assert compared.changed_fields == {"participants"}
    assert compared.fields[-1].before == "甲、乙"


def test_a_reworded_step_is_changed_and_not_replaced():
    before, after = [step("印发建设计划实施细则", "4月底前")], [step("印发建设计划的实施细则", "4月底前")]
    assert rows(before, after) == [(DifferenceKind.CHANGED, 1, 1)]


def test_a_step_with_another_time_or_unit_is_changed():
    before = [step("印发细则", "4月"), step("组织申报", "5月", "市科委")]
    after = [step("印发细则", "5月"), step("组织申报", "5月")]
    assert rows(before, after) == [(DifferenceKind.CHANGED, 1, 1), (DifferenceKind.CHANGED, 2, 2)]
    time = compare(plan(steps=tuple(before)), plan(steps=tuple(after))).steps[0].cells[1]
    assert (time.field, time.before, time.after, time.changed) == ("due", "4月", "5月", True)


def test_a_step_put_in_between_leaves_the_others_the_same():
    before = [step("印发细则", "4月"), step("公布名单", "6月")]
    after = [before[0], step("组织专家论证", "5月"), before[1]]
    assert rows(before, after) == [
        (DifferenceKind.SAME, 1, 1),
        (DifferenceKind.ADDED, None, 2),
        (DifferenceKind.SAME, 2, 3),
    ]
    assert compare(plan(steps=tuple(before)), plan(steps=tuple(after))).changed_steps == {2}


def test_a_step_taken_out_is_removed_and_shown_where_it_stood():
    before = [step("印发细则", "4月"), step("组织专家论证", "5月"), step("公布名单", "6月")]
    compared = compare(plan(steps=tuple(before)), plan(steps=(before[0], before[2])))
    assert [row.kind for row in compared.steps] == [
        DifferenceKind.SAME,
        DifferenceKind.REMOVED,
        DifferenceKind.SAME,
    ]
    assert compared.steps[1].after is None
    assert compared.steps[1].cells[0].before == "组织专家论证"
    assert compared.changed_fields == {"steps"}
    assert compared.changed_steps == frozenset()


def test_another_step_in_the_same_place_is_one_removed_and_one_added():
    assert rows([step("印发细则", "4月")], [step("召开座谈会", "5月")]) == [
        (DifferenceKind.REMOVED, 1, None),
        (DifferenceKind.ADDED, None, 1),
    ]


def test_a_step_filled_in_where_there_was_a_blank_one_is_found():
    assert rows([step("", "")], [step("", "4月")]) == [(DifferenceKind.CHANGED, 1, 1)]


STEPS = st.lists(
    st.builds(step, st.text("印发细则组织申报", max_size=6), st.sampled_from(["4月", "", "长期"])), max_size=6
)


@given(STEPS, STEPS)
def test_every_step_of_both_plans_stands_in_the_comparison_once_and_in_order(before, after):
    compared = compare(plan(steps=tuple(before)), plan(steps=tuple(after)))
    assert [row.before for row in compared.steps if row.number_before] == before
    assert [row.after for row in compared.steps if row.number_after] == after
    assert bool(compared) is (before != after)


@given(st.text(), st.text())
def test_the_segments_make_up_both_texts(before, after):
    field = compare(plan(contact_name=before), plan(contact_name=after)).fields[5]
    assert field.field == "contact_name"
    assert "".join(s.text for s in field.segments if s.kind != DifferenceKind.ADDED) == before
    assert "".join(s.text for s in field.segments if s.kind != DifferenceKind.REMOVED) == after


def keyed(text, key, due="4月"):
    return replace(step(text, due), key=key)


def test_a_step_with_a_key_is_found_wherever_it_went_and_whatever_became_of_it():
    before = [keyed("印发细则", 1), keyed("组织申报", 2), keyed("公布名单", 3)]
    after = [keyed("公布名单", 3), keyed("另行研究", 1), keyed("组织申报", 2)]
    compared = compare(plan(steps=tuple(before)), plan(steps=tuple(after)))
    assert [(row.kind, row.number_before, row.number_after, row.moved) for row in compared.steps] == [
        (DifferenceKind.SAME, 3, 1, True),
        (DifferenceKind.CHANGED, 1, 2, False),
        (DifferenceKind.SAME, 2, 3, False),
    ]
    assert compared.changed_steps == {1, 2}


def test_two_plans_in_which_only_the_order_changed_are_not_the_same():
    one, other = keyed("印发细则", 1), keyed("组织申报", 2)
    compared = compare(plan(steps=(one, other)), plan(steps=(other, one)))
    assert compared
    assert compared.changed_fields == {"steps"}


def test_steps_with_different_keys_are_two_steps_though_they_say_the_same():
    assert rows([keyed("印发细则", 1)], [keyed("印发细则", 2)]) == [
        (DifferenceKind.REMOVED, 1, None),
        (DifferenceKind.ADDED, None, 1),
    ]


def test_a_comparison_can_be_read_from_the_other_side():
    before, after = [keyed("甲甲", 1), keyed("乙乙", 2)], [keyed("乙乙", 2), keyed("丙丙", 3)]
    there = list(compare_steps(before, after))
    assert [row.reversed().reversed() for row in there] == there
    assert [row.reversed().kind for row in there] == [
        DifferenceKind.ADDED,
        DifferenceKind.SAME,
        DifferenceKind.REMOVED,
    ]


def test_of_a_long_text_what_was_reworded_stands_within_its_clauses():
    clauses = [f"第{n}类人才的申报条件和支持方式由主管部门另行制定并公布，" for n in range(100)]
    text = "".join(clauses)
    other = text.replace("第7类人才", "第7类青年人才").replace("第60类", "第60种")
    segments = FieldDifference("text", "内容", text, other).segments
    assert [segment for segment in segments if segment.kind != DifferenceKind.SAME] == [
        Segment(DifferenceKind.ADDED, "青年"),
        Segment(DifferenceKind.REMOVED, "类"),
        Segment(DifferenceKind.ADDED, "种"),
    ]


def test_clauses_that_stand_in_the_place_of_as_many_are_compared_each_with_its_own():
    """Together they would be too long to be searched."""
    one, other = ("".join(map(chr, range(start, start + 200))) for start in (0x4E00, 0x5000))
    before, after = f"{one}，{other}。", f"{one[:100]}甲{one[100:]}，{other[:100]}乙{other[100:]}。"
    segments = FieldDifference("text", "内容", f"{before}止", f"始{after}止").segments
    assert [segment for segment in segments if segment.kind != DifferenceKind.SAME] == [
        Segment(DifferenceKind.ADDED, "始"),
        Segment(DifferenceKind.ADDED, "甲"),
        Segment(DifferenceKind.ADDED, "乙"),
    ]


def test_where_too_many_clauses_are_alike_to_be_searched_all_of_it_is_written_anew():
    before, after = "甲，乙，" * 300, "乙，甲，" * 300
    assert FieldDifference("text", "内容", before, after).segments == [
        Segment(DifferenceKind.REMOVED, before[:-1]),
        Segment(DifferenceKind.ADDED, after[:-1]),
        Segment(DifferenceKind.SAME, "，"),
    ]


@given(st.text("年月，", max_size=1200), st.text("年月，", max_size=1200))
def test_the_segments_of_long_texts_make_up_both(before, after):
    segments = FieldDifference("text", "内容", before, after).segments
    assert "".join(s.text for s in segments if s.kind != DifferenceKind.ADDED) == before
    assert "".join(s.text for s in segments if s.kind != DifferenceKind.REMOVED) == after
