"""The bare address leads everybody to the programme they have work in."""

import pytest
from django.urls import reverse

from tests.factories import client_for, make_user
from units.models import Unit
from units.roles import Role

pytestmark = pytest.mark.django_db


def start_of(membership) -> str:
    return client_for(membership).get(reverse("start")).headers["Location"]


@pytest.mark.parametrize(
    ("unit", "programme"),
    [("市教委", "gjrc"), ("海淀区", "gjrc"), ("市测试乙局", "kczh"), ("市科委", "gjrc")],
)
def test_a_unit_starts_where_it_leads_or_takes_part_the_older_programme_first(
    gjrc, second_programme, unit, programme
):
    liaison = make_user(Role.LIAISON, Unit.objects.get(short_name=unit))
    assert start_of(liaison) == f"/{programme}/"


def test_checkers_start_at_what_their_office_receives(gjrc, second_checkers):
    first = make_user(Role.CHECKER, office=gjrc.receiving_office)
    assert start_of(first) == "/gjrc/"
    assert start_of(second_checkers[0]) == "/kczh/"


def test_leadership_starts_at_the_programme_it_leads(gjrc, second_programme):
    for programme in (gjrc, second_programme):
        leader = make_user(Role.LEADERSHIP, programme.leadership_unit)
        assert start_of(leader) == f"/{programme.slug}/"


def test_who_has_work_nowhere_starts_at_the_oldest(gjrc, second_programme):
    assert start_of(make_user(Role.LIAISON)) == "/gjrc/"
