"""The accounts of the demonstration, and the first account of a real installation."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.factories import make_unit
from units.models import Membership, Office, Unit, User
from units.roles import Role
from units.sample_data import SAMPLES

pytestmark = pytest.mark.django_db


def run(command: str, *args: str) -> str:
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def units() -> list[Unit]:
    names = dict.fromkeys(unit for sample in SAMPLES for _, unit, _ in sample.roles if unit)
    return [make_unit(name) for name in names]


def count(role: Role) -> int:
    return Membership.objects.filter(role=role).values("user").distinct().count()


def test_there_is_a_liaison_for_each_unit_and_the_others_of_the_issue(units):
    run("sample_accounts")
    liaisons = Membership.objects.filter(role=Role.LIAISON).values_list("unit__short_name", flat=True)
    assert len(liaisons) == len(set(liaisons)) == 17
    assert (count(Role.CHECKER), count(Role.LEADERSHIP)) == (2, 1)
    assert (count(Role.ADMINISTRATOR), count(Role.AUDITOR)) == (1, 1)
    officers = Membership.objects.filter(role=Role.OFFICER).exclude(user__memberships__role=Role.CHECKER)
    assert officers.values("office").distinct().count() == officers.count() == 3
    assert {officer.unit.short_name for officer in officers} == {"中关村管委会"}


def test_every_account_is_listed_and_signs_in_with_the_password_shown_without_having_to_change_it(units):
    listed = run("sample_accounts")
    password = re.search(r"密码均为 (\S+?)）", listed)[1]
    for user in User.objects.all():
        assert re.search(rf"^  {user.username} +{user.full_name}  \S+", listed, re.MULTILINE)
        assert not user.must_change_password
        data = {"username": user.username, "password": password}
        assert Client().post(reverse("sign-in"), data).status_code == 302
    assert User.objects.count() == len(SAMPLES)


def test_a_second_run_changes_nothing_and_lists_the_same(units):
    first = run("sample_accounts")
    user = User.objects.get(username="kewei")
    user.set_password("changed by hand")
    user.save()
    before = list(User.objects.order_by("pk").values_list())
    assert run("sample_accounts") == first
    assert list(User.objects.order_by("pk").values_list()) == before
    assert Office.objects.count() == 4


def test_without_demo_no_account_is_made(settings, units):
    settings.DEMO = False
    with pytest.raises(CommandError, match="只在 DEMO=1 时可用"):
        run("sample_accounts")
    assert not User.objects.exists()


def test_without_the_register_the_missing_units_are_named():
    with pytest.raises(CommandError, match=r"尚无单位：.*市科委.*请先运行 load_register"):
        run("sample_accounts")


def test_the_first_administrator_gets_a_password_that_must_be_changed():
    said = run("create_administrator", "guanli", "张某")
    password = re.search(r"初始密码：(\S+?)（", said)[1]
    user = User.objects.get(username="guanli")
    assert user.check_password(password)
    assert user.must_change_password
    assert user.memberships.get().role == Role.ADMINISTRATOR


@pytest.mark.parametrize(
    ("username", "message"),
    [("guanli", "该登录名已被使用，请另取一个"), ("g" * 51, "50"), ("a\x00b", "控制字符")],
)
def test_an_administrator_that_cannot_be_is_refused_in_one_sentence(username, message):
    run("create_administrator", "guanli", "张某")
    with pytest.raises(CommandError, match=message):
        run("create_administrator", username, "李某")
    assert User.objects.count() == 1
