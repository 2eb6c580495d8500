"""What was sent when the session had ended stands in the form again after signing in. Real Chromium, real server."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.people import enter, sign_in

pytestmark = pytest.mark.browser

NOTES, CHECKED = "/gjrc/contacts/shi-kewei/", "/gjrc/tasks/3/check/"


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
    expect(page.get_by_text("刚才的操作没有完成，填写的内容没有保存")).to_be_visible()


def come_back_after_half_an_hour(page: Page) -> None:
    """By the dialog, which leaves nothing but the way to sign in."""
    page.clock.fast_forward("31:00")
    page.context.clear_cookies(name="session")
    page.get_by_role("link", name="重新登录").click()
    page.wait_for_url("**/sign-in/**")
    sign_in(page, "hedui1")
    page.wait_for_url(f"**{NOTES}")


def test_it_is_put_back_to_be_looked_at_and_sent_once_more(checker, context, real_server):
    send_signed_out(checker, context)
    sign_in(checker, "hedui1")
    checker.wait_for_url(f"**{NOTES}")
    expect(checker.get_by_text("您的登录已结束，当时填写的内容没有提交。")).to_be_visible()
    expect(checker.get_by_label("联系对象")).to_have_value("李某")
    expect(checker.get_by_label("联系内容")).to_have_value("月底前报送，主任已签")
    checker.get_by_role("button", name="记录").click()
    expect(checker.get_by_text("已记录与市科委的联系")).to_be_visible()
    expect(checker.get_by_label("联系内容")).to_have_value("")


def test_what_was_typed_is_put_back_after_nobody_did_anything_for_half_an_hour(page, real_server):
    page.clock.install()
    enter(page, real_server, "hedui1")
    page.goto(f"{real_server}{NOTES}")
    page.get_by_label("联系内容").fill("月底前报送，主任已签")
    come_back_after_half_an_hour(page)
    expect(page.get_by_text("已放回下面，请核对后再提交。")).to_be_visible()
    expect(page.get_by_label("联系内容")).to_have_value("月底前报送，主任已签")


def test_the_version_it_was_typed_on_comes_back_with_it(page, context, real_server):
    """So that the server tells what somebody else has changed since."""
    enter(page, real_server, "guanweihui")
    page.goto(f"{real_server}/gjrc/tasks/10/plan/edit/")
    page.fill("#id_contact_name", "李某")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#plan-saved")).to_contain_text("已保存")
    page.goto(f"{real_server}/gjrc/tasks/10/plan/consultation/")
    version = page.locator("[name=based_on]").first
    version.evaluate("(field) => { field.value = '999'; }")
    page.get_by_label("说明", exact=True).fill("请尽快反馈")
    context.clear_cookies(name="session")
    page.get_by_role("button", name="发出征求意见").click()
    page.wait_for_url("**/sign-in/**")
    sign_in(page, "guanweihui")
    page.wait_for_url("**/consultation/")
    expect(page.get_by_label("说明", exact=True)).to_have_value("请尽快反馈")
    expect(page.locator("[name=based_on]").first).to_have_value("999")


def test_a_comment_of_a_checker_is_put_back_though_its_field_stands_outside_its_form(
    page, context, real_server
):
    enter(page, real_server, "hedui1")
    page.goto(f"{real_server}{CHECKED}")
    begin = page.get_by_role("button", name="开始核对")
    if begin.is_visible():
        begin.click()
        page.wait_for_load_state()
    page.locator("textarea[form=checking-form][name=text]").fill("请补充时限")
    context.clear_cookies(name="session")
    page.get_by_role("button", name="记下意见").click()
    page.wait_for_url("**/sign-in/**")
    sign_in(page, "hedui1")
    page.wait_for_url(f"**{CHECKED}")
    expect(page.locator("textarea[form=checking-form][name=text]")).to_have_value("请补充时限")
    expect(page.get_by_text("当时填写的内容没有提交")).to_be_visible()


def test_what_was_refused_and_drawn_again_is_put_back_too(page, real_server):
    page.clock.install()
    enter(page, real_server, "hedui1")
    page.goto(f"{real_server}{NOTES}")
    page.get_by_label("联系内容").fill("月底前报送")
    page.get_by_label("联系日期").fill("2099-01-01")
    page.get_by_role("button", name="记录").click()
    expect(page.get_by_label("联系内容")).to_have_value("月底前报送")
    come_back_after_half_an_hour(page)
    expect(page.get_by_label("联系内容")).to_have_value("月底前报送")


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
