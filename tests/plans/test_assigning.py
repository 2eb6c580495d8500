"""分办: at any time, without disturbing who is typing, and never over another's choice."""

from datetime import date

import pytest

from tasks.actions import assigning
from tasks.actions.assigning import assign
from tasks.models import Plan
from tests.factories import client_for, make_office, make_user
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


def assign_to(client, task, office, was=None, **more):
    """Post the form of a page that showed the plan with the office `was`."""
    form = {"office": office.pk if office else "", "based_on_office": was.pk if was else ""}
    return client.post(url("plan-assign", task), form | more)


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
    assert "assign/" in signed_in.get("/gjrc/plans/").content.decode()
    make_filed(task, liaison)
    assert "assign/" in signed_in.get("/gjrc/plans/").content.decode()


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


def test_so_it_is_in_the_list_where_the_plan_was_not_even_begun(signed_in, colleague, task, office, other):
    assign_to(colleague, task, office, **{"from": "list"})
    answer = assign_to(signed_in, task, other, **{"from": "list"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "本单位牵头" in html
    assert f'<option value="{other.pk}" selected>高教处' in html
    assert f'name="based_on_office" value="{office.pk}"' in html
    assert saved_plan(task).office == office


def test_taking_an_assignment_back_is_not_overwritten_either(signed_in, colleague, task, office, other):
    assign_to(signed_in, task, office)
    taken_back = assign_to(colleague, task, None, office, **{"from": "list"})
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
    answer = assign_to(signed_in, task, None, **{"from": "list"})
    assert "第4项仍未分办" in signed_in.get(answer.url).content.decode()
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
    assert assign_to(signed_in, task, office, other, **{"from": "list"}).status_code == 409
    assert not Plan.objects.exists()


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
