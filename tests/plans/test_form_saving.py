"""Saving the form: what is stored, what is refused with everything kept, and the rows and their buttons."""

from datetime import date

import pytest

from tasks.models import Plan, PlanStep
from tasks.rules import periods
from tests.factories import make_unit
from tests.plans.form_helpers import page, save, saved_plan, steps_of, url


def test_a_save_stores_what_was_typed_with_its_times(signed_in, task):
    response = save(signed_in, task)
    assert response.status_code == 302
    assert response["Location"] == url("plan-edit", task)
    plan = saved_plan(task)
    assert (plan.supervising_leader, plan.contact_name, plan.version) == ("副主任 张某", "李某", 1)
    assert str(plan.finish_last) == "2017-12-31"
    assert [str(step.due_last) for step in plan.steps.all()] == ["2015-04-30", "2015-06-30"]


def test_what_was_saved_stands_in_the_form_again(signed_in, task):
    save(signed_in, task, step_text=["第一件\n分两行", "第二件"])
    html = page(signed_in, task)
    assert 'value="副主任 张某"' in html
    assert "第一件\n分两行</textarea>" in html
    assert 'value="5—6月"' in html


def test_a_save_needs_nothing_to_be_filled_in(signed_in, task):
    response = signed_in.post(url("plan-save", task), {"based_on": 0})
    assert response.status_code == 302
    assert saved_plan(task).version == 1


def test_saving_the_same_again_writes_nothing(signed_in, task):
    save(signed_in, task)
    save(signed_in, task, 1)
    assert saved_plan(task).version == 1


def test_blank_steps_at_the_end_are_not_saved_but_one_in_between_keeps_its_place(signed_in, task):
    save(signed_in, task, step_text=["一", "", "三", ""], step_due=["", "", "长期", ""], step_unit=[""] * 4)
    assert steps_of(task) == [("一", ""), ("", ""), ("三", "长期")]
    assert '<a href="#id_step_2_text">第 2 步的内容</a>' in page(signed_in, task)


def test_a_step_can_be_given_to_a_unit(signed_in, task, lead):
    save(signed_in, task, step_unit=[lead.short_name, ""])
    assert [step.unit for step in saved_plan(task).steps.all()] == [lead, None]
    assert "<option selected>市教委</option>" in page(signed_in, task)


def test_what_the_form_does_not_have_is_not_taken_from_what_is_sent(signed_in, task):
    save(
        signed_in,
        task,
        status="accepted",
        filing="1",
        in_force="1",
        first_filed_at="2015-03-01",
        next_step_key="9",
    )
    plan = saved_plan(task)
    assert (plan.status, plan.filing, plan.in_force, plan.first_filed_at) == ("draft", None, None, None)
    assert plan.next_step_key == 3


@pytest.mark.parametrize("name", ["999999", "某大学", "-1", "9" * 30, "市\0教委"])
def test_a_step_given_to_no_unit_of_the_list_is_refused(signed_in, task, name):
    response = save(signed_in, task, step_unit=[name, ""])
    assert response.status_code == 422
    assert "第 1 步的承担单位不在列表中，请重新选择" in response.content.decode()


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        ({"contact_name": "李\x01某"}, "id_contact_name", "联系人：第 2 个字符是不可见的控制字符"),
        ({"contact_name": "李\ue000"}, "id_contact_name", "联系人：第 2 个字符“\ue000”（U+E000）无法打印"),
        ({"step_text": ["好", "坏\ue000"]}, "id_step_2_text", "第 2 步的内容：第 2 个字符“\ue000”（U+E000）"),
        ({"contact_name": "李" * 101}, "id_contact_name", "联系人不能超过100字"),
        ({"finish": "长" * 101}, "id_finish", "完成时间不能超过100字"),
        ({"step_text": ["好", "坏\x0b"]}, "id_step_2_text", "第 2 步的内容：第 2 个字符是不可见的控制字符"),
        ({"step_text": ["长" * 2001, "好"]}, "id_step_1_text", "第 1 步的内容不能超过2000字，现有2001字"),
        ({"step_due": ["4月底前", "长" * 101]}, "id_step_2_due", "第 2 步的时限不能超过100字"),
        ({"participant": ["某局\x02"]}, "id_participant_1", "增列的第 1 个参与单位：第 3 个字符是不可见"),
    ],
)
def test_what_cannot_be_stored_is_refused_at_its_place_with_everything_kept(
    signed_in, task, change, place, message
):
    response = save(signed_in, task, **change)
    html = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#{place}">{message}' in html
    assert f'id="{place}"' in html
    assert f'id="{place}_error"' in html
    assert "<title>错误：" in html
    assert 'value="副主任 张某"' in html
    assert 'name="based_on" value="0"' in html
    assert not Plan.objects.exists()


def test_more_than_a_hundred_steps_are_refused_and_all_of_them_kept(signed_in, task):
    steps = [f"第{n}件事" for n in range(101)]
    response = save(signed_in, task, step_text=steps, step_due=[""] * 101, step_unit=[""] * 101)
    html = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#id_steps">工作步骤最多100步，现有101步，请合并或删除多出的步骤</a>' in html
    assert "第100件事</textarea>" in html
    assert not PlanStep.objects.exists()


def test_a_hundred_steps_are_saved(signed_in, task):
    save(signed_in, task, step_text=["做事"] * 100, step_due=["长期"] * 100, step_unit=[""] * 100)
    assert len(steps_of(task)) == 100


def test_a_request_without_a_version_is_refused(signed_in, task):
    assert signed_in.post(url("plan-save", task), {"contact_name": "李某"}).status_code == 404
    assert not Plan.objects.exists()


def test_a_participating_unit_can_be_chosen_or_named(signed_in, task):
    finance = make_unit("市财政局", full_name="北京市财政局")
    save(signed_in, task, participant=["北京市财政局", "", "某大学"])
    added = [(entry.unit, entry.name) for entry in saved_plan(task).participants.all()]
    assert added == [(finance, ""), (None, "某大学")]
    assert 'value="某大学"' in page(signed_in, task)


@pytest.mark.parametrize("name", ["市教委", "市科委", "某大学"])
def test_a_unit_that_already_takes_part_is_not_added_twice(signed_in, task, name):
    response = save(signed_in, task, participant=["某大学", name])
    assert response.status_code == 422
    assert f'<a href="#id_participant_2">{name}已是本项责任单位或参与单位' in response.content.decode()


def test_more_than_fifty_added_units_are_refused(signed_in, task):
    response = save(signed_in, task, participant=[f"某大学{n}" for n in range(51)])
    assert response.status_code == 422
    assert '<a href="#id_participants">增列的参与单位最多50个，请删减</a>' in response.content.decode()


def test_a_step_is_added_blank_at_the_end_and_the_page_goes_on_there(signed_in, task):
    response = save(signed_in, task, op="add-step")
    assert response["Location"] == url("plan-edit", task) + "?steps=3#id_step_3_text"
    assert len(steps_of(task)) == 2
    assert 'id="id_step_3_text"' in page(signed_in, task, "?steps=3")


def test_several_blank_steps_can_be_added_one_after_another(signed_in, task):
    response = save(signed_in, task, op="add-step", step_text=["一", ""], step_due=["", ""])
    assert response["Location"].endswith("?steps=3#id_step_3_text")


@pytest.mark.parametrize(
    ("op", "texts", "focus"),
    [
        ("remove-step-1", ["二", "三"], "?deleted=1#id_step_1_text"),
        ("remove-step-3", ["一", "二"], "?deleted=3#id_step_2_text"),
        ("move-up-3", ["一", "三", "二"], "#id_step_2_up"),
        ("move-up-2", ["二", "一", "三"], "#id_step_1_text"),
        ("move-down-1", ["二", "一", "三"], "#id_step_2_down"),
        ("move-down-2", ["一", "三", "二"], "#id_step_3_text"),
        ("remove-steps-1-2", ["三"], "#id_step_1_text"),
        ("remove-steps-1-3", [], "#id_add_step"),
    ],
)
def test_a_row_button_saves_what_was_typed_and_goes_on_at_its_row(signed_in, task, op, texts, focus):
    response = save(
        signed_in, task, op=op, step_text=["一", "二", "三"], step_due=[""] * 3, step_unit=[""] * 3
    )
    assert response["Location"] == f"{url('plan-edit', task)}{focus}"
    assert [text for text, _ in steps_of(task)] == texts
    assert saved_plan(task).contact_name == "李某"


@pytest.mark.parametrize(
    "op", ["move-up-1", "move-down-2", "remove-step-9", "move-up-0", "remove-steps-2-1", "x"]
)
def test_a_button_whose_row_is_gone_only_saves(signed_in, task, op):
    assert save(signed_in, task, op=op).status_code == 302
    assert [text for text, _ in steps_of(task)] == ["印发建设计划实施细则", "组织高校申报、专家论证"]


def test_steps_pasted_from_word_follow_those_already_there_and_can_be_taken_away_again(signed_in, task):
    text = "一、调研座谈，3月底前\n二、起草文件（4月底前）\n三、印发实施，2015年6月"
    response = save(signed_in, task, op="paste", paste=text)
    assert response["Location"] == f"{url('plan-edit', task)}?pasted=3-5-0#id_step_3_text"
    assert steps_of(task)[2:] == [("调研座谈", "3月底前"), ("起草文件", "4月底前"), ("印发实施", "2015年6月")]
    html = page(signed_in, task, "?pasted=3-5-0")
    assert 'value="remove-steps-3-5"' in html
    rows = [*zip(*steps_of(task), strict=True)]
    save(signed_in, task, 1, op="remove-steps-3-5", step_text=rows[0], step_due=rows[1], step_unit=[""] * 5)
    assert len(steps_of(task)) == 2


@pytest.mark.parametrize("op", ["", "save", "add-participant", "review"])
def test_what_stands_in_the_box_for_pasting_is_not_lost_by_another_button(signed_in, task, op):
    save(signed_in, task, op=op, paste="三、印发实施，2015年6月")
    assert steps_of(task)[2:] == [("印发实施", "2015年6月")]


@pytest.mark.parametrize("op", ["", "save", "autosave"])
def test_a_save_in_the_background_leaves_the_box_for_pasting_to_who_fills_it(signed_in, task, op):
    assert save(signed_in, task, htmx=True, op=op, paste="三、印发实施，2015年6月").status_code == 200
    assert len(steps_of(task)) == 2


def test_pasting_nothing_leads_back_to_the_box(signed_in, task):
    assert save(signed_in, task, op="paste", paste=" \n ")["Location"].endswith("#id_paste")


def test_a_row_for_a_participating_unit_is_added_and_removed(signed_in, task):
    added = save(signed_in, task, op="add-participant", participant=["某大学"])
    assert added["Location"].endswith("?participants=2#id_participant_2")
    assert 'id="id_participant_2"' in page(signed_in, task, "?participants=2")
    save(signed_in, task, 1, op="remove-participant-1", participant=["某大学", "某学院"])
    assert [str(entry) for entry in saved_plan(task).participants.all()] == ["某学院"]


@pytest.mark.parametrize(
    ("op", "route", "query"),
    [("review", "plan-review", ""), ("consult", "consultation-list", ""), ("print", "plan-edit", "?print=1")],
)
def test_a_button_that_leads_away_saves_first(signed_in, task, op, route, query):
    assert save(signed_in, task, op=op)["Location"] == url(route, task) + query
    assert saved_plan(task).contact_name == "李某"


def test_after_saving_for_print_the_page_offers_the_draft(signed_in, task):
    save(signed_in, task)
    assert url("plan-print", task) in page(signed_in, task, "?print=1").split("下载送审稿")[0][-200:]


def test_a_save_in_the_background_answers_with_version_time_readings_and_what_is_missing(signed_in, task):
    response = save(
        signed_in, task, htmx=True, op="autosave", contact_name="", step_due=["4月底前", "看情况"]
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert 'name="based_on" value="1"' in html
    assert "已自动保存 " in html
    assert '<a href="#id_contact_name">联系人</a>' in html
    assert '<span id="id_step_1_due_read" class="reading" hx-swap-oob="true">' in html
    assert "2015-04-30 止" in html
    assert "未识别" in html
    assert "<textarea" not in html


def test_a_row_button_in_the_background_answers_with_the_rows_and_where_to_go_on(signed_in, task):
    response = save(signed_in, task, htmx=True, op="add-step")
    html = response.content.decode()
    assert 'id="id_step_3_text"' in html
    assert "id_step_3_text" in response["HX-Trigger-After-Settle"]
    assert "<html" not in html


def test_a_refused_save_in_the_background_says_why_and_changes_no_field(signed_in, task):
    response = save(signed_in, task, htmx=True, op="autosave", contact_name="李\x01某")
    html = response.content.decode()
    assert response.status_code == 422
    assert "联系人：第 2 个字符是不可见的控制字符" in html
    assert "<input" not in html


def test_pasting_too_much_in_the_background_is_refused_with_the_reason(signed_in, task):
    response = save(
        signed_in, task, htmx=True, op="paste", paste="\n".join(f"做第{n}件事情" for n in range(120))
    )
    assert response.status_code == 422
    assert "工作步骤最多100步" in response.content.decode()


def test_a_control_character_is_refused_in_words_that_say_where_it_stands(signed_in, task):
    response = save(signed_in, task, contact_name="李\x00某")
    assert response.status_code == 422
    assert "联系人：第 2 个字符是不可见的控制字符（U+0000），请删除后重新输入" in response.content.decode()


@pytest.mark.parametrize("op", ["save", "autosave", "move-up-2", "add-step"])
def test_each_time_is_read_once_on_its_way_to_the_database(signed_in, task, monkeypatch, op):
    """What stands beside the fields, what is missing and what is saved have the same reading."""
    read, plans = periods.read_plan, []
    monkeypatch.setattr(
        periods, "read_plan", lambda *texts, **known: plans.append(texts) or read(*texts, **known)
    )
    save(signed_in, task, htmx=True, op=op)
    [(start, finish, dues)] = plans
    assert (start, finish) == ("2015年3月", "2017年12月")
    assert sorted(filter(None, dues)) == ["4月底前", "5—6月"]


def test_the_form_shows_what_a_save_would_write_though_it_was_saved_when_less_was_understood(signed_in, task):
    save(signed_in, task, finish="2017年前")
    Plan.objects.update(finish_last=date(2017, 12, 31))
    assert "2016-12-31 止" in page(signed_in, task)
    save(signed_in, task, 1, finish="2017年前")
    assert saved_plan(task).finish.last == date(2016, 12, 31)
