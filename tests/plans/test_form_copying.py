"""Copying people, contacts and steps from another of the unit's plans."""

import pytest

from tests.factories import client_for, make_task, make_unit, make_user
from tests.plans.form_helpers import page, posted, save, saved_plan, steps_of, url
from units.roles import Role


@pytest.fixture
def other(task, lead, signed_in):
    found = make_task(task.programme, 5, lead=lead)
    save(signed_in, found, supervising_leader="副主任 王某", contact_phone="", step_text=["甲", "乙"])
    return found


def copy(client, task, source, *what, based_on=0, **changes):
    data = posted(based_on, copy_source=source, copy_what=what, **changes)
    return client.post(url("plan-copy", task), data)


def test_the_units_other_plans_can_be_chosen(signed_in, task, other):
    assert f'<option value="{other.plan.pk}">5 ' in page(signed_in, task)


def test_nothing_is_offered_while_there_is_no_other_plan(signed_in, task):
    assert "从本单位其他方案复制" not in page(signed_in, task)


def test_people_take_the_place_of_ones_own_and_what_is_blank_there_stays(signed_in, task, other):
    response = copy(signed_in, task, other.plan.pk, "people")
    assert response.status_code == 302
    plan = saved_plan(task)
    assert (plan.supervising_leader, plan.contact_phone) == ("副主任 王某", "010-00000002")
    assert len(steps_of(task)) == 2


def test_steps_follow_ones_own(signed_in, task, other):
    copy(signed_in, task, other.plan.pk, "steps", supervising_leader="张某")
    assert [text for text, _ in steps_of(task)] == [
        "印发建设计划实施细则",
        "组织高校申报、专家论证",
        "甲",
        "乙",
    ]
    assert saved_plan(task).supervising_leader == "张某"


def test_a_copy_onto_an_older_version_is_refused(signed_in, task, other):
    save(signed_in, task)
    save(signed_in, task, 1, contact_name="他人")
    assert copy(signed_in, task, other.plan.pk, "people", based_on=1).status_code == 409
    assert saved_plan(task).supervising_leader == "副主任 张某"


def test_without_a_choice_the_form_says_what_to_choose_and_keeps_everything(signed_in, task, other):
    response = copy(signed_in, task, "", contact_name="刚填的人")
    html = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#id_copy_source">请选择从哪一项实施方案复制</a>' in html
    assert '<a href="#id_copy_people">请选择复制哪些内容</a>' in html
    assert 'value="刚填的人"' in html


def test_another_units_plan_cannot_be_copied(signed_in, task, other):
    stranger = make_unit("市财政局")
    foreign = make_task(task.programme, 6, lead=stranger)
    save(client_for(make_user(Role.LIAISON, stranger)), foreign)
    response = copy(signed_in, task, foreign.plan.pk, "people")
    assert response.status_code == 422
    assert "所选实施方案不存在或您不能查看" in response.content.decode()
