"""Entering a plan from a letter, under the hands of a person: nothing typed is lost. Real Chromium, real server."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import arrive, sign_in

pytestmark = pytest.mark.browser


def register_letter(page: Page, server: str, unit: str, number: int) -> str:
    """The address of the form for a letter of `unit` that carries a plan."""
    page.goto(f"{server}/gjrc/letters/add/")
    page.get_by_label("来文单位").select_option(label=unit)
    page.locator("main").get_by_role("button").first.click()
    page.get_by_role("checkbox", name=re.compile(rf"^{number} ")).check()
    page.get_by_label("收到日期").fill("2015-03-31")
    page.get_by_label("渠道").select_option(label="传真")
    page.get_by_role("button", name="登记来文").click()
    page.get_by_role("link", name="代录实施方案").click()
    page.wait_for_url(f"**/tasks/{number}/")
    return page.url


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('plan-keep:'))")


def test_what_was_typed_from_a_letter_is_offered_after_the_session_ended_and_cleared_once_entered(
    browser, real_server
):
    page = arrive(browser, real_server, "hedui1").page
    address = register_letter(page, real_server, "市财政局", 30)
    page.fill("#id_contact_name", "没录完的人")
    page.fill("#id_step_1_text", "印发实施细则")
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="添加一步").click()
    page.wait_for_url("**/sign-in/**")
    sign_in(page, "hedui1")
    page.wait_for_url(address)
    expect(page.locator("#id_contact_name")).to_have_value("")
    expect(page.locator("#plan-kept")).to_contain_text("尚未保存的内容")
    page.get_by_role("button", name="恢复").click()
    expect(page.locator("#id_contact_name")).to_have_value("没录完的人")
    expect(page.locator("#id_step_1_text")).to_have_value("印发实施细则")
    expect(page.locator("#plan-kept")).to_be_hidden()
    page.get_by_role("button", name="代录并报送").click()
    expect(page.locator("[role=status]", has_text="请对照来文再看一遍")).to_be_visible()
    assert kept(page)
    page.get_by_role("button", name="照来文代录并报送").click()
    page.wait_for_url("**/tasks/30/check/")
    assert not kept(page)


def test_what_was_kept_of_an_entry_can_be_given_up(browser, real_server):
    page = arrive(browser, real_server, "hedui2").page
    address = register_letter(page, real_server, "市委组织部", 35)
    page.fill("#id_contact_name", "不要的人")
    page.goto(address)
    expect(page.locator("#plan-kept")).to_contain_text("请先选择，再继续填写")
    expect(page.locator("#plan-form")).to_have_attribute("inert", "")
    page.get_by_role("button", name="放弃").click()
    expect(page.locator("#plan-kept")).to_be_hidden()
    assert not kept(page)
    page.fill("#id_contact_name", "重新录的人")
    assert kept(page)
    page.goto(address)
    page.get_by_role("button", name="放弃").click()
    page.goto(address)
    expect(page.locator("#plan-kept")).to_be_hidden()
