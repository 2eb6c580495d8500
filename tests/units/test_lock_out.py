"""Guessing passwords is stopped for a while, for one account from one address."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import F
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, make_user
from units.accounts import issue_first_password
from units.models import AuditEntry

WRONG = "wrong"

pytestmark = pytest.mark.django_db


def attempt(username: str, password: str = WRONG, *, address: str = "10.0.0.1"):
    data = {"username": username, "password": password}
    return Client(REMOTE_ADDR=address).post(reverse("sign-in"), data)


def fail(username: str, times: int) -> list[int]:
    return [attempt(username).status_code for _ in range(times)]


def wait(span: timedelta) -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - span)


@pytest.fixture
def username() -> str:
    return make_user().user.username


def test_the_fifth_failure_locks_with_a_page_that_says_for_how_long(username):
    assert fail(username, 5) == [200, 200, 200, 200, 429]
    wait(timedelta(minutes=5))
    answer = attempt(username, PASSWORD)
    assert answer.status_code == 429
    assert "约10分钟后自动恢复" in answer.content.decode()
    assert 590 < int(answer["Retry-After"]) <= 600


def test_the_lock_ends_by_itself_and_trying_on_does_not_prolong_it(username):
    fail(username, 5)
    wait(settings.AXES_COOLOFF_TIME - timedelta(minutes=1))
    assert fail(username, 3) == [429, 429, 429]
    wait(timedelta(minutes=1, seconds=1))
    assert attempt(username, PASSWORD).status_code == 302


def test_another_address_and_another_account_are_not_locked(username):
    fail(username, 6)
    assert attempt(username, PASSWORD, address="10.0.0.2").status_code == 302
    assert attempt(make_user().user.username, PASSWORD).status_code == 302


def test_a_success_before_the_limit_starts_the_count_anew(username):
    fail(username, 4)
    assert attempt(username, PASSWORD).status_code == 302
    assert fail(username, 4) == [200, 200, 200, 200]


def test_a_new_first_password_lifts_the_lock():
    user = make_user().user
    fail(user.username, 5)
    assert attempt(user.username, issue_first_password(user=user)).status_code == 302


def test_failures_and_the_lock_are_recorded_each_once_and_without_what_was_typed(username):
    fail(username, 6)
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", "outcome", "address"))
    assert actions.count(("account.sign_in", "failed", "10.0.0.1")) == 4
    assert actions.count(("account.lock_out", "refused", "10.0.0.1")) == 1  # once a minute
    assert WRONG not in str(AuditEntry.objects.values_list()) + str(
        AccessAttempt.objects.values_list("post_data", flat=True)
    )
