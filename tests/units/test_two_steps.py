"""Signing in with two steps: codes of an authenticator, recovery codes, and what is counted and recorded of wrong ones."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD, client_for, make_programme, make_user
from tests.units.two_steps import (
    STEP,
    code_of,
    is_signed_in,
    password_step,
    second_step,
    set_up,
    with_two_steps,
)
from units import half_signed_in, recovery_codes, sealed
from units.accounts import issue_first_password
from units.models import AuditEntry, Factor, RecoveryCode, Session
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_interval")]

WRONG = "验证码不正确，或者已经用过"


@pytest.fixture
def auditor():
    return make_user(Role.AUDITOR)


@pytest.fixture
def secret(auditor) -> str:
    return with_two_steps(auditor)[1]


# --- the second step


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


# --- wrong ones


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


# --- recovery codes


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


# --- one's own


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


# --- who must


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


# --- the administrator


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


# --- a failure in between


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
