"""Entering a plan from a letter, under the hands of a person: nothing typed is lost. Real Chromium, real server."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import arrive, sign_in
from tests.scans import PNG
from zgc_tasks.common import uploads

pytestmark = pytest.mark.browser


def register_letter(page: Page, server: str, unit: str, number: int) -> str:
    """The address of the form for a letter of `unit` that carries a plan."""
    page.goto(f"{server}/gjrc/letters/add/")
    page.get_by_label("来文单位").select_option(label=unit)
    page.locator("main").get_by_role("button").first.click()
    page.get_by_role("checkbox", name=re.compile(rf"^{number} ")).check()
    page.get_by_label("收到日期").fill("2015-03-31")
    page.get_by_label("渠道").select_option(label="传真")
    page.set_input_files("[name=scan]", {"name": "来文.png", "mimeType": "image/png", "buffer": PNG})
    page.get_by_role("button", name="登记来文").click()
    page.get_by_role("link", name="代录实施方案").click()
    page.wait_for_url(f"**/tasks/{number}/")
    return page.url


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('plan-keep:'))")


@pytest.mark.long  # kept like a plan (tests/plans/test_form_browser.py)
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


def test_a_scan_that_is_too_large_is_said_to_be_so_when_it_is_chosen_and_nothing_filled_in_is_lost(
    browser, real_server, tmp_path
):
    page = arrive(browser, real_server, "hedui1").page
    page.goto(f"{real_server}/gjrc/letters/add/")
    page.get_by_label("来文单位").select_option(label="市财政局")
    page.locator("main").get_by_role("button").first.click()
    page.get_by_label("收到日期").fill("2015-03-31")
    field, said = page.locator("[name=scan]"), page.get_by_text("文件“整本.pdf”超过20MB")
    for size, is_said in ((uploads.MAX_BYTES + 1, True), (uploads.MAX_BYTES, False)):
        scan = tmp_path / "整本.pdf"
        with scan.open("wb") as file:
            file.truncate(size)
        field.set_input_files(scan)
        expect(said).to_have_count(int(is_said))
        expect(field).to_have_js_property("files.length", 0 if is_said else 1)
    expect(page.get_by_label("收到日期")).to_have_value("2015-03-31")


@pytest.mark.long  # kept like a plan (tests/plans/test_form_browser.py)
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


def test_the_scan_stays_where_it_was_leafed_to_while_rows_are_added_and_hints_looked_at(browser, real_server):
    person = arrive(browser, real_server, "hedui1")
    page = person.page
    register_letter(page, real_server, "市人力社保局", 31)
    page.locator(".scan-paper").evaluate("(paper) => { paper.dataset.leafed = '3'; }")
    page.fill("#id_contact_name", "冯某")
    page.fill("#id_step_1_text", "印发实施细则")
    page.get_by_role("button", name="添加一步").click()
    expect(page.locator("#id_step_2_text")).to_be_focused()
    expect(page.locator("#id_step_1_text")).to_have_value("印发实施细则")
    page.fill("#id_step_2_text", "组织论证")
    page.get_by_role("button", name="删除第 1 步").click()
    expect(page.locator("#id_step_1_text")).to_have_value("组织论证")
    page.get_by_role("button", name="撤销删除").click()
    expect(page.locator("#id_step_1_text")).to_have_value("印发实施细则")
    page.get_by_role("button", name="查看提示").last.click()
    expect(page.locator("#id_warnings")).to_be_focused()
    expect(page.locator("#id_contact_name")).to_have_value("冯某")
    expect(page.get_by_role("button", name="照来文代录并报送")).to_be_visible()
    assert page.locator(".scan-paper").get_attribute("data-leafed") == "3"
    page.fill("#id_contact_name", "很" * 300)
    page.get_by_role("button", name="添加一步").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("#id_step_3_text")).to_be_visible()
    page.fill("#id_contact_name", "冯某")
    token = page.locator("#plan-form [name=csrfmiddlewaretoken]")
    valid = token.input_value()
    token.evaluate("(field) => { field.value = 'of an earlier visit'; }")
    page.get_by_role("button", name="查看提示").last.click()
    expect(page.locator("#live-messages")).to_contain_text("刚才的操作没有完成")
    expect(page.locator(".error-summary")).to_be_visible()
    token.evaluate("(field, valid) => { field.value = valid; }", valid)
    page.get_by_role("button", name="查看提示").last.click()
    expect(page.locator("#id_warnings")).to_be_focused()
    expect(page.locator(".error-summary")).to_have_count(0)
    expect(page.locator("#live-messages")).to_be_empty()
    page.get_by_role("button", name="照来文代录并报送").click()
    expect(page.locator("[role=status]", has_text="代录并报送，报送编号GJRC-31-1")).to_be_visible()
    assert not kept(page)
    assert [line for line in person.complaints if "Error Code 403" not in line] == []


# --- a scan that cannot be read ------------------------------------------------------------------------------------


def unread(page: Page):
    return page.locator(".scan-unread", has_text="浏览器没有显示这份扫描件")


def test_a_picture_that_cannot_be_drawn_says_so_and_is_offered_to_be_saved(browser, real_server):
    page = arrive(browser, real_server, "hedui1").page
    address = register_letter(page, real_server, "市人力社保局", 29)
    expect(page.locator(".scan-paper img")).to_be_visible()
    expect(unread(page)).to_be_hidden()
    page.route("**/scans/*/view/", lambda route: route.fulfill(content_type="image/png", body=PNG[:20]))
    page.reload()
    expect(unread(page)).to_be_visible()
    expect(page.locator(".scan-paper")).to_be_hidden()
    with page.expect_download() as saved:
        unread(page).get_by_role("link", name="下载扫描件").click()
    assert saved.value.suggested_filename == "来文.png"
    page.goto(address.removesuffix("tasks/29/"))  # so that it waits for nobody
    page.get_by_text("登记有误").click()
    page.get_by_role("button", name="注销本项").click()


def test_a_browser_that_draws_no_pdf_says_so_instead_of_an_empty_frame(browser, real_server):
    person = arrive(browser, real_server, "hedui2")
    person.page.add_init_script("Object.defineProperty(navigator, 'pdfViewerEnabled', { get: () => false })")
    page = person.open("tasks/23/check/")
    expect(unread(page)).to_be_visible()
    expect(page.locator("iframe.scan-paper")).to_be_hidden()
