"""Before what one signs in with is changed the password is asked again, unless it was given shortly before."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.factories import PASSWORD, make_user
from tests.units.soft_passkey import SoftPasskey, options_on
from tests.units.two_steps import code_of, password_step, second_step, set_up, with_two_steps
from units.models import AuditEntry, Factor, Membership
from units.roles import Role
from units.session_facts import PASSWORD_KEY, PASSWORD_SECONDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_interval")]

ASKED = "请再输入一次密码"
AUTHENTICATOR, PASSKEY = reverse("authenticator-add"), reverse("passkey-add")
REMOVE, CODES = reverse("factor-remove"), reverse("recovery-codes")


@pytest.fixture
def auditor() -> Membership:
    return make_user(Role.AUDITOR)


@pytest.fixture
def client(auditor) -> Client:
    """Signed in, with an authenticator, a quarter of an hour ago."""
    client, _, _ = with_two_steps(auditor)
    return later(client)


def later(client: Client, seconds: int = PASSWORD_SECONDS) -> Client:
    session = client.session
    session[PASSWORD_KEY] -= seconds
    session.save()
    return client


def is_asked(answer: HttpResponse) -> bool:
    return f"<h1>{ASKED}</h1>" in answer.content.decode()


def give(client: Client, address: str, asked: HttpResponse, password: str = PASSWORD) -> HttpResponse:
    """Send the form that asks, with all that it carries."""
    [form] = html.fromstring(asked.content.decode()).xpath('//main//form[.//input[@name="current_password"]]')
    assert form.get("action") in (None, "")
    return client.post(address, dict(form.form_values()) | {"current_password": password})


def rows(*actions: str) -> list[tuple[str, str]]:
    return list(AuditEntry.objects.filter(action__in=actions).order_by("pk").values_list("action", "outcome"))


def test_right_after_signing_in_nothing_is_asked(auditor):
    client = later(password_step(auditor.user), PASSWORD_SECONDS - 1)
    _, codes = set_up(client)
    assert codes
    assert not is_asked(client.post(CODES))
    assert not is_asked(client.post(REMOVE, {"factor": Factor.objects.get().pk}))
    assert rows("account.password_again") == []


@pytest.mark.parametrize("address", [AUTHENTICATOR, PASSKEY])
def test_a_page_of_adding_shows_nothing_before_and_opens_with_the_password(client, address):
    asked = client.get(address)
    assert is_asked(asked)
    assert 'class="secret"' not in asked.content.decode()
    answer = give(client, address, asked)
    assert (answer.status_code, answer.url) == (302, address)
    assert not is_asked(client.get(address))
    assert rows("account.password_again") == [("account.password_again", "ok")]


def test_recovery_codes_are_made_with_the_password(client, auditor):
    before = set(auditor.user.recovery_codes.values_list("hash", flat=True))
    asked = client.post(CODES)
    assert is_asked(asked)
    assert set(auditor.user.recovery_codes.values_list("hash", flat=True)) == before
    assert "新的恢复码" in give(client, CODES, asked).content.decode()
    assert not set(auditor.user.recovery_codes.values_list("hash", flat=True)) & before


def test_a_factor_is_removed_with_the_password(client):
    asked = client.post(REMOVE, {"factor": Factor.objects.get().pk})
    assert is_asked(asked)
    assert Factor.objects.exists()
    assert give(client, REMOVE, asked).url == reverse("two-steps")
    assert not Factor.objects.exists()


def test_who_took_long_to_set_an_authenticator_up_goes_on_with_what_they_typed(auditor):
    client = password_step(auditor.user)
    page = html.fromstring(client.get(AUTHENTICATOR).content.decode())
    secret = page.xpath('string(//p[@class="secret"]/code)').replace(" ", "")
    asked = later(client).post(AUTHENTICATOR, {"code": code_of(secret), "name": "办公<手机>"})
    assert is_asked(asked)
    assert not Factor.objects.exists()
    again = give(client, AUTHENTICATOR, asked, "wrong")
    assert is_asked(again)
    assert "两步验证已启用" in give(client, AUTHENTICATOR, again).content.decode()
    assert Factor.objects.get().name == "办公<手机>"


def test_who_took_long_to_make_a_passkey_goes_on_with_it(auditor, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    client, key = password_step(auditor.user, Client(HTTP_HOST="localhost")), SoftPasskey()
    made = key.made(options_on(client.get(PASSKEY).content.decode()), origin="http://localhost")
    asked = later(client).post(PASSKEY, {"passkey": made, "name": "本台电脑"})
    assert is_asked(asked)
    assert "两步验证已启用" in give(client, PASSKEY, asked).content.decode()
    assert Factor.objects.get().name == "本台电脑"


def test_a_wrong_password_changes_nothing_and_is_recorded_without_what_was_typed(client):
    answer = give(client, CODES, client.post(CODES), "mimaxiecuodifang")
    assert answer.status_code == 422
    assert "当前密码不正确，请重新输入" in answer.content.decode()
    assert "mimaxiecuodifang" not in answer.content.decode() + str(list(AuditEntry.objects.values_list()))
    assert rows("account.password_again", "account.factor_codes") == [("account.password_again", "failed")]
    assert is_asked(client.post(CODES))


def test_an_empty_one_is_asked_for_and_counts_as_no_try(client):
    answer = give(client, CODES, client.post(CODES), "")
    assert answer.status_code == 422
    assert "请输入当前密码" in answer.content.decode()
    assert rows("account.password_again") == []


def test_wrong_ones_count_together_with_those_at_changing_the_password(client, auditor):
    change = {"old_password": "wrong", "new_password1": "chuntian-lai-le", "new_password2": "chuntian-lai-le"}
    assert [client.post(reverse("password"), change).status_code for _ in range(2)] == [422] * 2
    asked = client.get(AUTHENTICATOR)
    tries = settings.AXES_FAILURE_LIMIT - 2
    assert [give(client, AUTHENTICATOR, asked, "wrong").status_code for _ in range(tries)] == [422] * tries
    refused = give(client, AUTHENTICATOR, asked)
    assert refused.status_code == 429
    assert "已暂停修改密码和验证方式" in refused.content.decode()
    assert "<p>请届时再试。</p>" in refused.content.decode()
    assert "重置" not in refused.content.decode()
    assert client.post(reverse("password"), change | {"old_password": PASSWORD}).status_code == 429
    assert is_asked(client.get(AUTHENTICATOR))


def test_the_right_one_begins_the_count_anew(client):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        give(client, CODES, client.post(CODES), "wrong")
    give(client, CODES, client.post(CODES))
    assert give(client, CODES, later(client).post(CODES), "wrong").status_code == 422


def test_changing_the_password_is_giving_it(client):
    new = {"old_password": PASSWORD, "new_password1": "chuntian-lai-le", "new_password2": "chuntian-lai-le"}
    assert client.post(reverse("password"), new).status_code == 302
    assert not is_asked(client.get(AUTHENTICATOR))


def test_it_was_given_in_this_browser_only(auditor):
    client, _, codes = with_two_steps(auditor)
    elsewhere = password_step(auditor.user)
    second_step(elsewhere, recovery_code=codes[0])
    assert is_asked(later(client).get(AUTHENTICATOR))
    assert not is_asked(elsewhere.get(AUTHENTICATOR))


@pytest.mark.parametrize("kept", ["none", "of a clock that was moved back"])
def test_a_session_that_cannot_tell_is_asked(client, kept):
    if kept == "none":  # of before this was kept
        session = client.session
        del session[PASSWORD_KEY]
        session.save()
    else:
        later(client, -PASSWORD_SECONDS - 60)
    assert is_asked(client.get(AUTHENTICATOR))


def test_a_page_that_asked_leads_on_where_the_password_was_given_in_another_window(client):
    first, second = client.get(AUTHENTICATOR), client.get(PASSKEY)
    give(client, PASSKEY, second)
    assert give(client, AUTHENTICATOR, first).url == AUTHENTICATOR
