"""Signing in with two steps: codes of an authenticator, recovery codes, and what is counted and recorded of wrong ones."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD, client_for, make_user
from tests.units.two_steps import (
    STEP,
    code_of,
    is_signed_in,
    password_step,
    second_step,
    set_up,
    with_two_steps,
)
from units import half_signed_in, recovery_codes
from units.accounts import issue_first_password
from units.models import AuditEntry, RecoveryCode, Session
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_interval")]

WRONG = "验证码不正确，或者已经用过"


def test_the_password_alone_signs_nobody_in_who_has_a_second_step(auditor, secret):
    client = Client()
    answer = client.post(
        reverse("sign-in"), {"username": auditor.user.username, "password": PASSWORD, "next": "/audit/?who=x"}
    )
    assert answer.url == reverse("second-step")
    assert not is_signed_in(client)
    assert client.get("/audit/").url.startswith(reverse("sign-in"))
    assert second_step(client, code=code_of(secret)).url == "/audit/?who=x"
    assert client.get("/audit/").status_code == 200
    entry = AuditEntry.objects.filter(action="account.sign_in", outcome="ok").order_by("pk").last()
    assert entry.detail == {"second_step": "验证器“手机”"}


def test_a_new_first_password_does_not_go_round_the_second_step(auditor, secret):
    password, client = issue_first_password(user=auditor.user), Client()
    client.post(reverse("sign-in"), {"username": auditor.user.username, "password": password})
    assert not is_signed_in(client)
    second_step(client, code=code_of(secret))
    assert is_signed_in(client)


def test_the_session_of_before_the_second_step_is_not_that_of_after(auditor, secret):
    client = password_step(auditor.user)
    before = client.session.session_key
    second_step(client, code=code_of(secret))
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_code_is_taken_once_and_none_of_before_it(auditor, secret):
    second_step(password_step(auditor.user), code=code_of(secret))
    for code in (code_of(secret), code_of(secret, timezone.now() - STEP)):
        client = password_step(auditor.user)
        assert WRONG in second_step(client, code=code).content.decode()
        assert not is_signed_in(client)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (1, True), (2, False)])
def test_a_clock_may_be_wrong_by_one_interval(auditor, secret, steps, taken):
    client = password_step(auditor.user)
    second_step(client, code=code_of(secret, timezone.now() + steps * STEP))
    assert is_signed_in(client) == taken


def test_the_code_that_set_an_authenticator_up_signs_nobody_in(auditor):
    secret, _ = set_up(password_step(auditor.user), before=0)
    client = password_step(auditor.user)
    second_step(client, code=code_of(secret))
    assert not is_signed_in(client)


def test_a_code_is_read_as_people_copy_it(auditor, secret):
    client = password_step(auditor.user)
    code = code_of(secret)
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    second_step(client, code=f" {full_width[:3]} {full_width[3:]} ")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "请输入验证器显示的6位数字"),
        ({"code": "12345"}, "验证码是6位数字"),
        ({"code": "一二三四五六"}, "验证码是6位数字"),
        ({"code": "٣٣٣٣٣٣"}, "验证码是6位数字"),
        ({"recovery_code": "9-aaaa-aaaa-aaaa-aaaa"}, "恢复码不正确"),
        ({"recovery_code": "²-aaaa"}, "恢复码不正确"),
    ],
)  # fmt: skip
def test_what_is_no_code_is_said_to_be_none(auditor, secret, typed, words):
    answer = second_step(password_step(auditor.user), **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_somebody_elses_code_is_wrong(auditor, secret):
    _, of_other, codes = with_two_steps(make_user(Role.AUDITOR))
    client = password_step(auditor.user)
    second_step(client, code=code_of(of_other))
    second_step(client, recovery_code=codes[0])
    assert not is_signed_in(client)


def test_without_the_password_there_is_no_second_step(auditor, secret):
    client = Client()
    assert client.get(reverse("second-step")).url == reverse("sign-in")
    assert second_step(client, code=code_of(secret)).url == reverse("sign-in")
    client.post(reverse("sign-in"), {"username": auditor.user.username, "password": "wrong"})
    assert second_step(client, code=code_of(secret)).url == reverse("sign-in")


@pytest.mark.parametrize("meanwhile", ["ten minutes", "password", "disabled"])
def test_what_was_begun_does_not_outlive(auditor, secret, meanwhile):
    client = password_step(auditor.user)
    if meanwhile == "ten minutes":
        session = client.session
        session["half_signed_in"] |= {"at": session["half_signed_in"]["at"] - half_signed_in.SECONDS - 5}
        session.save()
    elif meanwhile == "password":
        issue_first_password(user=auditor.user)
    else:
        type(auditor.user).objects.update(is_active=False)
    answer = client.post(reverse("second-step"), {"code": code_of(secret)}, follow=True)
    assert "第二步验证超过10分钟没有完成" in answer.content.decode()
    assert not is_signed_in(client)


def test_a_wrong_code_is_recorded_like_a_wrong_password_without_what_was_typed(auditor, secret):
    second_step(password_step(auditor.user), code="987123")
    entry = AuditEntry.objects.order_by("pk").last()
    assert (entry.action, entry.outcome, entry.user) == ("account.sign_in", "failed", auditor.user)
    assert entry.detail == {"reason": "第二步验证未通过"}
    assert "987123" not in str(list(AuditEntry.objects.values_list()))


def test_five_wrong_codes_lock_this_computer_out_and_no_other(auditor, secret):
    from axes.models import AccessAttempt

    here = password_step(auditor.user, Client(REMOTE_ADDR="10.1.1.1"))
    answers = [second_step(here, code="000000") for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [429]
    assert "分钟后自动恢复" in answers[-1].content.decode()
    assert second_step(here, code=code_of(secret)).status_code == 429
    again = here.post(reverse("sign-in"), {"username": auditor.user.username, "password": PASSWORD})
    assert again.status_code == 429
    lock_out = AuditEntry.objects.get(action="account.lock_out")
    assert (lock_out.user, lock_out.address) == (auditor.user, "10.1.1.1")
    assert "000000" not in str(list(AccessAttempt.objects.values_list()))
    elsewhere = password_step(auditor.user, Client(REMOTE_ADDR="10.2.2.2"))
    second_step(elsewhere, code=code_of(secret))
    assert is_signed_in(elsewhere)


def test_wrong_passwords_and_wrong_codes_count_together(auditor, secret):
    client = Client()
    for _ in range(3):
        client.post(reverse("sign-in"), {"username": auditor.user.username, "password": "wrong"})
    client = password_step(auditor.user, client)
    assert [second_step(client, code="000000").status_code for _ in range(2)] == [422, 429]


def test_the_first_authenticator_comes_with_recovery_codes_shown_once_and_kept_as_hashes(auditor):
    client, _, codes = with_two_steps(auditor)
    assert len(set(codes)) == recovery_codes.NUMBER
    kept = str(list(RecoveryCode.objects.values_list()))
    assert not any(code in kept or code[2:] in kept for code in codes)
    page = client.get(reverse("two-steps")).content.decode()
    assert not any(code in page for code in codes)
    assert set_up(client, name="另一部")[1] == []


def test_a_recovery_code_signs_in_once_and_the_rest_are_counted(auditor):
    _, _, codes = with_two_steps(auditor)
    client = password_step(auditor.user)
    second_step(client, recovery_code=f" {codes[3].upper()} ")
    assert is_signed_in(client)
    assert "已用恢复码登录，还剩7个可用" in client.get("/audit/").content.decode()
    entry = AuditEntry.objects.filter(action="account.sign_in", outcome="ok").order_by("pk").last()
    assert entry.detail == {"second_step": "恢复码"}
    again = password_step(auditor.user)
    assert "恢复码不正确，或者已经用过" in second_step(again, recovery_code=codes[3]).content.decode()
    second_step(again, recovery_code=codes[4])
    assert is_signed_in(again)


def test_new_recovery_codes_take_the_place_of_the_old(auditor):
    client, _, old = with_two_steps(auditor)
    new = client.post(reverse("recovery-codes")).content.decode()
    assert not any(code in new for code in old)
    second_step(other := password_step(auditor.user), recovery_code=old[0])
    assert not is_signed_in(other)
    assert AuditEntry.objects.filter(action="account.factor_codes", user=auditor.user).count() == 1


def test_without_a_second_step_there_are_no_recovery_codes(auditor):
    assert password_step(auditor.user).post(reverse("recovery-codes")).status_code == 409
    assert not RecoveryCode.objects.exists()


def test_a_page_costs_no_query_more(auditor, settings):
    plain = client_for(make_user(Role.AUDITOR))
    client, _, _ = with_two_steps(auditor)

    def queries(browser: Client) -> int:
        browser.get("/help/")
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/help/wordings/").status_code == 200
        return len(captured)

    before = queries(plain)
    settings.TWO_STEPS = True
    assert queries(client) == before


def test_what_was_begun_is_kept_no_longer_than_the_session():
    assert timedelta(seconds=half_signed_in.SECONDS) < timedelta(seconds=settings.SESSION_IDLE_SECONDS)
