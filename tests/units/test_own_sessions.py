"""登录设备: where a person is signed in, and the end of it."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD, client_for, make_user
from units import browsers
from units.accounts import issue_first_password
from units.models import AuditEntry, Membership, Session
from units.roles import Role
from units.session_facts import SEEN_KEY

pytestmark = pytest.mark.django_db

OFFICE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36 Edg/120.0"
)
PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116.0 Mobile MicroMessenger/8.0.44"
NEW = "chuntian-lai-le-2015"


@pytest.fixture
def person() -> Membership:
    return make_user(Role.AUDITOR)


@pytest.fixture
def here(person) -> Client:
    return signed_in(person, OFFICE, "10.1.2.3")


@pytest.fixture
def phone(person) -> Client:
    return signed_in(person, PHONE, "10.9.9.9")


def signed_in(person: Membership, browser: str, address: str) -> Client:
    client = Client(headers={"user-agent": browser}, REMOTE_ADDR=address)
    client.post(reverse("sign-in"), {"username": person.user.username, "password": PASSWORD})
    return client


def page(client: Client) -> str:
    return client.get(reverse("sessions")).content.decode()


def numbers(client: Client) -> list[str]:
    return re.findall(r'name="session" value="(\w+)"', page(client))


def is_signed_in(client: Client) -> bool:
    return client.get("/audit/").status_code == 200


def test_each_is_named_by_browser_and_address_this_one_first(here, phone):
    shown = re.findall(r'<th scope="row".*?</th>|10\.\d\.\d\.\d|本次登录', page(here))
    assert [re.sub("<.*?>", "", part) for part in shown] == [
        "Windows 上的 Edge", "10.1.2.3", "本次登录", "安卓 上的 微信", "10.9.9.9",
    ]  # fmt: skip


def test_nobody_else_is_shown_nor_ended(here, person):
    other = make_user(Role.AUDITOR)
    elsewhere = [signed_in(other, PHONE, "10.5.5.5"), signed_in(other, OFFICE, "10.5.5.6")]
    assert "10.5.5" not in page(here)
    here.post(reverse("session-end"), {"session": numbers(elsewhere[0])[0]})
    here.post(reverse("sessions-end-others"))
    assert all(map(is_signed_in, elsewhere))


def test_one_is_ended_and_the_others_go_on(here, phone, person):
    third = signed_in(person, OFFICE, "10.7.7.7")
    signed = {"10.9.9.9": phone, "10.7.7.7": third}
    first = re.search(r'10\.9\.9\.9.*?name="session" value="(\w+)"', page(here), re.DOTALL)[1]
    answer = here.post(reverse("session-end"), {"session": first}, follow=True)
    assert "该处登录已退出" in answer.content.decode()
    assert [is_signed_in(client) for client in signed.values()] == [False, True]
    assert is_signed_in(here)
    assert AuditEntry.objects.filter(action="account.end_session", user=person.user).count() == 1


def test_this_one_is_not_ended_there(here, phone):
    [of_here] = numbers(phone)
    here.post(reverse("session-end"), {"session": of_here})
    assert is_signed_in(here)


def test_what_was_ended_meanwhile_is_said_to_be(here, phone):
    [number] = numbers(here)
    phone.post(reverse("sign-out"))
    answer = here.post(reverse("session-end"), {"session": number}, follow=True)
    assert "该处登录此前已经退出" in answer.content.decode()
    assert not AuditEntry.objects.filter(action="account.end_session").exists()


def test_all_others_are_ended_at_once_and_offered_only_where_there_are_some(here, phone, person):
    assert "退出其他各处" in page(here)
    here.post(reverse("sessions-end-others"))
    assert is_signed_in(here)
    assert not is_signed_in(phone)
    assert "退出其他各处" not in page(here)
    assert AuditEntry.objects.get(action="account.end_session").detail == {"rows": 1}


def test_no_page_shows_the_key_of_a_session(here, phone):
    keys = Session.objects.values_list("session_key", flat=True)
    assert len(keys) == 2
    assert not any(key in page(here) for key in keys)


@pytest.mark.parametrize("limit", ["idle", "expired"])
def test_what_can_no_longer_be_used_is_not_shown(here, phone, limit):
    assert "10.9.9.9" in page(here)
    session = phone.session
    session[SEEN_KEY] -= settings.SESSION_IDLE_SECONDS + 5 if limit == "idle" else 0
    session.save()
    if limit == "expired":
        Session.objects.filter(session_key=session.session_key).update(
            expire_date=timezone.now() - timedelta(seconds=1)
        )
    assert "10.9.9.9" not in page(here)


def test_a_new_password_ends_the_others_for_good(here, phone, person):
    here.post(reverse("password"), {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert is_signed_in(here)
    assert not is_signed_in(phone)
    assert Session.objects.filter(user=person.user).count() == 1


def test_a_new_first_password_ends_them_all(here, phone, person):
    issue_first_password(user=person.user)
    assert not Session.objects.filter(user=person.user).exists()
    assert not is_signed_in(here)


def test_only_a_post_ends_anything():
    client = client_for(make_user())
    assert client.get(reverse("session-end")).status_code == 405
    assert client.get(reverse("sessions-end-others")).status_code == 405


@pytest.mark.parametrize("route", ["session-end", "sessions-end-others"])
def test_no_session_is_ended_of_which_the_log_says_nothing(here, phone, route):
    [number] = numbers(here)
    here.raise_request_exception = False
    with connection.execute_wrapper(_log_is_full):
        assert here.post(reverse(route), {"session": number}).status_code == 503
    assert is_signed_in(phone)


def _log_is_full(execute, sql, params, many, context):
    if sql.startswith('INSERT INTO "units_auditentry"'):
        raise OperationalError("database or disk is full")
    return execute(sql, params, many, context)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 13_1) Version/16.1 Safari/605.1.15", "Mac 上的 Safari"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) Version/16.5 Safari/604.1", "iPhone 上的 Safari"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/119.0", "Linux 上的 Firefox"),
        ("Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko", "Windows 上的 IE"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/108.0 Safari/537.36 QIHU 360SE", "Windows 上的 360浏览器"),
        ("curl/8.1", "未知浏览器"),
        ("", "未知浏览器"),
    ],
)  # fmt: skip
def test_what_browsers_say_of_themselves_is_said_in_words(said, words):
    assert browsers.in_words(said) == words
