"""Adding a passkey and signing in with it, in a browser whose authenticator is a virtual one (WebAuthn over CDP)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.people import Person, sign_in, visit

USERNAME = "waiban"  # nobody else of the browser's tests signs in as

pytestmark = pytest.mark.browser


@pytest.fixture
def person(browser: Browser, real_server: str) -> Iterator[Person]:
    """At localhost: browsers have passkeys for names only."""
    person = visit(browser, real_server.replace("127.0.0.1", "localhost"))
    yield person
    person.page.context.close()


@pytest.fixture
def authenticator(person) -> Iterator[CDPSession]:
    session = person.page.context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    virtual = {
        "protocol": "ctap2", "transport": "internal", "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.number = session.send("WebAuthn.addVirtualAuthenticator", {"options": virtual})["authenticatorId"]
    return session


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def sign_out(person: Person) -> None:
    person.page.context.clear_cookies()
    person.page.goto(f"{person.server}/sign-in/")


def test_a_passkey_is_made_shown_and_removed(person, authenticator):
    page, server = person.page, person.server
    sign_in(page, USERNAME)
    page.goto(f"{server}/two-steps/passkey/")
    assert not page.get_by_text("通行密钥在这里不能使用").is_visible()
    page.fill("[name=name]", "本台电脑")
    person.look()
    press(page, "添加")
    page.get_by_role("heading", name="两步验证已启用").wait_for()
    assert page.locator(".recovery-codes li").count() == 8
    person.look()

    sign_out(person)
    page.fill("[name=username]", USERNAME)
    page.fill("[name=password]", "yanshi-2015")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/second-step/")
    person.look()

    # What the authenticator does not have it cannot show: the page says so and stays.
    [kept] = authenticator.send("WebAuthn.getCredentials", {"authenticatorId": authenticator.number})[
        "credentials"
    ]
    authenticator.send("WebAuthn.clearCredentials", {"authenticatorId": authenticator.number})
    press(page, "用通行密钥登录")
    page.get_by_text("没有读到通行密钥，请再按一次").wait_for()
    authenticator.send(
        "WebAuthn.addCredential", {"authenticatorId": authenticator.number, "credential": kept}
    )
    press(page, "用通行密钥登录")
    page.wait_for_url(f"{server}/gjrc/")

    page.goto(f"{server}/two-steps/")
    person.look()
    assert page.locator("tbody tr").count() == 1
    press(page, "删除")
    page.get_by_text("今后只用密码登录").wait_for()
    assert person.complaints == []
