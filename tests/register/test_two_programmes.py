"""Two programmes with the same task numbers side by side: who sees and does what in which of them."""

import pytest
from django.urls import reverse

from tasks.actions import drafts, filing
from tasks.models import Plan, Task
from tests.factories import client_for, make_user
from tests.story import SOUND, at
from units.models import Membership
from units.roles import Role

pytestmark = pytest.mark.django_db

NUMBERS = range(1, 6)


@pytest.fixture
def both(gjrc, second_programme) -> list[Task]:
    """Tasks 1 to 5 of both programmes, each one with a lead having a draft of its own."""
    tasks = list(Task.objects.filter(number__in=NUMBERS).exclude(lead=None))
    for task in tasks:
        drafts.save_draft(task=task, based_on=0, sheet=SOUND, by=_liaison_of(task.lead), at=at(20))
    assert {task.programme for task in tasks} == {gjrc, second_programme}
    return tasks


def _liaison_of(unit) -> Membership:
    return Membership.objects.filter(unit=unit, role=Role.LIAISON).first() or make_user(Role.LIAISON, unit)


def _file_all() -> None:
    for plan in Plan.objects.all():
        filing.file_plan(plan_id=plan.pk, based_on=plan.version, by=plan.updated_by, at=at(25))


def _seen_by(membership: Membership, tasks: list[Task], route: str) -> set[Task]:
    client = client_for(membership)
    found = set()
    for task in tasks:
        answer = client.get(reverse(route, args=[task.programme.slug, task.number]))
        assert answer.status_code in (200, 404)
        if answer.status_code == 200:
            found.add(task)
    return found


def test_a_unit_sees_the_drafts_it_leads_in_either_programme_and_no_others(both):
    for lead in {task.lead for task in both}:
        own = {task for task in both if task.lead_id == lead.pk}
        assert _seen_by(_liaison_of(lead), both, "plan-detail") == own


def test_checkers_and_leadership_see_the_filed_plans_of_their_own_programme(both, gjrc, second_programme):
    _file_all()
    for programme in (gjrc, second_programme):
        office = programme.receiving_office
        own = {task for task in both if task.programme_id == programme.pk}
        checker = make_user(Role.CHECKER, office.unit, office)
        leadership = make_user(Role.LEADERSHIP, programme.leadership_unit)
        assert _seen_by(checker, both, "check-plan") == own
        assert _seen_by(leadership, both, "plan-detail") >= own


def test_the_checkers_of_one_programme_do_nothing_in_the_other(both, second_checkers):
    _file_all()
    client = client_for(second_checkers[0])
    for task in both:
        url = reverse("check-start", args=[task.programme.slug, task.number])
        answer = client.post(url, {"based_on": Plan.objects.get(task=task).version})
        assert answer.status_code == (302 if task.programme.code == "KCZH" else 404)
    started = Plan.objects.exclude(check_started_at=None)
    assert {plan.task.programme.code for plan in started} == {"KCZH"}


def test_an_area_is_chosen_by_its_number_in_either_programme(gjrc, second_programme):
    """The keys of the second programme's areas are other numbers than theirs."""
    group = second_programme.groups.order_by("number").first()
    assert group.pk != group.number
    found = second_programme.tasks.matching(today=second_programme.plan_deadline, group=group.number)
    assert set(found) == set(group.tasks.all())
    assert found.exists()
