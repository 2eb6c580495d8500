"""Two people editing one plan: nothing is overwritten unseen, and nothing typed is lost."""

import pytest

from tasks.models import Plan
from tests.factories import client_for, make_office, make_user
from tests.plans.form_helpers import FILLED, page, posted, save, saved_plan, steps_of, url
from tests.plans.states import make_filed
from units.models import AuditEntry
from units.roles import Role


@pytest.fixture
def colleague(lead, task, signed_in):
    """Saves version 2 after `signed_in` drew the form from version 1."""
    save(signed_in, task)
    client = client_for(make_user(Role.LIAISON, lead))
    save(client, task, 1, contact_name="赵某", step_due=["4月底前", "7月底前"])
    return client


def resolve(client, task, based_on: int, **changes):
    return client.post(url("plan-resolve", task), posted(based_on, **changes))


def test_the_later_save_is_refused_and_both_texts_stand_side_by_side(signed_in, task, colleague):
    response = save(signed_in, task, 1, contact_name="钱某", responsible_office="高教处")
    html = response.content.decode()
    assert response.status_code == 409
    assert saved_plan(task).contact_name == "赵某"
    for text in ("赵某", "钱某", "高教处", "科研处", "7月底前", "5—6月"):
        assert text in html
    assert "第 2 步" in html
    assert 'name="choose_supervising_leader"' not in html
    assert 'name="based_on" value="2"' in html


def test_the_choices_are_saved_field_by_field_and_step_by_step(signed_in, task, colleague):
    response = resolve(
        signed_in,
        task,
        2,
        contact_name="钱某",
        step_text=["印发细则", FILLED["step_text"][1]],
        choose_contact_name="mine",
        choose_step_1="mine",
        choose_step_2="theirs",
    )
    assert response.status_code == 302
    plan = saved_plan(task)
    assert (plan.contact_name, plan.version) == ("钱某", 3)
    assert steps_of(task) == [("印发细则", "4月底前"), (FILLED["step_text"][1], "7月底前")]


def test_what_was_not_chosen_is_asked_for_again_with_the_choices_kept(signed_in, task, colleague):
    response = resolve(signed_in, task, 2, contact_name="钱某", choose_contact_name="theirs")
    html = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#id_choose_step_2">第 2 步：请选择采用哪一份</a>' in html
    assert 'name="choose_contact_name" value="theirs" checked' in html
    assert saved_plan(task).version == 2


def test_where_only_one_of_the_two_has_text_it_is_chosen_beforehand(signed_in, task, colleague):
    save(colleague, task, 2, contact_name="赵某", contact_phone="")
    html = save(signed_in, task, 1, contact_name="").content.decode()
    assert 'name="choose_contact_name" value="theirs" checked' in html
    assert 'name="choose_contact_phone" value="mine" checked' in html


def test_a_step_only_one_of_the_two_has_is_chosen_by_itself_and_kept_unless_it_is_refused(
    signed_in, task, colleague
):
    three = {
        "step_text": ["印发建设计划实施细则", "组织高校申报、专家论证", "公布名单"],
        "step_due": ["4月底前", "7月底前", "9月"],
        "step_unit": [""] * 3,
    }
    html = save(signed_in, task, 1, contact_name="赵某", **three).content.decode()
    assert "您填写的第 3 步（已保存的内容中没有）" in html
    assert 'name="choose_own_step_3" value="mine" checked' in html
    assert 'name="choose_step_1"' not in html
    resolve(signed_in, task, 2, contact_name="赵某", **three)
    assert [text for text, _ in steps_of(task)] == three["step_text"]


def test_a_step_the_other_has_added_can_be_left_out(signed_in, task, colleague):
    mine = {
        "contact_name": "赵某",
        "step_text": ["印发建设计划实施细则"],
        "step_due": ["4月底前"],
        "step_unit": [""],
    }
    html = save(signed_in, task, 1, **mine).content.decode()
    assert "第 2 步（您填写的内容中没有）" in html
    resolve(signed_in, task, 2, choose_step_2="mine", **mine)
    assert [text for text, _ in steps_of(task)] == ["印发建设计划实施细则"]


def test_added_participants_are_chosen_too(signed_in, task, colleague):
    same = {"contact_name": "赵某", "step_due": ["4月底前", "7月底前"]}
    save(colleague, task, 2, participant=["某大学"], **same)
    html = save(signed_in, task, 1, participant=["某学院"], **same).content.decode()
    assert "增列的参与单位" in html
    resolve(signed_in, task, 3, participant=["某学院"], choose_participants="mine", **same)
    assert [str(entry) for entry in saved_plan(task).participants.all()] == ["某学院"]


def test_a_third_save_in_between_shows_the_newest_text_and_asks_again(signed_in, task, colleague):
    save(colleague, task, 2, contact_name="孙某")
    response = resolve(signed_in, task, 2, contact_name="钱某", choose_contact_name="mine")
    assert response.status_code == 409
    assert "孙某" in response.content.decode()
    assert "checked" not in response.content.decode()


def test_two_people_who_wrote_the_same_have_nothing_to_choose(signed_in, task, colleague):
    same = {"contact_name": "赵某 ", "step_due": ["4月底前", "7月底前"]}
    response = save(signed_in, task, 1, **same)
    assert response["Location"] == url("plan-edit", task) + "?together=2", (
        "told to what was kept on the machine"
    )
    background = save(signed_in, task, 1, htmx=True, op="autosave", **same)
    assert 'name="based_on" value="2"' in background.content.decode()


def test_two_people_who_start_the_same_plan_choose_too(signed_in, task, colleague):
    assert save(signed_in, task, 0, contact_name="钱某").status_code == 409


def test_a_save_in_the_background_tells_who_saved_and_leads_to_the_choice(signed_in, task, colleague):
    response = save(signed_in, task, 1, htmx=True, op="autosave", contact_name="钱某")
    html = response.content.decode()
    assert response.status_code == 409
    assert "保存了另一份内容" in html
    assert "保存了另一份内容" in AuditEntry.objects.get(action="access.refused").detail["reason"]
    assert 'name="op" value="save">查看两份内容并选择</button>' in html
    assert "<input" not in html


def test_what_was_typed_while_the_plan_was_filed_is_shown_to_be_kept(signed_in, task, liaison, colleague):
    make_filed(task, liaison)
    response = save(signed_in, task, 1, contact_name="钱某")
    html = response.content.decode()
    assert response.status_code == 409
    assert "钱某" in html
    assert "实施方案现在不能修改" in html
    assert "按所选内容保存" not in html
    assert signed_in.get(url("plan-edit", task)).status_code == 409


def test_where_a_colleague_only_filed_nobody_is_said_to_have_saved_another_text(signed_in, task, liaison):
    save(signed_in, task)
    make_filed(task, liaison)
    shown = " ".join(save(signed_in, task, 1, contact_name="钱某").content.decode().split())
    assert "实施方案已报送，修改前请先撤回。 您填写的内容尚未保存，也没有丢失。" in shown
    assert "保存了另一份内容" not in shown
    background = save(signed_in, task, 1, htmx=True, op="autosave", contact_name="钱某").content.decode()
    assert "实施方案已报送，修改前请先撤回。" in background
    assert "保存了另一份内容" not in background
    assert ">查看未保存的内容</button>" in background, "there is nothing to choose from"
    assert "查看两份内容" not in background
    reasons = [row.detail["reason"] for row in AuditEntry.objects.filter(action="access.refused")]
    assert reasons == ["实施方案已报送，修改前请先撤回"] * 2


MANY = 101
TOO_LONG = {
    "contact_name": {"contact_name": "钱某" + "甲" * 100},
    "a step": {"step_text": ["钱某起草" + "甲" * 2000, FILLED["step_text"][1]]},
    "too many steps": {"step_text": ["钱某起草"] * MANY, "step_due": [""] * MANY, "step_unit": [""] * MANY},
    "what was pasted": {"op": "paste", "paste": "钱某起草" + "甲" * 30_000},
}


@pytest.mark.parametrize(
    ("wrong", "address"),
    [
        *((wrong, "plan-save") for wrong in TOO_LONG),
        ("contact_name", "plan-copy"),
        ("contact_name", "plan-resolve"),
    ],
)
def test_so_is_what_could_not_have_been_saved_anyway(signed_in, task, liaison, colleague, wrong, address):
    make_filed(task, liaison)
    response = signed_in.post(url(address, task), posted(1, **TOO_LONG[wrong]))
    html = response.content.decode()
    assert response.status_code == 409
    assert "钱某" in html
    assert "实施方案现在不能修改" in html
    assert "实施方案已报送，修改前请先撤回" in html
    assert "<h1>填写的内容没有保存</h1>" in html
    assert "按所选内容保存" not in html


def test_in_the_background_too_it_is_said_to_be_unsaved(signed_in, task, liaison, colleague):
    make_filed(task, liaison)
    response = save(signed_in, task, 1, htmx=True, op="autosave", **TOO_LONG["contact_name"])
    assert response.status_code == 409
    assert "实施方案已报送，修改前请先撤回" in response.content.decode()
    assert "您填写的仍在本页，尚未保存" in response.content.decode()


@pytest.mark.parametrize("address", ["plan-save", "plan-resolve"])
def test_an_officer_of_another_office_reads_nothing_by_that(lead, task, liaison, colleague, address):
    make_filed(task, liaison)
    Plan.objects.filter(task=task).update(office=make_office(lead))
    officer = client_for(make_user(Role.OFFICER, lead))
    response = officer.post(url(address, task), posted(1, **TOO_LONG["contact_name"]))
    assert response.status_code == 403
    assert "钱某" not in response.content.decode()


def test_one_of_the_two_can_give_up_and_sees_the_saved_text(signed_in, task, colleague):
    html = save(signed_in, task, 1, contact_name="钱某").content.decode()
    assert f'href="{url("plan-edit", task)}" data-keep-give-up="gjrc-4">放弃我的内容</a>' in html
    assert 'value="赵某"' in page(signed_in, task)


def test_a_checker_of_the_lead_unit_does_not_see_the_draft_by_posting_an_old_version(lead, task, colleague):
    checker = client_for(make_user(Role.CHECKER, lead))
    response = save(checker, task, 1)
    assert response.status_code == 403
    assert "赵某" not in response.content.decode()


def test_ones_own_second_window_is_called_so(signed_in, task):
    save(signed_in, task)
    save(signed_in, task, 1, contact_name="赵某")
    background = save(signed_in, task, 1, htmx=True, op="autosave", contact_name="钱某")
    assert "您在另一个窗口" in background.content.decode()
    choices = " ".join(save(signed_in, task, 1, contact_name="钱某").content.decode().split())
    assert "您填写期间，您在另一个窗口于" in choices
    assert "您在另一个窗口保存的内容" in choices
