"""分办: at any time, without disturbing who is typing, and never over another's choice."""

from datetime import date

import pytest

from tasks.actions import assigning
from tasks.actions.assigning import assign
from tasks.models import Plan
from tests.factories import client_for, make_office, make_programme, make_task, make_unit, make_user
from tests.home.page import table
from tests.plans.form_helpers import page, save, saved_plan, url
from tests.plans.states import AT, make_filed, make_returned
from units.models import AuditEntry
from units.roles import Role
from zgc_tasks.common.refusal import Refusal


@pytest.fixture
def office(lead):
    return make_office(lead, "科研处")


@pytest.fixture
def other(lead):
    return make_office(lead, "高教处")


@pytest.fixture
def colleague(lead):
    return client_for(make_user(Role.LIAISON, lead))


def assign_to(client, task, office, was=None):
    """Post the form of a page that showed the plan with the office `was`."""
    form = {"office": office.pk if office else "", "based_on_office": was.pk if was else ""}
    return client.post(url("plan-assign", task), form)


def assign_list(client, *rows, query=""):
    """Post the form of a list with, of each row, the task, the office that stands in it and the one it showed."""
    form = {}
    for task, office, was in rows:
        form |= {
            f"office-{task.number}": office.pk if office else "",
            f"seen-{task.number}": was.pk if was else "",
        }
    return client.post(f"/gjrc/plans/assign/{query}", form)


def assignments() -> int:
    return AuditEntry.objects.filter(action="plan.assign").count()


# --- when ----------------------------------------------------------------------------------------------------


def test_a_plan_is_assigned_before_it_is_begun_and_while_it_is_a_draft(signed_in, task, office, other):
    assign_to(signed_in, task, office)
    assert (saved_plan(task).office, saved_plan(task).begun_at) == (office, None)
    save(signed_in, task)
    assert assign_to(signed_in, task, other, office).status_code == 302
    assert saved_plan(task).office == other


def test_a_returned_plan_is_assigned_anew(signed_in, task, liaison, office):
    make_returned(task, liaison, refile_by=date(2015, 4, 9))
    assert assign_to(signed_in, task, office).status_code == 302
    assert saved_plan(task).office == office


def test_what_was_filed_goes_to_another_office_too(signed_in, task, liaison, office):
    make_filed(task, liaison)
    assert assign_to(signed_in, task, office).status_code == 302
    assert saved_plan(task).office == office


def test_a_list_offers_it_for_every_plan(signed_in, task, liaison, office):
    assert 'name="office-4"' in signed_in.get("/gjrc/plans/").content.decode()
    make_filed(task, liaison)
    assert 'name="office-4"' in signed_in.get("/gjrc/plans/").content.decode()


def test_a_list_offers_it_only_to_who_may_and_where_there_is_an_office(signed_in, task, lead, officer):
    assert "保存分办" in signed_in.get("/gjrc/plans/").content.decode()
    assert "保存分办" not in client_for(officer).get("/gjrc/plans/").content.decode()
    lead.offices.all()[0].memberships.all().delete()
    lead.offices.all().delete()
    assert "保存分办" not in signed_in.get("/gjrc/plans/").content.decode()


# --- two at once ---------------------------------------------------------------------------------------------


def test_the_later_of_two_assignments_is_refused_and_its_choice_stays_on_the_page(
    signed_in, colleague, task, office, other
):
    save(signed_in, task)
    assign_to(colleague, task, office)
    answer = assign_to(signed_in, task, other)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "第4项刚刚由他人分办给科研处，您的分办尚未保存。请核对后再按一次" in html
    assert f'<option value="{other.pk}" selected>' in html
    assert f'name="based_on_office" value="{office.pk}"' in html
    assert (saved_plan(task).office, assignments()) == (office, 1)
    assert assign_to(signed_in, task, other, office).status_code == 302
    assert saved_plan(task).office == other


def test_taking_an_assignment_back_is_not_overwritten_either(signed_in, colleague, task, office, other):
    assign_to(signed_in, task, office)
    taken_back = assign_to(colleague, task, None, office)
    assert "第4项已取消分办" in colleague.get(taken_back.url).content.decode()
    answer = assign_to(signed_in, task, other, office)
    assert answer.status_code == 409
    assert "由他人取消分办" in answer.content.decode()
    assert saved_plan(task).office is None


def test_two_who_chose_the_same_office_have_nothing_to_decide(signed_in, colleague, task, office):
    assign_to(colleague, task, office)
    assert assign_to(signed_in, task, office).status_code == 302
    assert (saved_plan(task).office, assignments()) == (office, 1)


def test_choosing_none_for_a_plan_nobody_has_begun_starts_nothing(signed_in, task):
    assign_to(signed_in, task, None)
    assert not Plan.objects.exists()


def test_a_draft_that_is_saved_in_the_very_moment_of_assigning_is_assigned(
    signed_in, colleague, task, office, monkeypatch
):
    look = assigning.locked

    def look_too_early(*, task):
        seen = look(task=task)
        monkeypatch.setattr(assigning, "locked", look)
        save(colleague, task, contact_name="王某")
        return seen

    monkeypatch.setattr(assigning, "locked", look_too_early)
    assert assign_to(signed_in, task, office).status_code == 302
    assert (saved_plan(task).contact_name, saved_plan(task).office) == ("王某", office)


@pytest.mark.parametrize("form", [{}, {"based_on_office": "高教处"}])
def test_a_request_that_does_not_say_what_it_saw_is_not_found(signed_in, task, office, form):
    assert signed_in.post(url("plan-assign", task), {"office": office.pk} | form).status_code == 404
    assert not Plan.objects.exists()


def test_an_office_the_plan_never_had_is_no_base_before_there_is_a_plan(signed_in, task, office, other):
    assert assign_list(signed_in, (task, office, other)).status_code == 409
    assert not Plan.objects.exists()


# --- a whole list at once ------------------------------------------------------------------------------------


@pytest.fixture
def officer(lead):
    return make_user(Role.OFFICER, lead)


@pytest.fixture
def tasks(task, lead):
    """Three that the unit leads."""
    return [task, *(make_task(task.programme, number, lead=lead) for number in (5, 6))]


def offices_of(tasks) -> list[str]:
    plans = Plan.objects.select_related("office").filter(task__in=tasks).order_by("task__number")
    return [plan.office.name if plan.office else "" for plan in plans]


def test_all_rows_are_saved_at_once_and_those_left_as_they_were_are_not_written(
    signed_in, tasks, office, other
):
    assign_to(signed_in, tasks[2], other)
    answer = assign_list(
        signed_in, (tasks[0], office, None), (tasks[1], office, None), (tasks[2], None, other)
    )
    assert answer.status_code == 302
    html = signed_in.get(answer.url).content.decode()
    assert "第4、5项已分办给科研处" in html
    assert "第6项已取消分办" in html
    assert offices_of(tasks) == ["科研处", "科研处", ""]
    assign_list(signed_in, (tasks[0], office, office), (tasks[1], other, office), (tasks[2], None, None))
    assert (offices_of(tasks), assignments()) == (["科研处", "高教处", ""], 5)


def test_what_another_window_assigned_meanwhile_is_said_at_its_row_and_the_choice_kept(
    signed_in, colleague, tasks, office, other
):
    """The row beside, left as this window showed it, is not put back to that."""
    assign_list(colleague, (tasks[0], office, None), (tasks[1], office, None), (tasks[2], None, None))
    answer = assign_list(
        signed_in, (tasks[0], other, None), (tasks[1], None, None), (tasks[2], other, None), query="?led=1"
    )
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "以下分办尚未保存" in html
    assert (
        html.count("第4项刚刚由他人分办给科研处，您的分办尚未保存。请核对后再按一次") == 2
    )  # above, and at the row
    assert '<a href="#office-4">' in html
    assert f'name="seen-4" value="{office.pk}"' in html
    row = html.partition('id="office-4"')[2].partition("</select>")[0]
    assert f'<option value="{other.pk}" selected>' in row
    assert "第6项已分办给高教处" in html
    assert offices_of(tasks) == ["科研处", "科研处", "高教处"]
    assert assign_list(signed_in, (tasks[0], other, office)).status_code == 302
    assert offices_of(tasks) == ["高教处", "科研处", "高教处"]


def test_the_office_of_another_unit_and_the_task_of_another_lead_are_refused_at_their_rows(
    signed_in, tasks, office
):
    foreign, led_elsewhere = (
        make_office(make_unit("市民政局")),
        make_task(tasks[0].programme, 9, lead=make_unit()),
    )
    answer = assign_list(
        signed_in, (tasks[0], foreign, None), (led_elsewhere, office, None), (tasks[1], office, None)
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "只能分办给本单位的处室" in html
    assert "只有牵头单位的联络员可以分办" in html
    assert (Plan.objects.count(), offices_of(tasks)) == (1, ["科研处"])


def test_one_save_takes_no_more_rows_than_a_page_has(signed_in, task, lead, office, monkeypatch):
    monkeypatch.setattr(assigning, "PAGE_SIZE", 2)
    tasks = [make_task(task.programme, number, lead=lead) for number in (21, 22, 23)]
    answer = assign_list(signed_in, *((each, office, None) for each in tasks))
    assert (answer.status_code, Plan.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    "form", [{"office-4": "1"}, {"office-4": "科研处", "seen-4": ""}, {"office-4": "9" * 20, "seen-4": ""}]
)
def test_a_list_that_does_not_say_what_it_showed_is_not_found(signed_in, task, form):
    assert signed_in.post("/gjrc/plans/assign/", form).status_code == 404
    assert not Plan.objects.exists()


def test_a_row_says_who_carries_it_out_and_offers_nothing_that_would_be_refused(
    signed_in, tasks, office, officer
):
    """Not begun, there is nothing to read either; begun, it is read."""
    save(signed_in, tasks[1])
    assign_list(
        signed_in, (tasks[0], office, None), (tasks[1], office, None), (tasks[2], officer.office, None)
    )
    html = " ".join(client_for(officer).get("/gjrc/plans/").content.decode().split())
    rows = {row[0]: row for row in table(html, "本单位牵头的任务")}
    assert [(rows[n][2], rows[n][-1]) for n in "456"] == [
        ("科研处", ""), ("科研处", "查看"), (officer.office.name, "填写实施方案"),
    ]  # fmt: skip


# --- on the home ---------------------------------------------------------------------------------------------


def test_the_home_of_who_assigns_counts_by_office(signed_in, tasks, office, other, officer):
    """Of this programme alone, however much the office carries out in another."""
    elsewhere = make_task(make_programme("KCZH"), 4, lead=tasks[0].lead)
    signed_in.post("/kczh/plans/assign/", {"office-4": office.pk, "seen-4": ""})
    assert saved_plan(elsewhere).office == office
    assert "分办：未分办 3 项" in signed_in.get("/gjrc/").content.decode()
    assign_list(signed_in, (tasks[0], office, None), (tasks[1], other, None))
    assert "分办：科研处 1 项、高教处 1 项，未分办 1 项" in signed_in.get("/gjrc/").content.decode()
    assign_list(signed_in, (tasks[2], office, None))
    html = signed_in.get("/gjrc/").content.decode()
    assert "分办：科研处 2 项、高教处 1 项　<a" in html
    assert "分办：" not in client_for(officer).get("/gjrc/").content.decode()


def test_of_many_offices_the_home_names_the_first_ten(signed_in, lead, task):
    for number in range(20, 32):
        carried = make_task(task.programme, number, lead=lead)
        assign_list(signed_in, (carried, make_office(lead, f"{number}处"), None))
    html = signed_in.get("/gjrc/").content.decode()
    assert "、29处 1 项等 12 个处室，未分办 1 项" in html


# --- beside who is typing ------------------------------------------------------------------------------------


def test_who_is_typing_is_not_disturbed(signed_in, colleague, task, office):
    save(signed_in, task)
    assign_to(colleague, task, office)
    assert save(signed_in, task, 1, contact_name="王某").status_code == 302
    assert (saved_plan(task).contact_name, saved_plan(task).office) == ("王某", office)


def test_nor_who_began_before_it_was_assigned(signed_in, colleague, task, office):
    assert 'name="based_on" value="0"' in page(signed_in, task)
    assign_to(colleague, task, office)
    assert save(signed_in, task, 0).status_code == 302
    assert (saved_plan(task).version, saved_plan(task).office) == (1, office)


def test_a_save_in_between_does_not_stand_in_the_way_of_assigning(signed_in, colleague, task, office):
    save(colleague, task)
    save(colleague, task, 1, contact_name="王某")
    assert assign_to(signed_in, task, office).status_code == 302
    assert saved_plan(task).contact_name == "王某"


# --- who -----------------------------------------------------------------------------------------------------


def test_only_the_liaison_of_the_lead_assigns_and_only_to_offices_of_the_unit(task, liaison, lead):
    with pytest.raises(Refusal, match="只能分办给本单位的处室"):
        assign(task=task, office=make_office(), based_on_office=None, by=liaison, at=AT)
    officer = make_user(Role.OFFICER, lead)
    with pytest.raises(Refusal, match="只有牵头单位的联络员可以分办"):
        assign(task=task, office=officer.office, based_on_office=None, by=officer, at=AT)
    assert not Plan.objects.exists()
