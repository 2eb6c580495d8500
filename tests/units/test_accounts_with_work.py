"""An account is not given a role under which all pages would refuse it."""

import pytest

from tests.factories import client_for, make_office, make_programme, make_unit, make_user
from tests.units.test_accounts_admin import ADD, form
from units.models import Membership
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_for(make_user(Role.ADMINISTRATOR))


@pytest.fixture
def programme():
    return make_programme(
        leadership_unit=make_unit("市统筹办"), stand_in_office=make_office(make_unit("市代办局"), "代核处")
    )


def add(client, role: Role, unit, office=None, **more):
    row = {"role": role, "unit": unit.pk, "office": office and office.pk} | more
    return client.post(ADD, form(row))


def test_the_leading_groups_office_is_of_the_unit_that_a_programme_names(client, programme):
    other = make_unit("市科委")
    answer = add(client, Role.LEADERSHIP, other)
    page = answer.content.decode()
    assert "领导小组办公室应属于专项工作的统筹单位（市统筹办），请重新选择" in page
    assert f'<option value="{other.pk}" selected>' in page
    assert not Membership.objects.filter(role=Role.LEADERSHIP).exists()
    # The first password of an account that was added is shown at once.
    assert "初始密码" in add(client, Role.LEADERSHIP, programme.leadership_unit).content.decode()


def test_a_checker_is_of_an_office_that_receives_or_stands_in(client, programme):
    other = make_office(programme.receiving_office.unit, "其他处")
    answer = add(client, Role.CHECKER, other.unit, other)
    assert "核对人应属于专项工作的接收处室或代核对处室（" in answer.content.decode()
    assert str(programme.stand_in_office) in answer.content.decode()
    assert not Membership.objects.filter(role=Role.CHECKER).exists()
    for nth, office in enumerate((programme.receiving_office, programme.stand_in_office)):
        row = {"role": Role.CHECKER, "unit": office.unit_id, "office": office.pk}
        assert "初始密码" in client.post(ADD, form(row, username=f"hedui{nth}")).content.decode()


def test_before_there_is_a_programme_either_is_of_any_unit(client):
    office = make_office()
    assert "初始密码" in add(client, Role.LEADERSHIP, office.unit).content.decode()
    row = {"role": Role.CHECKER, "unit": office.unit_id, "office": office.pk}
    assert "初始密码" in client.post(ADD, form(row, username="hedui")).content.decode()


def test_one_that_was_there_before_does_not_hold_up_another(client, programme):
    old = make_user(Role.LEADERSHIP, make_unit("市旧办"))
    rows = [{"role": Role.LEADERSHIP, "unit": old.unit_id}, {"role": Role.LIAISON, "unit": old.unit_id}]
    answer = client.post(
        f"/admin/units/user/{old.user_id}/change/", form(*rows, user=old.user, username=old.user.username)
    )
    assert answer.status_code == 302
