"""Acting under one of several memberships, and roles that must stay apart."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.factories import (
    PASSWORD,
    client_for,
    make_account,
    make_office,
    make_programme,
    make_unit,
    make_user,
)
from units.accounts import add_membership, create_account
from units.models import AuditEntry, Membership
from units.roles import BUSINESS_ROLES, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """A checker who is also an officer of the same office."""
    first = make_user(Role.CHECKER)
    return first, make_user(Role.OFFICER, first.unit, first.office, user=first.user)


def acting(client: Client) -> Membership:
    return client.get(reverse("password")).context["request"].membership


def test_one_acts_under_the_oldest_membership_until_another_is_chosen(two):
    make_programme()
    client = Client()
    client.post(reverse("sign-in"), {"username": two[0].user.username, "password": PASSWORD})
    assert acting(client) == two[0]
    assert client.post(reverse("memberships-switch"), {"membership": two[1].pk}).url == reverse("start")
    assert acting(client) == two[1]
    assert AuditEntry.objects.get(action="account.switch").who.endswith("经办人）")


def test_the_frame_offers_the_other_memberships(two):
    frame = client_for(two[1]).get(reverse("password")).context["frame"]
    assert frame["membership"] == two[1]
    assert frame["memberships"] == [two[0]]


@pytest.mark.parametrize("wanted", ["somebody else's", "none", "switched off"])
def test_only_ones_own_memberships_in_use_can_be_chosen(two, wanted):
    client = client_for(two[0])
    pk = {"somebody else's": make_user().pk, "none": "x", "switched off": two[1].pk}[wanted]
    if wanted == "switched off":
        Membership.objects.filter(pk=two[1].pk).update(is_active=False)
    assert client.post(reverse("memberships-switch"), {"membership": pk}).status_code == 404
    assert acting(client) == two[0]


def test_switching_is_never_done_by_get(two):
    assert client_for(two[0]).get(reverse("memberships-switch")).status_code == 405


def test_a_membership_switched_off_is_left_at_once(two):
    client = client_for(two[1])
    Membership.objects.filter(pk=two[1].pk).update(is_active=False)
    assert acting(client) == two[0]
    Membership.objects.filter(pk=two[0].pk).update(is_active=False)
    answer = client.get("/audit/")
    assert answer.status_code == 403
    assert "目前没有启用的身份" in answer.content.decode()


@pytest.mark.parametrize("apart", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_administrator_and_auditor_share_an_account_with_no_other_role(apart):
    for other in (BUSINESS_ROLES | {Role.ADMINISTRATOR, Role.AUDITOR}) - {apart}:
        held = make_user(other)
        with pytest.raises(ValidationError, match="不能由同一账号兼任"):
            add_membership(user=held.user, role=apart)


def test_an_account_that_ever_had_a_business_role_cannot_become_auditor():
    held = make_user(Role.LIAISON)
    Membership.objects.filter(pk=held.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="不能由同一账号兼任"):
        add_membership(user=held.user, role=Role.AUDITOR)


def test_business_roles_may_be_held_together():
    held = make_user(Role.LIAISON)
    assert add_membership(user=held.user, role=Role.OFFICER, unit=held.unit).pk


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ({"role": Role.LIAISON}, "业务角色须选择单位"),
        ({"role": Role.CHECKER, "unit": "one"}, "核对人须选择所在处室"),
        ({"role": Role.OFFICER, "unit": "one", "office": "of another"}, "所选处室不属于所选单位"),
        (
            {"role": Role.LEADERSHIP, "unit": "one", "office": "its own"},
            "只有经办人、联络员和核对人可以选择处室",
        ),
    ],
)
def test_a_membership_in_the_wrong_place_is_refused_in_words(place, message):
    unit = make_unit()
    offices = {"of another": make_office(), "its own": make_office(unit)}
    given = {"unit": unit} if "unit" in place else {}
    given |= {"office": offices[place["office"]]} if "office" in place else {}
    with pytest.raises(ValidationError, match=message):
        create_account(username="xin", full_name="辛某", role=place["role"], **given)


def test_the_same_membership_cannot_be_held_twice_even_without_an_office():
    held = make_user(Role.LIAISON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=held.user, role=Role.LIAISON, unit=held.unit)
    user = make_account()
    add_membership(user=user, role=Role.AUDITOR)
    with pytest.raises(ValidationError, match="已有相同的身份"):
        add_membership(user=user, role=Role.AUDITOR)
