"""The plan form as it is drawn, and who meets it."""

from datetime import date

import pytest

from tasks.models import Plan
from tests.factories import client_for, make_office, make_task, make_unit, make_user
from tests.plans.form_helpers import page, save, saved_plan, url
from tests.plans.states import make_returned
from units.roles import Role


def test_a_new_form_shows_what_the_register_says_and_locks_it(signed_in, task):
    html = page(signed_in, task)
    assert "任务编号：4" in html
    assert "牵头单位：市教委" in html
    assert task.content in html
    assert "市科委等有关区县" in html
    assert 'name="number"' not in html
    assert "尚未保存" in html


def test_a_new_form_lists_everything_still_to_be_filled_in(signed_in, task):
    html = page(signed_in, task)
    for place, label in [("id_supervising_leader", "主管领导"), ("id_step_1_text", "工作步骤及完成时限")]:
        assert f'<a href="#{place}">{label}</a>' in html
        assert f'id="{place}"' in html


def test_every_link_of_what_is_missing_leads_to_a_field_of_the_page(signed_in, task):
    save(signed_in, task, contact_name="", step_due=["4月底前", ""])
    html = page(signed_in, task)
    assert '<a href="#id_contact_name">联系人</a>' in html
    assert '<a href="#id_step_2_due">第 2 步的时限</a>' in html
    assert 'id="id_step_2_due"' in html


def test_what_was_understood_of_a_time_stands_beside_it(signed_in, task):
    save(signed_in, task, finish="2015年第二季度", step_due=["2015年4月底前", "看情况"])
    html = page(signed_in, task)
    assert "2015-06-30 止" in html
    assert "2015-04-30 止" in html
    assert '<span class="not-understood">未识别，按原文保留</span>' in html


def test_what_is_asked_about_a_time_stands_under_what_was_understood(signed_in, task):
    save(signed_in, task, step_due=["10月底前", "3月底前"])
    html = page(signed_in, task)
    asked = '<span class="not-understood">未写年份，因早于上一步，按2016年理解，如不是请写明年份</span>'
    assert html.count(asked) == 1
    assert str(saved_plan(task).steps.last().due_last) == "2016-03-31"


def test_people_and_contacts_of_the_units_other_plans_are_offered_newest_first(signed_in, task, lead):
    later, other = (make_task(task.programme, number, lead=lead) for number in (5, 6))
    save(signed_in, other, supervising_leader="副主任 王某", contact_phone="010-00000009")
    save(signed_in, later, supervising_leader="副主任 李某")
    html = page(signed_in, task)
    assert '<option value="010-00000009">' in html
    assert 0 < html.index('<option value="副主任 李某">') < html.index('<option value="副主任 王某">')


def test_another_units_people_are_not_offered(signed_in, task):
    other_unit = make_unit("市财政局")
    other = make_task(task.programme, 6, lead=other_unit)
    save(client_for(make_user(Role.LIAISON, other_unit)), other, supervising_leader="局长 赵某")
    assert "局长 赵某" not in page(signed_in, task)


def test_the_form_says_which_office_the_plan_was_assigned_to(signed_in, task, lead):
    save(signed_in, task)
    Plan.objects.update(office=make_office(lead, "科研处"))
    assert "已分办给科研处" in page(signed_in, task)


def test_an_officer_of_another_office_is_refused_with_the_reason(task, lead, signed_in):
    save(signed_in, task)
    Plan.objects.update(office=make_office(lead, "科研处"))
    officer = client_for(make_user(Role.OFFICER, office=make_office(lead, "高教处")))
    response = officer.get(url("plan-edit", task))
    assert response.status_code == 403
    assert "本项已分办给科研处" in response.content.decode()
    assert save(officer, task, 1, contact_name="他人").status_code == 403
    assert saved_plan(task).contact_name == "李某"


def test_an_officer_can_save_but_is_not_led_to_filing(task, lead):
    officer = client_for(make_user(Role.OFFICER, lead, make_office(lead)))
    assert save(officer, task).status_code == 302
    html = page(officer, task)
    assert "核对并报送" not in html
    assert 'class="btn btn-primary" name="op" value="save"' in html


@pytest.mark.parametrize("role", [Role.LIAISON, Role.CHECKER, Role.LEADERSHIP])
def test_who_is_not_of_the_lead_unit_does_not_find_the_form(signed_in, task, role):
    save(signed_in, task)
    stranger = client_for(make_user(role))
    assert stranger.get(url("plan-edit", task)).status_code == 404
    assert save(stranger, task, 1).status_code == 404
    assert stranger.post(url("plan-copy", task), {"based_on": 1}).status_code == 404
    assert stranger.post(url("plan-resolve", task), {"based_on": 1}).status_code == 404


def test_a_task_without_a_lead_has_no_form(signed_in, task):
    open_task = make_task(task.programme, 38, participants=["市人才工作领导小组相关成员单位"])
    assert signed_in.get(url("plan-edit", open_task)).status_code == 404


def test_a_save_is_never_made_by_get(signed_in, task):
    assert signed_in.get(url("plan-save", task)).status_code == 405
    assert not Plan.objects.exists()


def test_a_returned_plan_says_until_when_it_is_to_be_filed_again(signed_in, task, liaison):
    make_returned(task, liaison, refile_by=date(2015, 4, 9))
    html = page(signed_in, task)
    assert "2015年4月9日前重新报送" in html
    assert "退回修改" in html


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"text": "2015年第二季度", "place": "finish"}, "2015-06-30 止"),
        ({"text": "6月底前", "place": "step", "before": ["2015年3月", "4月底前"]}, "2015-06-30 止"),
        ({"text": "2015年3月", "place": "start"}, "2015-03-01 起"),
        ({"text": "看情况", "place": "step"}, "未识别，按原文保留"),
        ({"text": "年底前", "place": "step", "before": ["", ""]}, "缺少年份，请写明年份"),
        ({"text": "年底前", "place": "finish", "before": [""]}, "缺少年份，请写明年份"),
        ({"text": "4月31日", "place": "finish", "before": ["2015年3月"]}, "4月没有31日，请核对"),
        ({"text": "今年底前", "place": "finish", "before": [""]}, "2015-12-31 止"),
        ({"text": "今年底前", "place": "finish", "before": [""]}, "“今年”按2015年理解，请写明年份"),
        (
            {"text": "3月底前", "place": "step", "before": ["2015年3月", "10月底前"]},
            "因早于上一步，按2016年理解",
        ),
        ({"text": "2月", "place": "finish", "before": ["2015年3月"]}, "因早于启动时间，按2016年理解"),
        (
            {"text": "4月3日（周三）", "place": "step", "before": ["2015年3月"]},
            "2015-04-03是周五，不是周三，请核对",
        ),
    ],
)
def test_what_is_understood_of_a_time_is_told_while_typing(signed_in, task, asked, shown):
    response = signed_in.get(url("period-read", task), asked)
    assert shown in response.content.decode()


def test_the_number_of_queries_does_not_grow_with_steps(
    signed_in, task, django_assert_max_num_queries, django_assert_num_queries
):
    save(signed_in, task)
    page(signed_in, task)
    with django_assert_max_num_queries(15) as few:
        page(signed_in, task)
    count = len(few)
    many = [f"第{n}件事" for n in range(90)]
    save(signed_in, task, 1, step_text=many, step_due=["4月底前"] * 90, step_unit=[""] * 90)
    with django_assert_num_queries(count):
        page(signed_in, task)


def test_a_lead_alone_with_its_task_is_not_asked_which_unit_does_a_step(lead, task, signed_in):
    alone = make_task(task.programme, 7, lead=lead)
    html = page(signed_in, alone)
    assert '<label class="step-unit">承担单位' not in html
    assert '<input type="hidden" name="step_unit" value="">' in html
    assert '<label class="step-unit">承担单位' in page(signed_in, task)
    save(signed_in, alone, step_unit=[lead.short_name, ""])
    assert '<label class="step-unit">承担单位' in page(signed_in, alone)


def test_the_page_names_person_and_plan_for_what_is_kept_in_the_browser(signed_in, task, liaison):
    save(signed_in, task)
    html = page(signed_in, task)
    assert f'data-person="{liaison.user.pk}"' in html
    assert 'data-keep="gjrc-4" data-version="1" data-saved-by-me' in html
    other = client_for(make_user(Role.LIAISON, liaison.unit))
    assert "data-saved-by-me" not in page(other, task)


def test_a_refused_save_is_marked_as_not_yet_saved_for_the_browser(signed_in, task):
    assert "data-unsaved" in save(signed_in, task, contact_name="李" * 101).content.decode()
    assert "data-unsaved" not in page(signed_in, task)


def test_a_browser_cuts_nothing_that_is_pasted(signed_in, task):
    assert "maxlength" not in page(signed_in, task).split('id="plan-form"')[1].split("</form>")[0]


def test_a_plan_that_was_only_assigned_counts_as_not_yet_saved(signed_in, task, lead):
    office = make_office(lead, "科研处")
    signed_in.post(url("plan-assign", task), {"office": office.pk, "based_on_office": ""})
    html = page(signed_in, task)
    assert "已分办给科研处" in html
    assert "尚未保存" in html
