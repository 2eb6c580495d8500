"""Two people with the same plan form open: what only one of them touched is saved without anybody being asked."""

import re

import pytest

from tests.plans import windows
from tests.plans.form_helpers import page, saved_plan, steps_of, url
from tests.plans.states import make_filed
from tests.plans.windows import STEPS, Window, both
from tests.rounds.browsing import Fields

SAVES = {"by hand": lambda window: window.press(), "by itself": lambda window: window.wait()}
by_hand_and_by_itself = pytest.mark.parametrize("saves", SAVES.values(), ids=SAVES)


@by_hand_and_by_itself
def test_two_who_touch_different_fields_are_both_saved_and_nobody_is_asked(mine, theirs, task, saves):
    theirs.type(contact_name="孙某").press()
    saves(mine.type(responsible_office="高教处"))
    assert mine.answer.status_code in (200, 302)
    assert both(task) == ("孙某", "高教处")


@by_hand_and_by_itself
def test_of_two_texts_only_what_both_touched_is_asked_about(mine, theirs, task, saves):
    theirs.type(contact_name="孙某", finish="2016年").step(1, "起草细则").press()
    saves(mine.type(contact_name="钱某", responsible_office="高教处").step(2, "专家论证"))
    assert mine.answer.status_code == 409
    assert both(task) == ("孙某", "科研处")
    mine.press()
    assert mine.choices() == ["contact_name"]
    assert "共 1 处须选择，其余修改一并保存" in mine.answer.content.decode()
    assert mine.choose(choose_contact_name="mine").status_code == 302
    assert both(task) == ("钱某", "高教处")
    assert saved_plan(task).finish_text == "2016年"
    assert [text for text, _ in steps_of(task)] == ["起草细则", "专家论证", "公布名单"]


@by_hand_and_by_itself
def test_steps_are_told_apart_by_their_keys(mine, theirs, task, saves):
    """Each of them rewords one, takes one out, adds one, and one moves."""
    theirs.step(1, "起草细则")
    theirs.wait("remove-step-2")
    again = Window(theirs.client, task)
    again.fields["step_text"].append("开展评估")
    again.type(
        step_due=["4月", "6月", "9月"], step_unit=[""] * 3, step_key=[*again.fields["step_key"], ""]
    ).press()
    mine.step(3, "公示名单")
    mine.fields["step_text"].append("总结经验")
    mine.type(
        step_due=["4月", "5月", "6月", "12月"], step_unit=[""] * 4, step_key=[*mine.fields["step_key"], ""]
    )
    saves(mine)
    assert mine.answer.status_code in (200, 302)
    assert {text for text, _ in steps_of(task)} == {"起草细则", "公示名单", "开展评估", "总结经验"}


def test_a_step_that_one_reworded_and_the_other_took_out_is_asked_about(mine, theirs, task):
    theirs.step(2, "专家论证").press()
    mine.press("remove-step-2")
    assert mine.choices() == ["step_2"]


def test_a_step_of_which_only_the_unit_was_changed_was_touched(mine, theirs, task):
    theirs.type(step_unit=["", "市科委", ""]).press()
    assert mine.type(contact_name="孙某").press().status_code == 302
    assert [step.unit and step.unit.short_name for step in saved_plan(task).steps.all()] == [
        None,
        "市科委",
        None,
    ]
    assert mine.step(2, "专家论证").press().status_code == 409
    assert mine.choices() == ["step_2"]


def test_a_step_of_both_keeps_the_key_that_it_was_saved_with_whichever_is_chosen(mine, theirs, task):
    theirs.add(("总结推广经验", "11月")).press()
    key = saved_plan(task).steps.last().key
    mine.add(("总结推广经验", "12月")).press()
    mine.choose(choose_step_4="mine")
    last = saved_plan(task).steps.last()
    assert (last.due_text, last.key) == ("12月", key)


def test_who_adds_a_step_or_takes_one_out_changes_no_order(mine, theirs, task):
    theirs.on_top("成立专班", "3月").press()
    Window(theirs.client, task).press("remove-step-2")
    assert mine.press("move-up-3").status_code == 302
    assert [text for text, _ in steps_of(task)] == ["成立专班", "公布名单", "组织申报"]


def test_the_order_of_the_steps_is_kept_of_whoever_changed_it(mine, theirs, task):
    theirs.press("move-up-3")
    mine.step(1, "起草细则").press()
    assert [text for text, _ in steps_of(task)] == ["起草细则", "公布名单", "组织申报"]


def retype_the_second_below(window):
    """Without saving between, so that it has no key any more."""
    return window.type(
        step_text=["印发细则", "公布名单", "组织申报"],
        step_due=["4月", "6月", "5月"],
        step_key=["1", "3", ""],
    )


def test_a_step_that_was_taken_out_and_typed_anew_elsewhere_was_moved(mine, theirs, task):
    theirs.type(contact_name="孙某").press()
    assert retype_the_second_below(mine).press().status_code == 302
    assert [text for text, _ in steps_of(task)] == ["印发细则", "公布名单", "组织申报"]
    assert both(task)[0] == "孙某"


def test_where_the_other_moved_one_too_both_orders_are_asked_about(mine, theirs, task):
    theirs.press("move-up-2")
    retype_the_second_below(mine).press()
    assert "order" in mine.choices()


REVIEW, PUBLISH = "组织申报材料审查", "公布评审结果"


@pytest.mark.parametrize(("chosen", "due"), [("mine", "9月"), ("theirs", "8月")])
def test_no_step_is_lost_where_both_add_the_same_two_crosswise(mine, theirs, task, chosen, due):
    """One of the two is told to be the same, and asked about; of the other there are two."""
    theirs.add((REVIEW, "7月"), (PUBLISH, "8月")).press()
    mine.add((PUBLISH, "9月"), (REVIEW, "10月")).press()
    assert mine.choices() == ["step_5"]
    mine.choose(choose_step_5=chosen)
    assert steps_of(task)[3:] == [(REVIEW, "7月"), (PUBLISH, due), (REVIEW, "10月")]


def test_nor_where_one_of_them_is_the_same_and_nothing_is_asked(mine, theirs, task):
    theirs.add((REVIEW, "7月"), (PUBLISH, "9月")).press()
    assert mine.add((PUBLISH, "9月"), (REVIEW, "10月")).press().status_code == 302
    assert steps_of(task)[3:] == [(REVIEW, "7月"), (PUBLISH, "9月"), (REVIEW, "10月")]


def test_two_orders_are_asked_about(mine, theirs, task):
    theirs.press("move-up-3")
    mine.press("move-up-2")
    assert mine.choices() == ["order"]


def test_what_the_page_does_not_show_yet_is_not_written_over_by_the_next_saves(mine, theirs, task):
    theirs.type(contact_name="孙某").press()
    for office in ("高教处", "学位处", "人事处"):
        note = mine.type(responsible_office=office).wait()
        assert both(task) == ("孙某", office)
        assert re.search(
            r"联系人另有修改（最近保存：赵某 \d\d:\d\d），已与您填写的一并保存。点“保存”后，本页显示最新内容。",
            note,
        )
    assert mine.fields["contact_name"] == ["李某"]
    mine.press()
    assert 'value="孙某"' in page(mine.client, task)


def test_whoever_touches_it_then_is_asked_and_told_who_wrote_the_other(mine, theirs, task):
    theirs.type(contact_name="孙某").press()
    mine.type(responsible_office="高教处").wait()
    assert re.search(r"赵某 \d\d:\d\d 保存了另一份内容", mine.type(contact_name="钱某").wait())
    mine.press()
    assert mine.choices() == ["contact_name"]
    assert "赵某保存的内容" in mine.answer.content.decode()


def test_ones_own_second_window_is_not_taken_for_a_colleague_who_wrote_long_ago(mine, theirs, task):
    theirs.type(finish="2016年").press()
    one, two = Window(mine.client, task), Window(mine.client, task)
    two.type(contact_name="孙某").press()
    for office in ("高教处", "学位处"):
        note = one.type(responsible_office=office).wait()
        assert re.search(r"联系人另有修改（最近保存：您在另一个窗口 \d\d:\d\d），已与您填写的一并保存", note)
        assert "赵某" not in note


def test_of_two_colleagues_who_wrote_meanwhile_the_last_is_not_said_to_have_written_all(
    mine, theirs, task, lead
):
    theirs.type(contact_name="孙某").press()
    last = windows.second_of(lead, task, name="吴某")
    last.type(finish="2016年").press()
    note = mine.type(responsible_office="高教处").wait()
    assert re.search(r"联系人、完成时间另有修改（最近保存：吴某 \d\d:\d\d），已与您填写的一并保存", note)
    assert "赵某" not in note


def test_an_order_that_nobody_changed_stays_theirs_and_is_not_said_to_be_changed(mine, theirs, task):
    """Both add the same step, one on top and one below."""
    theirs.type(contact_name="孙某").on_top("组织专家评审会", "3月").press()
    mine.add(("组织专家评审会", "3月"))
    note = mine.wait()
    assert re.search(r"[>\s]联系人另有修改（最近保存：赵某", note)
    mine.wait()
    assert [text for text, _ in steps_of(task)] == ["组织专家评审会", *STEPS["step_text"]]


def test_the_page_of_choices_goes_on_saying_who_wrote_the_other(mine, theirs, task):
    theirs.type(contact_name="孙某").press()
    mine.type(responsible_office="高教处").wait()
    mine.type(contact_name="钱某").press()
    assert mine.choose().status_code == 422
    assert "赵某保存的内容" in mine.answer.content.decode()


def test_so_does_a_form_that_came_back_with_errors_before(mine, theirs, task):
    theirs.type(contact_name="孙某").press()
    mine.type(responsible_office="高教处").wait()
    assert mine.type(responsible_office="高教处" * 50).press().status_code == 422
    mine.fields = Fields(mine.answer.content.decode(), "plan-form").values
    mine.type(responsible_office="高教处", contact_name="钱某").press()
    assert "赵某保存的内容" in mine.answer.content.decode()


@pytest.mark.parametrize("together", ["", "3", "3:", "3:x", "3:999999999", f"3:{'9' * 400}", "３:1"])
def test_whose_text_it_was_put_together_with_may_be_anything(mine, theirs, task, together):
    theirs.type(contact_name="孙某").press()
    mine.type(responsible_office="高教处").wait()
    assert saved_plan(task).version == 3
    assert mine.type(contact_name="钱某", together=together).press().status_code == 409


def test_the_way_to_the_choice_does_what_the_button_was_to_do(mine, theirs, task):
    theirs.step(2, "专家论证").press()
    html = mine.wait("remove-step-2")
    assert mine.answer.status_code == 409
    assert 'name="op" value="remove-step-2">查看两份内容并选择' in html
    mine.press("remove-step-2")
    assert mine.choices() == ["step_2"]
    assert mine.choose(choose_step_2="mine").status_code == 302
    assert [text for text, _ in steps_of(task)] == ["印发细则", "公布名单"]


def test_steps_that_are_saved_beside_those_of_another_get_their_keys_in_the_background(mine, theirs, task):
    theirs.type(
        step_text=["成立专班", *STEPS["step_text"]], step_due=["3月", *STEPS["step_due"]], step_unit=[""] * 4,
        step_key=["", *theirs.fields["step_key"]],
    ).press()  # fmt: skip
    mine.type(
        step_text=[*STEPS["step_text"], "总结经验"], step_due=[*STEPS["step_due"], "12月"], step_unit=[""] * 4,
        step_key=[*mine.fields["step_key"], ""],
    ).wait()  # fmt: skip
    assert mine.fields["step_key"] == ["1", "2", "3", "5"]
    mine.step(4, "总结推广").wait()
    assert [text for text, _ in steps_of(task)] == ["成立专班", *STEPS["step_text"], "总结推广"]


def test_a_button_that_draws_the_rows_anew_draws_those_of_both(mine, theirs, task):
    theirs.type(contact_name="孙某").step(1, "起草细则").press("move-up-3")
    html = mine.type(responsible_office="高教处").wait("add-step")
    assert both(task) == ("孙某", "高教处")
    assert re.findall(r'name="step_key" value="(\d*)"', html)[:4] == ["1", "3", "2", ""]
    assert '"place": "id_step_4_text"' in mine.answer["HX-Trigger-After-Settle"]


def test_by_hand_a_new_row_stands_below_the_steps_of_both(mine, theirs, task):
    theirs.type(
        step_text=[*STEPS["step_text"], "总结经验"], step_due=[*STEPS["step_due"], ""], step_unit=[""] * 4,
        step_key=[*theirs.fields["step_key"], ""],
    ).press()  # fmt: skip
    assert mine.press("add-step")["Location"].endswith("?together=2&steps=5#id_step_5_text")
    assert "工作步骤及完成时限另有修改（最近保存：赵某" in page(mine.client, task)


def test_so_does_a_new_row_for_a_participant(mine, theirs, task):
    by_hand = Window(mine.client, task)
    theirs.type(participant=["市财政局", "市人力社保局"]).press()
    html = mine.wait("add-participant")
    assert '"place": "id_participant_3"' in mine.answer["HX-Trigger-After-Settle"]
    assert 'id="id_participant_3"' in html
    assert 'id="id_participant_4"' not in html
    assert by_hand.press("add-participant")["Location"].endswith("participants=3#id_participant_3")


def test_who_takes_out_the_same_step_sees_the_rows_without_it_and_it_stays_out(mine, theirs, task):
    theirs.press("remove-step-2")
    html = mine.wait("remove-step-2")
    assert re.findall(r'name="step_key" value="(\d*)"', html)[:2] == ["1", "3"]
    assert 'id="id_step_3_text"' not in html
    assert "已删除第 2 步“组织申报”" in html
    mine.take_rows(html).type(responsible_office="高教处").wait()
    assert [text for text, _ in steps_of(task)] == ["印发细则", "公布名单"]


def test_so_does_who_wrote_something_else_before(mine, theirs, task):
    theirs.press("remove-step-2")
    mine.type(responsible_office="高教处").wait()
    html = mine.wait("remove-step-2")
    mine.take_rows(html).type(responsible_office="学位处").wait()
    assert [text for text, _ in steps_of(task)] == ["印发细则", "公布名单"]
    assert both(task) == ("李某", "学位处")


def test_a_button_works_where_both_wrote_the_same(mine, theirs, task):
    theirs.type(contact_name="孙某").press()
    html = mine.type(contact_name="孙某").wait("add-step")
    assert re.findall(r'name="step_key" value="(\d*)"', html)[:4] == ["1", "2", "3", ""]
    assert '"place": "id_step_4_text"' in mine.answer["HX-Trigger-After-Settle"]


def test_by_hand_it_works_there_too(mine, theirs, task):
    theirs.press("remove-step-2")
    assert "deleted=2" in mine.press("remove-step-2")["Location"]
    theirs.fields = Window(theirs.client, task).fields
    theirs.type(contact_name="孙某").press()
    assert mine.type(contact_name="孙某").press("review")["Location"] != url("plan-edit", task)


def test_a_form_that_comes_back_with_errors_still_knows_what_was_touched(mine, theirs, task):
    theirs.type(contact_name="孙某").press()
    assert mine.type(responsible_office="高教处" * 50).press().status_code == 422
    mine.fields = Fields(mine.answer.content.decode(), "plan-form").values
    assert mine.type(responsible_office="高教处").press().status_code == 302
    assert both(task) == ("孙某", "高教处")


def test_a_third_save_while_choosing_asks_again_about_no_more_than_before(mine, theirs, task):
    theirs.type(contact_name="孙某").press()
    mine.type(contact_name="钱某").press()
    theirs = Window(theirs.client, task)
    theirs.type(finish="2016年").press()
    assert mine.choose(choose_contact_name="mine").status_code == 409
    assert mine.choices() == ["contact_name"]
    assert mine.choose(choose_contact_name="mine").status_code == 302
    assert (both(task)[0], saved_plan(task).finish_text) == ("钱某", "2016年")


def test_where_the_other_took_back_what_they_wrote_there_is_nothing_left_to_choose(mine, theirs, task):
    theirs.type(contact_name="孙某").press()
    mine.type(contact_name="钱某").press()
    Window(theirs.client, task).type(contact_name="李某").press()
    assert mine.choose(choose_contact_name="mine").status_code == 302
    assert both(task)[0] == "钱某"


def test_once_it_is_filed_only_what_one_touched_is_shown_to_be_copied(mine, theirs, task, liaison):
    theirs.type(contact_name="孙某").press()
    make_filed(task, liaison)
    shown = mine.type(responsible_office="高教处").press().content.decode()
    assert mine.answer.status_code == 409
    assert "高教处" in shown
    assert "孙某" not in shown


def test_who_typed_nothing_meets_nobody(mine, theirs, task, liaison):
    theirs.type(contact_name="孙某").press()
    assert mine.press().status_code == 302
    make_filed(task, liaison)
    assert mine.press()["Location"] == url("plan-edit", task)
    assert both(task)[0] == "孙某"


@pytest.mark.parametrize("drawn", ["", "x", ":::", f"{'9' * 5000}:a contact_name:b", "1:a " * 20_000])
def test_marks_that_are_none_ask_about_all(mine, theirs, task, drawn):
    theirs.type(contact_name="孙某").press()
    assert mine.type(responsible_office="高教处", drawn=drawn).press().status_code == 409
