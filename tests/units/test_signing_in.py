"""Signing in and out."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD, client_for, make_account, make_programme, make_user
from units.models import AuditEntry
from units.roles import Role

pytestmark = pytest.mark.django_db


def sign_in(client: Client, username: str, password: str = PASSWORD, **more):
    return client.post(reverse("sign-in"), {"username": username, "password": password, **more})


def last_entry() -> AuditEntry:
    return AuditEntry.objects.order_by("pk").last()


def test_a_person_signs_in_with_a_new_session_key_and_reaches_the_first_programme(client):
    membership = make_user(Role.LIAISON)
    programme = make_programme()
    client.get(reverse("sign-in"))
    session = client.session
    session["left"] = "before"
    session.save()
    before = session.session_key
    answer = sign_in(client, membership.user.username)
    assert answer.url == reverse("start")
    assert client.session.session_key not in (None, before)
    assert client.get(answer.url).url == programme.get_absolute_url()
    entry = AuditEntry.objects.get(action="account.sign_in")
    assert (entry.user, entry.outcome, entry.address) == (membership.user, "ok", "127.0.0.1")


def test_a_browser_of_the_tests_has_the_session_that_signing_in_leaves(client):
    membership, by_the_way_there = make_user(), {"membership", "address"}
    sign_in(client, membership.user.username)
    left, given = dict(client.session), dict(client_for(membership).session)
    assert given.keys() == left.keys() | by_the_way_there
    moments = {"signed_in_at", "seen_at", "password_given_at"}
    for each in (left, given):
        for key in moments | by_the_way_there:
            each.pop(key, None)
    assert given == left


@pytest.mark.parametrize(("role", "route"), [(Role.ADMINISTRATOR, "admin:index"), (Role.AUDITOR, "audit")])
def test_administrator_and_auditor_reach_their_own_pages(role, route):
    assert client_for(make_user(role)).get(reverse("start")).url == reverse(route)


def test_without_any_programme_a_person_is_told_so():
    answer = client_for(make_user()).get(reverse("start"))
    assert answer.status_code == 409
    assert "系统中还没有专项工作" in answer.content.decode()


def test_after_signing_in_the_page_that_was_asked_for_comes(client):
    membership = make_user(Role.AUDITOR)
    answer = client.get("/audit/?who=%E5%BC%A0")
    assert answer.url == "/sign-in/?next=/audit/%3Fwho%3D%25E5%25BC%25A0"
    page = client.get(answer.url)
    assert 'value="/audit/?who=%E5%BC%A0"' in page.content.decode()
    assert sign_in(client, membership.user.username, next="/audit/?who=张").url.startswith("/audit/?who=")


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_next_never_leads_to_another_host(client, elsewhere):
    assert sign_in(client, make_user().user.username, next=elsewhere).url == reverse("start")


def test_somebody_signed_in_is_not_asked_again():
    assert client_for(make_user()).get(reverse("sign-in")).url == reverse("start")


@pytest.mark.parametrize("wrong", ["password", "unknown", "disabled"])
def test_a_failure_says_the_same_whatever_was_wrong(client, wrong):
    user = make_user().user
    if wrong == "disabled":
        user.is_active = False
        user.save()
    name = "nobody" if wrong == "unknown" else user.username
    answer = sign_in(client, name, PASSWORD if wrong == "disabled" else "something else")
    assert answer.content.decode().count("登录名或密码不正确，请核对后重新输入") == 1
    assert "<title>错误：登录" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_failure_is_recorded_with_the_account_but_never_with_what_was_typed(client):
    user = make_user().user
    sign_in(client, user.username, "geheim-geheim")
    assert (last_entry().action, last_entry().outcome, last_entry().user) == (
        "account.sign_in",
        "failed",
        user,
    )
    sign_in(client, "my-password-by-mistake", "geheim-geheim")
    assert last_entry().who == "（未知登录名）"
    assert "by-mistake" not in str(AuditEntry.objects.values_list())
    assert "geheim" not in str(AuditEntry.objects.values_list())


def test_an_account_without_membership_is_told_whom_to_ask_and_it_is_recorded(client):
    user = make_account()
    answer = sign_in(client, user.username)
    assert answer.content.decode().count("目前没有启用的身份，请联系系统管理员") == 1
    assert (last_entry().user, last_entry().outcome) == (user, "refused")


def test_an_expired_first_password_is_refused_even_when_right(client):
    user = make_user().user
    user.first_password_expires_at = timezone.now() - timedelta(seconds=1)
    user.save()
    page = sign_in(client, user.username).content.decode()
    assert page.count("初始密码已失效，请联系系统管理员重新发放") == 1
    assert "_auth_user_id" not in client.session


def test_what_is_left_empty_is_named(client):
    page = sign_in(client, "", "").content.decode()
    assert "请输入登录名" in page
    assert "请输入密码" in page


def test_signing_out_is_a_post_and_ends_the_session_on_the_server():
    membership = make_user()
    client = client_for(membership)
    key = client.session.session_key
    assert client.get(reverse("sign-out")).status_code == 405
    assert client.post(reverse("sign-out"), {"next": "/audit/"}).url == reverse("sign-in")
    assert not client.session.exists(key)
    assert (last_entry().action, last_entry().user) == ("account.sign_out", membership.user)


def test_posting_without_a_csrf_token_is_refused():
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, make_user().user.username).status_code == 403
