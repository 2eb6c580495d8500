"""A person's own second step: adding and removing it, and what stays where that fails."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import client_for, make_user
from tests.units.two_steps import (
    code_of,
    is_signed_in,
    password_step,
    second_step,
    set_up,
    with_two_steps,
)
from units import sealed
from units.models import AuditEntry, Factor, RecoveryCode
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_interval")]


def test_the_secret_is_kept_sealed_and_of_no_use_under_another_key(auditor, secret, settings):
    kept = Factor.objects.get().material
    assert secret not in kept
    assert sealed.opened(kept) == secret
    settings.SECRET_KEY = "another-" * 10
    assert sealed.opened(kept) == ""


def test_an_authenticator_is_kept_only_with_a_code_of_it(auditor):
    client = password_step(auditor.user)
    page = client.get(reverse("authenticator-add")).content.decode()
    assert "<svg" in page
    answer = client.post(reverse("authenticator-add"), {"code": "000000", "name": "办公手机"})
    assert answer.status_code == 422
    assert "办公手机" in answer.content.decode()
    assert not Factor.objects.exists()


def test_the_first_ends_the_other_sessions_which_had_one_step_only(auditor):
    elsewhere = password_step(auditor.user)
    here, _, _ = with_two_steps(auditor)
    assert here.get("/audit/").status_code == 200
    assert elsewhere.get("/audit/").status_code == 302


def test_removing_the_last_goes_back_to_the_password_alone(auditor):
    client, _, _ = with_two_steps(auditor)
    answer = client.post(reverse("factor-remove"), {"factor": Factor.objects.get().pk}, follow=True)
    assert "今后只用密码登录" in answer.content.decode()
    assert not RecoveryCode.objects.exists()
    assert is_signed_in(password_step(auditor.user))
    actions = AuditEntry.objects.filter(action__startswith="account.factor", user=auditor.user)
    assert list(actions.order_by("pk").values_list("action", "subject")) == [
        ("account.factor_add", "验证器“手机”"),
        ("account.factor_remove", "验证器“手机”"),
    ]


def test_nobody_removes_somebody_elses(auditor, secret):
    stranger, _, _ = with_two_steps(make_user(Role.AUDITOR))
    factor = auditor.user.factors.get()
    assert stranger.post(reverse("factor-remove"), {"factor": factor.pk}).status_code == 404
    assert auditor.user.factors.exists()


def test_there_is_an_end_to_how_many_one_may_have(auditor):
    client, _, _ = with_two_steps(auditor)
    now = timezone.now()
    Factor.objects.bulk_create(
        Factor(user=auditor.user, kind="authenticator", name=str(n), material="x", added_at=now)
        for n in range(9)
    )
    set_up(client, name="第十一")
    assert Factor.objects.count() == 10


class Failing:
    """The database does not take what begins with these words."""

    def __init__(self, statement: str):
        self._statement = statement

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(self._statement):
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)


ENDING = 'DELETE FROM "units_session"'


def elsewhere_of(person) -> Client:
    client = client_for(person)
    assert client.get("/audit/").status_code == 200
    return client


def test_a_first_factor_is_not_added_while_other_sessions_go_on_with_one_step(auditor):
    elsewhere, here = elsewhere_of(auditor), password_step(auditor.user)
    here.raise_request_exception = False
    with connection.execute_wrapper(Failing(ENDING)):
        assert set_up(here)[1] == []
    assert not Factor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert elsewhere.get("/audit/").status_code == 200


def test_the_last_factor_is_not_removed_while_other_sessions_go_on(auditor, secret):
    here = password_step(auditor.user)
    second_step(here, code=code_of(secret))
    here.raise_request_exception = False
    with connection.execute_wrapper(Failing(ENDING)):
        answer = here.post(reverse("factor-remove"), {"factor": Factor.objects.get().pk})
    assert answer.status_code == 503
    assert Factor.objects.exists()
    assert RecoveryCode.objects.exists()
    assert not AuditEntry.objects.filter(action="account.factor_remove").exists()
