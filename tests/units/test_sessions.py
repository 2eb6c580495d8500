"""How long a session lasts, and what ends it."""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD, client_for, make_user
from units.models import AuditEntry, Session, User
from units.roles import Role
from units.session_facts import SEEN_KEY, SIGNED_IN_KEY

pytestmark = pytest.mark.django_db

PAGE = "/audit/"


@pytest.fixture
def client():
    browser = client_for(make_user(Role.AUDITOR))
    assert browser.get(PAGE).status_code == 200
    return browser


def seen_before(client, seconds: int, key: str = SEEN_KEY) -> None:
    session = client.session
    session[key] = int(time.time()) - seconds
    session.save()


def is_signed_in(client) -> bool:
    return client.get(PAGE).status_code == 200


def test_half_an_hour_without_a_request_ends_the_session(client):
    seen_before(client, settings.SESSION_IDLE_SECONDS - 5)
    assert is_signed_in(client)
    seen_before(client, settings.SESSION_IDLE_SECONDS + 5)
    assert not is_signed_in(client)
    assert AuditEntry.objects.filter(action="account.session_end").count() == 1


def test_twelve_hours_end_the_session_however_busy(client):
    seen_before(client, settings.SESSION_ABSOLUTE_SECONDS + 5, SIGNED_IN_KEY)
    assert not is_signed_in(client)


# --- the reason on the page of signing in

IDLE = "您已30分钟未操作，为保护信息已自动退出，请重新登录"
TOO_OLD = "您登录已满12小时，为保护信息已自动退出，请重新登录"
ENDINGS = [
    (SEEN_KEY, settings.SESSION_IDLE_SECONDS, IDLE),
    (SIGNED_IN_KEY, settings.SESSION_ABSOLUTE_SECONDS, TOO_OLD),
]


def reasons_on(page) -> list[str]:
    return [reason for reason in (IDLE, TOO_OLD) if reason in page.content.decode()]


@pytest.mark.parametrize(("key", "limit", "reason"), ENDINGS)
def test_the_sign_in_page_says_why_the_session_ended(client, key, limit, reason):
    seen_before(client, limit + 5, key)
    page = client.get(PAGE, follow=True)
    assert page.redirect_chain[0][0].startswith(f"{reverse('sign-in')}?next={PAGE}&ended=")
    assert reasons_on(page) == [reason]


@pytest.mark.parametrize(("key", "limit", "reason"), ENDINGS)
def test_it_says_so_too_when_htmx_was_led_there(client, key, limit, reason):
    seen_before(client, limit + 5, key)
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{PAGE}?page=2"}
    led_to = client.post(reverse("session-extend"), headers=headers)["HX-Redirect"]
    assert led_to.startswith(f"{reverse('sign-in')}?next=/audit/%3Fpage%3D2&ended=")
    assert reasons_on(client.get(led_to)) == [reason]


@pytest.mark.parametrize(("key", "limit", "reason"), ENDINGS)
def test_it_says_so_too_to_whom_the_page_itself_led_there(client, key, limit, reason):
    seen_before(client, limit + 5, key)
    assert reasons_on(client.get(f"{reverse('sign-in')}?next={PAGE}")) == [reason]


def test_it_says_so_too_the_morning_after_when_the_session_is_no_longer_read(client):
    seen_before(client, settings.SESSION_ABSOLUTE_SECONDS + 3600)
    Session.objects.update(expire_date=timezone.now() - timedelta(hours=1))
    assert reasons_on(client.get(PAGE, follow=True)) == [IDLE]


def test_the_reason_names_the_limits_of_the_settings(client, settings):
    settings.SESSION_IDLE_SECONDS, settings.SESSION_ABSOLUTE_SECONDS = 15 * 60, 90 * 60
    sign_in = reverse("sign-in")
    client.logout()
    assert "您已15分钟未操作" in client.get(f"{sign_in}?ended=idle").content.decode()
    assert "您登录已满90分钟" in client.get(f"{sign_in}?ended=too-old").content.decode()


def test_the_reason_is_given_once_and_nothing_remembers_it(client):
    seen_before(client, settings.SESSION_IDLE_SECONDS + 5)
    led_to = client.get(PAGE).url
    assert reasons_on(client.get(PAGE, follow=True)) == []
    assert reasons_on(client.post(led_to, {"username": "x", "password": "y"})) == []
    assert not Session.objects.exists()


def test_whoever_signed_out_or_was_never_in_is_given_no_reason(client):
    client.post(reverse("sign-out"))
    for browser in (client, Client()):
        answer = browser.get(PAGE, follow=True)
        assert answer.redirect_chain[0][0] == f"{reverse('sign-in')}?next={PAGE}"
        assert reasons_on(answer) == []
    assert reasons_on(Client().get(f"{reverse('sign-in')}?ended=<b>")) == []


def test_whose_password_was_changed_elsewhere_is_not_told_of_idleness(client):
    user = User.objects.get()
    user.set_password("xinde-mima-zai-zheli")
    user.save()
    assert reasons_on(client.get(PAGE, follow=True)) == []


def test_every_request_prolongs_but_the_session_is_written_once_a_minute(client, django_assert_num_queries):
    seen_before(client, 30)
    seen = client.session[SEEN_KEY]
    client.post(reverse("session-extend"))
    assert client.session[SEEN_KEY] == seen
    seen_before(client, 61)
    seen = client.session[SEEN_KEY]
    client.post(reverse("session-extend"))
    assert client.session[SEEN_KEY] >= seen + 61


def test_extending_answers_with_nothing_and_only_to_a_post(client):
    assert client.post(reverse("session-extend")).status_code == 204
    assert client.get(reverse("session-extend")).status_code == 405


def test_extending_an_ended_session_leads_to_the_sign_in_page(client):
    seen_before(client, settings.SESSION_IDLE_SECONDS + 5)
    assert client.post(reverse("session-extend")).url.startswith(reverse("sign-in"))


def test_htmx_is_led_to_sign_in_and_back_to_the_page_it_stands_on(client):
    client.logout()
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/audit/?page=2"}
    answer = client.post("/session/extend/", headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/sign-in/?next=/audit/%3Fpage%3D2")


def test_after_a_post_one_is_led_back_to_the_page_it_came_from_and_told_that_nothing_was_saved(client):
    client.logout()
    answer = client.post("/memberships/switch/", headers={"referer": "http://testserver/audit/?page=2"})
    assert answer.url == "/sign-in/?next=/audit/%3Fpage%3D2&unsaved=1"
    assert "刚才的操作没有完成" in client.get(answer.url).content.decode()
    assert "刚才的操作没有完成" not in client.get("/sign-in/?next=/audit/").content.decode()
    assert "unsaved" not in client.post("/sign-out/").url
    elsewhere = client.post("/memberships/switch/", headers={"referer": "http://example.org/audit/"})
    assert elsewhere.url == "/sign-in/?next=/&unsaved=1"


def test_disabling_an_account_ends_its_session_at_once_and_for_good():
    administrator, auditor = make_user(Role.ADMINISTRATOR), make_user(Role.AUDITOR)
    browser = client_for(auditor)
    assert is_signed_in(browser)
    admin, user = client_for(administrator), auditor.user
    change = reverse("admin:units_user_change", args=[user.pk])
    form = {
        "username": user.username,
        "full_name": user.full_name,
        "memberships-TOTAL_FORMS": 1,
        "memberships-INITIAL_FORMS": 1,
        "memberships-0-id": auditor.pk,
        "memberships-0-user": user.pk,
        "memberships-0-role": "auditor",
        "memberships-0-is_active": "on",
    }
    admin.post(change, form)
    user.refresh_from_db()
    assert not user.is_active
    admin.post(change, form | {"is_active": "on"})
    user.refresh_from_db()
    assert user.is_active
    assert not is_signed_in(browser)


def test_a_disabled_account_is_out_even_when_switched_off_in_the_database():
    auditor = make_user(Role.AUDITOR)
    browser = client_for(auditor)
    auditor.user.is_active = False
    auditor.user.save()
    assert not is_signed_in(browser)


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one():
    auditor = make_user(Role.AUDITOR)
    here, elsewhere = client_for(auditor), client_for(auditor)
    new = "xinde-mima-zai-zheli"
    answer = here.post(
        reverse("password"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert answer.status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
