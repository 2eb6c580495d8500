"""The administrator's pages: axe finds nothing, nothing scrolls sideways, and rows can be added to a form."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import Person, arrive
from tests.of_a_kind import one_of_each

pytestmark = pytest.mark.browser

# The pages by how one gets there: an address, and the links pressed from it.
PAGES = {
    "/admin/": [],
    "/admin/units/": [],
    "/admin/units/user/?q=kewei": ["kewei", "换发初始密码"],
    "/admin/units/user/?q=guanli": ["guanli"],
    "/admin/units/user/": ["新增账号"],
    "/admin/units/unit/": ["市科委", "删除"],
    "/admin/units/unit/add/": [],
    "/admin/tasks/programme/": ["国际人才创新创业生态系统建设工程"],
    "/admin/tasks/programme/add/": [],
}


@pytest.mark.parametrize("width", one_of_each([375, 1280]))
def test_the_administrators_pages_are_accessible_and_as_wide_as_the_window(
    browser: Browser, real_server, width
):
    person = arrive(browser, real_server, "guanli", width=width)
    for address, links in PAGES.items():
        person.page.goto(f"{real_server}{address}")
        person.look()
        for link in links:
            follow(person, link)
            person.look()
    assert person.complaints == []
    person.page.context.close()


def follow(person: Person, link: str) -> None:
    """Press the link in the page itself, not in the list beside it."""
    before = person.page.url
    person.page.locator("#content").get_by_role("link", name=link, exact=True).click()
    person.page.wait_for_url(lambda url: url != before)
    expect(person.page.locator("h1")).not_to_have_text("没有找到页面")


@pytest.mark.parametrize("width", one_of_each([375, 1280]))
def test_a_form_with_added_rows_and_errors_is_accessible_too(browser: Browser, real_server, width):
    person = arrive(browser, real_server, "guanli", width=width)
    page = person.page
    page.goto(f"{real_server}/admin/units/user/add/")
    add_row(page, "新增身份")
    expect(page.get_by_role("combobox", name="角色")).to_have_count(2)
    page.get_by_role("button", name="保存").click()
    expect(page).to_have_title("错误：新增账号 · 系统管理")
    person.look()
    page.goto(f"{real_server}/admin/units/unit/add/")
    add_row(page, "新增历史名称")
    add_row(page, "新增处室")
    expect(page.get_by_role("textbox", name="处室名称")).to_be_visible()
    person.look()
    assert person.complaints == []
    page.context.close()


def add_row(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
