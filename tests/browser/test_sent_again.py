"""What was sent when the session had ended stands in the form again after signing in. Real Chromium, real server."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.people import enter, sign_in

pytestmark = pytest.mark.browser

NOTES = "/gjrc/contacts/shi-kewei/"


@pytest.fixture
def checker(page: Page, real_server: str) -> Page:
    enter(page, real_server, "hedui1")
    page.goto(f"{real_server}{NOTES}")
    page.get_by_label("联系对象").fill("李某")
    page.get_by_label("联系内容").fill("月底前报送，主任已签")
    return page


def send_signed_out(page: Page, context: BrowserContext) -> None:
    context.clear_cookies(name="session")
    page.get_by_role("button", name="记录").click()
    page.wait_for_url("**/sign-in/**")
    expect(page.get_by_text("刚才填写的内容没有保存")).to_be_visible()


def test_it_is_put_back_to_be_looked_at_and_sent_once_more(checker, context, real_server):
    send_signed_out(checker, context)
    sign_in(checker, "hedui1")
    checker.wait_for_url(f"**{NOTES}")
    expect(checker.get_by_text("您的登录已结束，刚才填写的内容没有提交。")).to_be_visible()
    expect(checker.get_by_label("联系对象")).to_have_value("李某")
    expect(checker.get_by_label("联系内容")).to_have_value("月底前报送，主任已签")
    checker.get_by_role("button", name="记录").click()
    expect(checker.get_by_text("已记录与市科委的联系")).to_be_visible()
    expect(checker.get_by_label("联系内容")).to_have_value("")


def test_another_person_is_not_shown_it(checker, context, real_server):
    send_signed_out(checker, context)
    sign_in(checker, "hedui2")
    checker.wait_for_url(f"**{NOTES}")
    expect(checker.get_by_label("联系内容")).to_have_value("")
    expect(checker.get_by_text("您的登录已结束")).to_be_hidden()


def test_what_arrived_is_not_put_back(checker, context, real_server):
    checker.get_by_role("button", name="记录").click()
    expect(checker.get_by_text("已记录与市科委的联系")).to_be_visible()
    context.clear_cookies(name="session")
    checker.goto(f"{real_server}{NOTES}")
    sign_in(checker, "hedui1")
    checker.wait_for_url(f"**{NOTES}")
    expect(checker.get_by_label("联系内容")).to_have_value("")
