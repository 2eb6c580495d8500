import pytest

from tests.factories import make_office, make_unit, make_user
from units.models import Office
from units.prepared import PreparedFor
from units.roles import Role

pytestmark = pytest.mark.django_db


def test_each_membership_is_asked_for_by_its_own_unit():
    first, second = make_office(), make_office()
    offices = PreparedFor(lambda by, name: Office.objects.filter(unit=by.unit_id, name=name))
    assert offices(make_user(Role.LIAISON, first.unit), name=first.name) == [first]
    assert offices(make_user(Role.LIAISON, second.unit), name=second.name) == [second]
    assert offices.first(make_user(Role.LIAISON, make_unit()), name=first.name) is None


def test_every_role_is_asked_for_in_its_own_way():
    office = make_office()

    def visible_to(by):
        return Office.objects.filter(unit=by.unit_id) if by.role == Role.LIAISON else Office.objects.none()

    offices = PreparedFor(visible_to)
    assert offices(make_user(Role.AUDITOR)) == []
    assert offices(make_user(Role.LIAISON, office.unit)) == [office]
    assert offices(make_user(Role.CHECKER, office.unit)) == []
