"""First passwords, and changing one's own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tests.factories import PASSWORD, client_for, make_account, make_programme, make_user
from units.accounts import create_account, issue_first_password, random_password
from units.models import AuditEntry
from units.roles import Role

pytestmark = pytest.mark.django_db

NEW = "chuntian-lai-le-2015"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str | None = None):
    data = {"old_password": old, "new_password1": new, "new_password2": new if again is None else again}
    return client.post(reverse("password"), data)


def test_a_random_password_is_long_readable_and_never_the_same():
    made = {random_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert len(password) >= 12
        assert not set(password) & set("0o1li2z5s8buv")


def test_a_new_account_has_a_password_that_expires_in_a_week_and_signs_in_with_it(client):
    user, password = create_account(username="xin", full_name="辛某", role=Role.AUDITOR)
    assert timedelta(days=6) < user.first_password_expires_at - timezone.now() <= timedelta(days=7)
    answer = client.post(reverse("sign-in"), {"username": "xin", "password": password})
    assert answer.status_code == 302


def test_with_a_first_password_every_page_leads_to_changing_it():
    membership = make_user(Role.AUDITOR)
    issue_first_password(user=membership.user)
    client = client_for(membership)
    assert client.get("/audit/").url == reverse("password")
    assert client.get("/audit/", headers={"HX-Request": "true"})["HX-Redirect"] == reverse("password")
    assert "您使用的是初始密码，请先改为自己的密码" in client.get(reverse("password")).content.decode()
    assert client.post(reverse("sign-out")).url == reverse("sign-in")


@pytest.mark.parametrize("route", ["sign-in", "password"])
def test_a_password_is_hidden_while_it_is_typed_and_not_sent_in_an_address(route):
    client = Client() if route == "sign-in" else client_for(make_user())
    page = html.fromstring(client.get(reverse(route)).content.decode())
    typed = page.xpath('//input[contains(@name, "password")]')
    hidden = page.xpath('//form[@method="post"]//input[contains(@name, "password")][@type="password"]')
    assert typed
    assert hidden == typed


def test_what_is_wrong_with_a_new_password_stands_at_the_new_password():
    answer = change(client_for(make_user()), new="aaaa")
    assert answer.status_code == 422
    page = html.fromstring(answer.content.decode())
    wrong = page.xpath('//form[@method="post"]//input[@aria-invalid="true"]/@name')
    assert wrong == ["new_password1"]
    assert set(page.xpath('//*[contains(@class, "error-summary")]//a/@href')) == {"#id_new_password1"}


def test_after_changing_the_first_password_work_begins():
    make_programme()
    membership = make_user(Role.AUDITOR)
    first = issue_first_password(user=membership.user)
    client = client_for(membership)
    assert change(client, old=first).url == reverse("start")
    assert client.get("/audit/").status_code == 200
    membership.user.refresh_from_db()
    assert not membership.user.must_change_password


def test_a_change_is_recorded_without_the_password():
    membership = make_user()
    change(client_for(membership))
    entry = AuditEntry.objects.get(action="account.password")
    assert entry.user == membership.user
    assert NEW not in str(AuditEntry.objects.values_list())


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"old": "wrong"}, "当前密码不正确，请重新输入"),
        ({"again": "something-else-2015"}, "两次输入的新密码不一致，请重新输入"),
        ({"new": "duan-mima"}, "密码太短，请不少于12位"),
        ({"new": "q1w2e3r4t5y6"}, "这是常见的密码"),
        ({"new": "chang-cheng1"}, "密码与登录名太相似"),
        ({"new": "wode-CHANGCHENG-1-a"}, "密码不能含有登录名，请另设一个"),
        ({"new": "zhang-jianguo-张建国"}, "密码不能含有姓名，请另设一个"),
        ({"new": "a" * 12}, "密码过于简单，请使用至少4个不同的字符"),
        ({"new": " " * 12}, "密码过于简单，请使用至少4个不同的字符"),
        ({"new": "abcabcabcabc"}, "密码过于简单，请使用至少4个不同的字符"),
        ({"new": "Zhongguancun-2015"}, "密码主要由单位、地名或系统名称组成"),
        ({"new": "北京中关村人才工程2015年"}, "密码主要由单位、地名或系统名称组成"),
        ({"new": PASSWORD}, "新密码不能与当前密码相同"),
        ({"new": ""}, "请输入新密码"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_changes(typed, message):
    membership = make_user(user=make_account("changcheng-1", full_name="张建国"))
    answer = change(client_for(membership), **typed)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    membership.user.refresh_from_db()
    assert membership.user.check_password(PASSWORD)


@pytest.fixture
def strict(settings):
    """As an installation sets it where 等保 is asked for to the letter."""
    settings.PASSWORD_KINDS, settings.PASSWORD_MAX_AGE_DAYS = 3, 90


def test_composition_is_asked_for_only_where_it_is_set(strict):
    membership = make_user()
    page = change(client_for(membership), new="chuntian lai le")
    assert "密码过于简单，请使用大写字母、小写字母、数字、符号中的至少3种" in page.content.decode()
    assert change(client_for(membership), new="Chuntian lai le").status_code == 302


def test_without_that_setting_a_long_phrase_suffices():
    membership = make_user()
    page = client_for(membership).get(reverse("password")).content.decode()
    assert "至少" not in page
    assert change(client_for(membership), new="chuntianlaile").status_code == 302


def test_a_password_may_be_as_long_as_a_sentence():
    membership = make_user()
    assert change(client_for(membership), new="chuntian lai le " * 8 + "!").status_code == 302
    membership.user.refresh_from_db()
    assert membership.user.check_password("chuntian lai le " * 8 + "!")


@pytest.mark.parametrize(("beside", "status"), [("xueyuan", 422), ("xue-yuan", 302)])
def test_beside_a_word_of_this_place_as_much_as_a_password_suffices(beside, status):
    """Eight characters: it is not made of such words alone then."""
    assert change(client_for(make_user()), new=f"zhongguancun{beside}").status_code == status


def age_of_own_password(membership, days: int) -> None:
    membership.user.own_password_since = timezone.now() - timedelta(days=days)
    membership.user.save()


def test_a_password_that_is_too_old_must_be_changed_only_where_that_is_set(strict, settings):
    membership = make_user(Role.AUDITOR)
    client = client_for(membership)
    age_of_own_password(membership, days=89)
    assert client.get("/audit/").status_code == 200
    age_of_own_password(membership, days=91)
    assert client.get("/audit/").url == reverse("password")
    assert "您的密码使用已超过规定天数" in client.get(reverse("password")).content.decode()
    settings.PASSWORD_MAX_AGE_DAYS = None
    assert client.get("/audit/").status_code == 200


def test_changing_a_password_that_is_too_old_begins_its_time_anew(strict):
    membership = make_user(Role.AUDITOR)
    client = client_for(membership)
    age_of_own_password(membership, days=91)
    assert change(client, new="Chuntian lai le").status_code == 302
    assert client.get("/audit/").status_code == 200
