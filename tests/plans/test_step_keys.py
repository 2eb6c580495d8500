"""Every step of a plan has a key that it keeps for ever, through whatever is done to it in the form."""

import re

import pytest

from tasks.models import Plan
from tasks.rules.sheet import written
from tests.factories import client_for, make_programme, make_task, make_user
from tests.plans.form_helpers import page, save, saved_plan, url
from tests.story import begin
from units.roles import Role

THREE = {
    "step_text": ["印发细则", "组织申报", "公布名单"],
    "step_due": ["4月", "5月", "6月"],
    "step_unit": ["", "", ""],
    "step_key": ["", "", ""],
}


def keys_of(task) -> dict[str, int]:
    """By the text of a step its key, in their order."""
    return {step.text: step.key for step in saved_plan(task).steps.all()}


def post(client, task, **changes):
    """Saves over what is saved, as the page has it unless `changes` say otherwise."""
    plan = Plan.objects.filter(task=task).first()
    steps = list(saved_plan(task).steps.all()) if plan else []
    rows = {
        "step_text": [step.text for step in steps],
        "step_due": [step.due_text for step in steps],
        "step_unit": [""] * len(steps),
        "step_key": [str(step.key) for step in steps],
    }
    return save(client, task, plan.version if plan else 0, **rows | changes)


@pytest.fixture
def three(signed_in, task):
    save(signed_in, task, **THREE)
    return task


def test_new_steps_are_counted_from_one_and_the_page_carries_their_keys(signed_in, three):
    assert keys_of(three) == {"印发细则": 1, "组织申报": 2, "公布名单": 3}
    assert re.findall(r'name="step_key" value="(\d*)"', page(signed_in, three)) == ["1", "2", "3"]


def test_steps_that_look_the_same_carry_each_their_own_key(signed_in, three):
    """What looks the same is drawn once: the key is not to be seen, and is another."""
    page(signed_in, three)
    post(signed_in, three, op="remove-steps-1-3")
    post(signed_in, three, **THREE)
    assert re.findall(r'name="step_key" value="(\d*)"', page(signed_in, three)) == ["4", "5", "6"]


def test_a_reworded_step_keeps_its_key(signed_in, three):
    post(signed_in, three, step_text=["印发细则", "另起炉灶", "公布名单"])
    assert keys_of(three) == {"印发细则": 1, "另起炉灶": 2, "公布名单": 3}


def test_a_moved_step_keeps_its_key(signed_in, three):
    post(signed_in, three, op="move-up-3")
    assert keys_of(three) == {"印发细则": 1, "公布名单": 3, "组织申报": 2}


def test_a_removed_step_takes_its_key_with_it_though_the_same_text_comes_back(signed_in, three):
    post(signed_in, three, op="remove-step-3")
    rows = {name: THREE[name] for name in ("step_text", "step_due", "step_unit")}
    post(signed_in, three, **rows, step_key=["1", "2", ""])
    assert keys_of(three) == {"印发细则": 1, "组织申报": 2, "公布名单": 4}


def test_all_steps_removed_and_one_added_begins_no_count_anew(signed_in, three):
    post(signed_in, three, op="remove-steps-1-3")
    post(signed_in, three, step_text=["印发细则"], step_due=["4月"], step_unit=[""], step_key=[""])
    assert keys_of(three) == {"印发细则": 4}


def test_pasted_steps_get_keys_of_their_own(signed_in, three):
    post(signed_in, three, op="paste", paste="验收（7月）")
    assert keys_of(three) == {"印发细则": 1, "组织申报": 2, "公布名单": 3, "验收": 4}


def test_a_step_that_is_copied_is_a_new_one(signed_in, three, lead):
    other = make_task(three.programme, 5, lead=lead)
    save(signed_in, other, **THREE)
    source = Plan.objects.get(task=other)
    response = signed_in.post(
        url("plan-copy", three),
        {
            "based_on": 1,
            "step_text": ["印发细则"],
            "step_due": ["4月"],
            "step_unit": [""],
            "step_key": ["1"],
            "copy_source": source.pk,
            "copy_what": ["steps"],
        },
    )
    assert response.status_code == 302
    steps = saved_plan(three).steps.all()
    assert [(step.text, step.key) for step in steps] == [
        ("印发细则", 1), ("印发细则", 4), ("组织申报", 5), ("公布名单", 6),
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", ["99", "0", "-1", "1e3", "１", "9" * 40, "abc", "3 "])
def test_a_key_nobody_was_given_is_a_new_one(signed_in, three, wrong):
    post(signed_in, three, step_key=["1", "2", wrong])
    assert keys_of(three) == {"印发细则": 1, "组织申报": 2, "公布名单": 4}


def test_a_key_posted_twice_stays_with_the_first(signed_in, three):
    post(signed_in, three, step_key=["2", "2", "3"])
    assert keys_of(three) == {"印发细则": 2, "组织申报": 4, "公布名单": 3}


def test_a_key_of_another_plan_counts_for_nothing(signed_in, three, lead):
    other = make_task(make_programme(code="ZWEI"), 4, lead=lead)
    save(signed_in, other, **THREE | {"step_key": ["3", "2", "1"]})
    assert keys_of(other) == {"印发细则": 1, "组织申报": 2, "公布名单": 3}


def test_a_key_too_few_or_too_many_hurts_nobody(signed_in, three):
    post(signed_in, three, step_key=["1"])
    assert keys_of(three) == {"印发细则": 1, "组织申报": 4, "公布名单": 5}
    post(signed_in, three, step_key=["1", "4", "5", "6", "7"])
    assert keys_of(three) == {"印发细则": 1, "组织申报": 4, "公布名单": 5}


def test_a_page_drawn_before_steps_had_keys_loses_none(signed_in, three):
    rows = {name: THREE[name] for name in ("step_due", "step_unit")}
    save(signed_in, three, 1, **rows, step_text=["印发实施细则", "组织申报", "验收"])
    assert keys_of(three) == {"印发实施细则": 1, "组织申报": 2, "验收": 4}


def test_a_save_in_the_background_answers_with_the_keys_so_that_the_next_one_keeps_them(signed_in, task):
    saved = save(signed_in, task, htmx=True, op="autosave", **THREE).content.decode()
    assert re.findall(r'id="id_step_(\d)_key" name="step_key" value="(\d)" hx-swap-oob', saved) == [
        ("1", "1"), ("2", "2"), ("3", "3"),
    ]  # fmt: skip
    save(
        signed_in,
        task,
        1,
        htmx=True,
        op="autosave",
        **THREE | {"step_key": ["1", "2", "3"]},
        contact_name="赵某",
    )
    assert keys_of(task) == {"印发细则": 1, "组织申报": 2, "公布名单": 3}


def test_rows_drawn_again_by_a_button_carry_the_keys_just_given(signed_in, task):
    rows = save(signed_in, task, htmx=True, op="move-up-2", **THREE).content.decode()
    found = re.findall(r'<input type="hidden" id="id_step_\d_key" name="step_key" value="(\d*)">', rows)
    assert found == ["1", "2", "3"]
    assert keys_of(task) == {"组织申报": 1, "印发细则": 2, "公布名单": 3}


def test_a_save_that_changes_nothing_gives_no_keys(signed_in, three):
    post(signed_in, three)
    plan = saved_plan(three)
    assert (plan.version, plan.next_step_key) == (1, 4)


# --- two people ----------------------------------------------------------------------------------------------


@pytest.fixture
def colleague(lead, three):
    """Rewords the second step, takes out the third and adds one, while `signed_in` has the form open."""
    client = client_for(make_user(Role.LIAISON, lead))
    save(
        client,
        three,
        1,
        step_text=["印发细则", "组织高校申报", "开展培训"],
        step_due=["4月", "5月", "6月"],
        step_unit=[""] * 3,
        step_key=["1", "2", ""],
    )
    return client


MINE = {
    "step_text": ["公布名单", "印发细则", "组织专家申报"],
    "step_due": ["6月", "4月", "5月"],
    "step_unit": [""] * 3,
    "step_key": ["3", "1", "2"],
}


def test_a_conflict_is_told_step_by_step_though_there_are_others_in_another_order(
    signed_in, three, colleague
):
    html = save(signed_in, three, 1, **MINE).content.decode()
    for told in (
        "第 2 步", "第 3 步（您填写的内容中没有）", "您填写的第 1 步（已保存的内容中没有）",
    ):  # fmt: skip
        assert f"<legend>{told}</legend>" in html
    assert "<legend>第 1 步</legend>" not in html


def test_steps_keep_their_keys_through_a_conflict(signed_in, three, colleague):
    chosen = {"choose_step_2": "mine", "choose_step_3": "theirs", "choose_own_step_1": "theirs"}
    signed_in.post(url("plan-resolve", three), {"based_on": 2} | MINE | chosen)
    assert keys_of(three) == {"印发细则": 1, "组织专家申报": 2, "开展培训": 4}


def test_a_step_the_other_took_out_comes_back_as_a_new_one(signed_in, three, colleague):
    chosen = {"choose_step_2": "theirs", "choose_step_3": "mine", "choose_own_step_1": "mine"}
    signed_in.post(url("plan-resolve", three), {"based_on": 2} | MINE | chosen)
    assert keys_of(three) == {"公布名单": 5, "印发细则": 1, "组织高校申报": 2}


def test_the_order_of_the_steps_is_chosen_too(signed_in, three, lead):
    other = client_for(make_user(Role.LIAISON, lead))
    post(other, three, op="move-up-3")
    mine = {**THREE, "step_key": ["2", "1", "3"], "step_text": ["组织申报", "印发细则", "公布名单"]}
    mine["step_due"] = ["5月", "4月", "6月"]
    html = save(signed_in, three, 1, **mine).content.decode()
    assert "<legend>工作步骤的次序</legend>" in html
    signed_in.post(url("plan-resolve", three), {"based_on": 2, "choose_order": "mine"} | mine)
    assert list(keys_of(three).items()) == [("组织申报", 2), ("印发细则", 1), ("公布名单", 3)]


def test_two_who_begin_the_same_plan_with_the_same_steps_have_them_once(signed_in, task, lead):
    save(client_for(make_user(Role.LIAISON, lead)), task, **THREE)
    html = save(signed_in, task, **THREE | {"step_due": ["4月", "5月", "7月"]}).content.decode()
    assert re.findall(r"<legend>(.*?)</legend>", html) == ["第 3 步"]


# --- what is not posted by a browser --------------------------------------------------------------------------


def test_a_sheet_that_knows_no_keys_has_those_of_the_same_steps(db):
    story = begin()
    story.draft(written(steps=[("印发细则", "4月"), ("组织申报", "5月")]))
    story.draft(written(steps=[("组织专家论证", "4月"), ("印发实施细则", "4月"), ("组织申报", "5月")]))
    assert keys_of(story.task) == {"组织专家论证": 3, "印发实施细则": 1, "组织申报": 2}
