"""Who must have a second step, and what administrators see of it and reset."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import client_for, make_programme, make_user
from tests.units.two_steps import (
    code_of,
    is_signed_in,
    password_step,
    second_step,
    set_up,
    with_two_steps,
)
from units.accounts import issue_first_password
from units.models import AuditEntry, Factor, RecoveryCode
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_interval")]


@pytest.fixture
def demanded(settings):
    settings.TWO_STEPS = True


@pytest.mark.parametrize("role", sorted(Role))
def test_four_kinds_must_and_can_do_nothing_else_before(demanded, role):
    make_programme()
    client = password_step(make_user(role).user)
    answer = client.get("/help/")
    if role in (Role.OFFICER, Role.LIAISON):
        assert answer.status_code == 200
        return
    assert answer.url == reverse("two-steps")
    assert client.get(reverse("sessions")).url == reverse("two-steps")
    assert client.post("/help/", headers={"HX-Request": "true"})["HX-Redirect"] == reverse("two-steps")
    assert "请先添加一种验证方式，再继续使用" in client.get(reverse("two-steps")).content.decode()
    secret, codes = set_up(client)
    assert codes
    assert client.get("/help/").status_code == 200
    assert second_step(password_step(client_user(client)), code=code_of(secret)).status_code == 302


def client_user(client: Client):
    from units.models import User

    return User.objects.get(pk=client.session["_auth_user_id"])


def test_one_such_membership_is_enough_whichever_is_acted_under(demanded):
    liaison = make_user(Role.LIAISON)
    make_user(Role.CHECKER, user=liaison.user)
    make_programme()
    assert client_for(liaison).get("/help/").url == reverse("two-steps")


def test_the_last_is_not_removed_by_whom_it_is_demanded_of(demanded, auditor):
    client, _, _ = with_two_steps(auditor)
    answer = client.post(reverse("factor-remove"), {"factor": Factor.objects.get().pk})
    assert answer.status_code == 409
    assert "不能删除唯一的验证方式" in answer.content.decode()
    set_up(client, name="备用")
    client.post(reverse("factor-remove"), {"factor": Factor.objects.order_by("pk").first().pk})
    assert [each.name for each in Factor.objects.all()] == ["备用"]


def test_a_first_password_is_changed_before(demanded, auditor):
    password = issue_first_password(user=auditor.user)
    client = Client()
    client.post(reverse("sign-in"), {"username": auditor.user.username, "password": password})
    assert client.get("/audit/").url == reverse("password")
    assert client.get(reverse("two-steps")).url == reverse("password")


def test_the_administrator_resets_it_with_a_row_in_the_log_and_all_sessions_ended(auditor):
    there, _, _ = with_two_steps(auditor)
    admin = make_user(Role.ADMINISTRATOR)
    address = reverse("admin:units_user_reset_two_steps", args=[auditor.user.pk])
    asked = client_for(admin).get(address).content.decode()
    assert "验证器“手机”" in asked
    assert Factor.objects.exists()
    assert "已重置" in client_for(admin).post(address, follow=True).content.decode()
    assert not Factor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert there.get("/audit/").status_code == 302
    entry = AuditEntry.objects.get(action="account.factor_reset")
    assert (entry.user, entry.subject) == (
        admin.user,
        f"{auditor.user.username} {auditor.user.full_name}",
    )
    assert is_signed_in(password_step(auditor.user))


def test_the_administrator_sees_of_each_account_whether_it_has_two_steps(auditor, demanded):
    with_two_steps(auditor)
    other, unit = make_user(Role.CHECKER), make_user(Role.LIAISON)
    admin, _, _ = with_two_steps(make_user(Role.ADMINISTRATOR))

    def said(membership) -> str:
        page = admin.get(reverse("admin:units_user_change", args=[membership.user.pk])).content.decode()
        return re.search(r'field-two_steps_in_words.*?class="readonly">(.*?)</div>', page, re.DOTALL)[1]

    assert said(auditor) == "已设置：验证器“手机”；恢复码还剩8个"
    assert said(other) == "未设置，下次登录须先设置"
    assert said(unit) == "未设置"
    listed = admin.get(reverse("admin:units_user_changelist")).content.decode()
    assert re.findall(r'field-two_steps">(.*?)<', listed).count("已设置") == 2


def test_nobody_resets_their_own_nor_without_being_administrator(auditor):
    admin = make_user(Role.ADMINISTRATOR)
    own = client_for(admin).post(reverse("admin:units_user_reset_two_steps", args=[admin.user.pk]))
    assert own.status_code == 403
    assert "自己的验证方式请在“两步验证”中修改" in own.content.decode()
    other = client_for(auditor).post(reverse("admin:units_user_reset_two_steps", args=[admin.user.pk]))
    assert other.status_code == 403
