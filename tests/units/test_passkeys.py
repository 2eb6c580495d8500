"""Passkeys as the second step; a real browser makes and shows one in tests/browser/test_passkeys.py."""

import json

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, make_user
from tests.units.soft_passkey import SoftPasskey, options_on
from tests.units.two_steps import code_of, is_signed_in, set_up
from units.models import AuditEntry, Factor, Membership, SignInFailure
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_interval")]

NOT_HERE = "通行密钥在这里不能使用"


class AtName(Client):
    """A browser that came by https to the name of the installation."""

    def __init__(self, host: str = "tasks.example") -> None:
        super().__init__(HTTP_HOST=host, headers={"x-forwarded-proto": "https"})


@pytest.fixture(autouse=True)
def behind_a_proxy(settings):
    settings.ALLOWED_HOSTS = ["tasks.example", "10.1.2.3", "localhost", "testserver"]
    settings.TRUSTED_PROXY = ["127.0.0.1"]


@pytest.fixture
def auditor() -> Membership:
    return make_user(Role.AUDITOR)


@pytest.fixture
def key() -> SoftPasskey:
    return SoftPasskey()


@pytest.fixture
def owner(auditor, key) -> Client:
    """Signed in, with the passkey added."""
    client = with_password(auditor)
    answer = add(client, key, name="钥匙串")
    assert "两步验证已启用" in answer.content.decode()
    return client


def with_password(membership: Membership, client: Client | None = None) -> Client:
    client = client or AtName()
    client.post(reverse("sign-in"), {"username": membership.user.username, "password": PASSWORD})
    return client


def add(client: Client, key: SoftPasskey, *, name: str = "", **wrong):
    page = client.get(reverse("passkey-add")).content.decode()
    return client.post(reverse("passkey-add"), {"passkey": key.made(options_on(page), **wrong), "name": name})


def options(client: Client) -> dict:
    return options_on(client.get(reverse("second-step")).content.decode())


def show(client: Client, answer: str):
    return client.post(reverse("second-step"), {"passkey": answer})


def test_a_passkey_is_added_and_signs_in(auditor, owner, key):
    client = with_password(auditor)
    assert not is_signed_in(client)
    assert show(client, key.signed(options(client))).status_code == 302
    assert is_signed_in(client)
    assert client.get("/audit/").status_code == 200
    entry = AuditEntry.objects.filter(action="account.sign_in", outcome="ok").order_by("pk").last()
    assert entry.detail == {"second_step": "通行密钥“钥匙串”"}


def test_an_answer_is_taken_once(auditor, owner, key):
    client = with_password(auditor)
    answer = key.signed(options(client))
    show(client, answer)
    again = with_password(auditor)
    options(again)
    assert "通行密钥没有通过验证" in show(again, answer).content.decode()
    assert not is_signed_in(again)


def test_a_challenge_is_answered_once_even_in_the_same_session(auditor, owner, key):
    client = with_password(auditor)
    asked = options(client)
    show(client, "{}")
    show(client, key.signed(asked))
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "origin", ["https://tasks.example.org", "http://tasks.example", "https://evil.example", "x"]
)
def test_a_page_of_somebody_else_gets_nothing(auditor, owner, key, origin):
    client = with_password(auditor)
    show(client, key.signed(options(client), origin=origin))
    assert not is_signed_in(client)
    assert add(owner, SoftPasskey(), origin=origin).status_code == 422
    assert Factor.objects.count() == 1


def test_neither_another_key_nor_one_of_somebody_else_signs_in(auditor, owner, key):
    stranger, of_stranger = make_user(Role.AUDITOR), SoftPasskey()
    add(with_password(stranger), of_stranger)
    forged = SoftPasskey()
    forged.id = key.id
    for other in (of_stranger, forged):
        client = with_password(auditor)
        show(client, other.signed(options(client)))
        assert not is_signed_in(client)


def test_a_copy_is_found_out_by_its_count(auditor, owner, key):
    key.counter = 7
    client = with_password(auditor)
    show(client, key.signed(options(client)))
    assert is_signed_in(client)
    for counter in (7, 6, 0):
        key.counter = counter
        copy = with_password(auditor)
        show(copy, key.signed(options(copy)))
        assert not is_signed_in(copy)


def test_one_that_counts_nothing_signs_in_again_and_again(auditor, owner, key):
    for _ in range(3):
        client = with_password(auditor)
        show(client, key.signed(options(client)))
        assert is_signed_in(client)


def test_what_no_browser_answers_is_refused_in_words(auditor, owner):
    deep = "[" * 9_000 + "]" * 9_000
    for answer in ("{", "[]", "1", "null", '{"id": 1}', '{"response": []}', deep, "\\ud800", "x" * 30_000):
        client = with_password(auditor, AtName())
        options(client)
        assert show(client, answer).status_code in (422, 429)
        assert owner.post(reverse("passkey-add"), {"passkey": answer}).status_code == 422
        AccessAttempt.objects.all().delete()
        SignInFailure.objects.all().delete()


def test_a_wrong_one_counts_like_a_wrong_password(auditor, owner):
    client = with_password(auditor)
    assert [show(client, "{}").status_code for _ in range(5)] == [422] * 4 + [429]
    failed = AuditEntry.objects.filter(action="account.sign_in", outcome="failed").first()
    assert failed.detail == {"reason": "第二步验证未通过"}


def test_the_same_is_not_asked_for_twice_and_nothing_tells_whose_it_is(auditor, owner, key):
    asked = options_on(owner.get(reverse("passkey-add")).content.decode())
    assert [each["id"] for each in asked["excludeCredentials"]] == [json.loads(key.made(asked))["id"]]
    assert auditor.user.username not in asked["user"]["id"]


@pytest.mark.parametrize(("host", "offered"), [("tasks.example", True), ("10.1.2.3", False)])
def test_they_are_offered_where_browsers_have_them(auditor, host, offered):
    page = with_password(auditor, AtName(host)).get(reverse("passkey-add")).content.decode()
    assert ("data-options" in page) == offered
    assert NOT_HERE in page  # which a script takes away


def test_on_this_machine_itself_without_https_they_are_offered_too(auditor):
    client = with_password(auditor, Client(HTTP_HOST="localhost:8000"))
    assert "data-options" in client.get(reverse("passkey-add")).content.decode()
    by_number = with_password(auditor, Client(HTTP_HOST="10.1.2.3:8000"))
    assert "data-options" not in by_number.get(reverse("passkey-add")).content.decode()


def test_the_second_step_offers_what_the_person_has(auditor, owner):
    page = with_password(auditor).get(reverse("second-step")).content.decode()
    assert "用通行密钥登录" in page
    assert 'name="code"' not in page
    secret, _ = set_up(owner)
    both = with_password(auditor)
    page = both.get(reverse("second-step")).content.decode()
    assert "用通行密钥登录" in page
    assert 'name="code"' in page
    both.post(reverse("second-step"), {"code": code_of(secret)})
    assert is_signed_in(both)
