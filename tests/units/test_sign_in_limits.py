"""Guessing is slow for one address and for one account, and nobody is locked out for good."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, client_for, make_user
from tests.of_a_kind import one_of_each
from units import sign_in_limits
from units.accounts import issue_first_password
from units.models import AuditEntry, SignInFailure

pytestmark = pytest.mark.django_db


def attempt(username: str, typed: str = "wrong", *, address: str):
    form = {"username": username, "password": typed}
    return Client(REMOTE_ADDR=address).post(reverse("sign-in"), form)


def wait(span: timedelta) -> None:
    SignInFailure.objects.update(at=F("at") - span)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - span)


def from_many_places(username: str, times: int = 30) -> list[int]:
    return [attempt(username, address=f"10.0.{n}.1").status_code for n in range(times)]


@pytest.mark.parametrize(
    "machine",
    one_of_each(["10.0.0.1", "2001:db8:1:2:{n}::1", "2001:db8:1:2::{n}"], lambda machine: {":" in machine}),
)
def test_many_accounts_from_one_network_are_refused_after_twenty_tries(machine):
    answers = [attempt(f"name{n // 2}", address=machine.format(n=n + 1)).status_code for n in range(50)]
    assert answers == [200] * 20 + [429] * 30
    page = attempt("another", address=machine.format(n=99)).content.decode()
    assert (
        "从这一网络登录失败的次数过多，已暂停登录，近期在这里登录过的账号不受影响；约15分钟后自动恢复" in page
    )
    assert attempt("another", address="2001:db8:1:3::1").status_code == 200
    wait(timedelta(minutes=15))
    assert attempt("another", address=machine.format(n=99)).status_code == 200


def test_one_account_from_many_networks_is_refused_after_ten_tries():
    user = make_user().user
    assert from_many_places(user.username) == [200] * 10 + [429] * 20
    assert "该账号登录失败的次数过多" in attempt(user.username, PASSWORD, address="10.9.9.9").content.decode()


def test_a_name_that_no_account_has_is_answered_the_same():
    assert from_many_places("nobody") == [200] * 10 + [429] * 20


def test_after_a_quarter_of_an_hour_there_is_one_try_and_trying_on_does_not_prolong_it():
    user = make_user().user
    from_many_places(user.username, 15)
    wait(timedelta(minutes=14))
    assert attempt(user.username, address="10.1.0.1").status_code == 429
    wait(timedelta(minutes=1, seconds=1))
    assert attempt(user.username, address="10.1.0.2").status_code == 200
    assert attempt(user.username, PASSWORD, address="10.1.0.3").status_code == 429
    wait(timedelta(minutes=15, seconds=1))
    assert attempt(user.username, PASSWORD, address="10.1.0.4").status_code == 302


def test_where_the_person_has_signed_in_they_always_may():
    user = make_user().user
    assert attempt(user.username, PASSWORD, address="10.5.5.5").status_code == 302
    from_many_places(user.username)
    assert attempt(user.username, PASSWORD, address="10.5.5.5").status_code == 302
    for n in range(25):
        attempt(f"name{n}", address="10.5.5.5")
    assert attempt("somebody", address="10.5.5.5").status_code == 429
    assert attempt(user.username, PASSWORD, address="10.5.5.5").status_code == 302


def test_a_success_and_a_new_first_password_end_the_count():
    user = make_user().user
    from_many_places(user.username, 9)
    assert attempt(user.username, PASSWORD, address="10.1.0.1").status_code == 302
    assert from_many_places(user.username, 10)[-1] == 200
    password = issue_first_password(user=user)
    assert attempt(user.username, password, address="10.2.0.1").status_code == 302


def test_no_password_is_checked_for_whoever_has_to_wait(monkeypatch):
    for n in range(20):
        attempt(f"name{n}", address="10.0.0.1")
    monkeypatch.setattr("units.sessions.AccountBackend.authenticate", None)
    assert attempt("another", address="10.0.0.1").status_code == 429


def test_what_was_typed_as_a_name_is_kept_nowhere_and_a_lock_out_once_a_minute():
    for _ in range(30):
        attempt("mimaxiecuodifang", address="10.0.0.1")
    kept = (
        AccessAttempt.objects.values_list(),
        SignInFailure.objects.values_list(),
        AuditEntry.objects.values_list(),
    )
    assert "mimaxiecuodifang" not in str([list(rows) for rows in kept])
    assert AuditEntry.objects.filter(action="account.lock_out").count() == 1


def test_failures_of_yesterday_are_not_kept():
    attempt("name", address="10.0.0.1")
    wait(sign_in_limits.KEPT)
    attempt("name", address="10.0.0.1")
    assert SignInFailure.objects.count() == 1


# --- changing one's password


def change(client: Client, old: str):
    new = "chuntian-lai-le-2015"
    return client.post(reverse("password"), {"old_password": old, "new_password1": new, "new_password2": new})


def test_wrong_tries_at_changing_a_password_are_recorded_and_counted():
    member = make_user()
    client = client_for(member)
    assert [change(client, "wrong").status_code for _ in range(6)] == [422] * 5 + [429]
    rows = AuditEntry.objects.filter(action="account.password", outcome="failed", user=member.user)
    assert rows.count() == 5
    answer = change(client, PASSWORD)
    assert "当前密码连续5次输入错误，已暂停修改密码和验证方式；约15分钟后自动恢复" in answer.content.decode()
    assert client.get(reverse("password")).status_code == 200


def test_a_change_between_wrong_tries_begins_the_count_anew():
    client = client_for(make_user())
    for _ in range(4):
        change(client, "wrong")
    assert change(client, PASSWORD).status_code == 302
    assert [change(client, "wrong").status_code for _ in range(5)] == [422] * 5
