"""Every page a person meets: axe finds nothing, the browser complains of nothing, nothing scrolls sideways."""

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.kinds import kinds
from tests.browser.people import arrive, sign_in
from tests.of_a_kind import one_of_each

pytestmark = pytest.mark.browser

# The demonstration has a plan in every state: 14 and 10 drafts shown in consultation, 3 filed, 28 under check,
# 7 returned with comments, 33 accepted, 23 entered on behalf from a letter.
PAGES = {
    "jiaowei": ["", "tasks/", "tasks/?state=no_lead", "tasks/8/", "units/shi-kewei/", "groups/3/", "plans/",
                "tasks/4/plan/edit/", "tasks/14/plan/", "tasks/14/plan/edit/", "tasks/14/plan/review/",
                "tasks/14/plan/consultation/"],
    "kewei": ["", "tasks/7/plan/", "tasks/7/plan/edit/", "tasks/33/plan/", "tasks/33/plan/filings/1/",
              "tasks/33/plan/filings/1/receipt/"],
    "haidian": ["", "plans/"],
    "hedui1": ["", "checking/", "checking/filed/", "checking/returned/", "checking/accepted/",
               "checking/missing/", "tasks/3/check/", "tasks/7/check/", "tasks/23/check/", "letters/",
               "letters/add/", "letters/1/", "contacts/", "contacts/shi-kewei/", "tasks/38/designate/",
               "tasks/11/wording/5/"],
    "hedui2": ["tasks/28/check/?return=1", "tasks/28/check/?place=step-1"],
    "lingdao": ["", "overview/", "overview/?as_of=2015-04-07", "deadlines/", "deadlines/?as_of=2015-04-07"],
}  # fmt: skip


@pytest.mark.parametrize("width", one_of_each([375, 1280]))
@pytest.mark.parametrize("username", one_of_each(PAGES, lambda username: kinds(PAGES[username])))
def test_pages_are_accessible_quiet_and_as_wide_as_the_window(browser: Browser, real_server, username, width):
    person = arrive(browser, real_server, username, width=width)
    for address in PAGES[username]:
        person.open(address)
        expect(person.page).not_to_have_title(re.compile("没有找到|无权"))
        person.look()
    assert person.complaints == []
    person.page.context.close()


# Of who writes little: where they read, and what they look for there.
READING = {
    "haidian": ["", "tasks/", "plans/", "tasks/14/"],
    "keji": ["", "tasks/", "plans/", "tasks/3/"],
    "guanli": ["/admin/", "/admin/units/user/", "/admin/units/unit/", "/admin/tasks/programme/"],
    "shenji": ["/audit/"],
}


@pytest.mark.parametrize("username", one_of_each(READING))
def test_pages_are_as_wide_as_a_telephone_without_scripts(browser: Browser, real_server, username):
    person = arrive(browser, real_server, username, javascript=False, width=375)
    for address in READING[username]:
        person.page.goto(urljoin(f"{real_server}/gjrc/", address))
        expect(person.page).not_to_have_title(re.compile("没有找到|无权"))
        person.look()
    assert person.complaints == []
    person.page.context.close()


@pytest.mark.parametrize("javascript", one_of_each([False, True]))
def test_the_log_is_searched_with_and_without_scripts(browser: Browser, real_server, javascript):
    person = arrive(browser, real_server, "shenji", javascript=javascript, width=375)
    page = person.page
    page.goto(f"{real_server}/audit/")
    page.fill("[name=who]", "shenji")
    page.locator(".filters button").first.click()
    page.wait_for_url("**/audit/?*who=shenji*")
    expect(page.locator("main tbody tr").first).to_contain_text("孔某")
    person.look()
    assert person.complaints == []
    page.context.close()


@pytest.mark.parametrize("javascript", one_of_each([False, True]))
def test_an_account_is_searched_and_opened_with_and_without_scripts(
    browser: Browser, real_server, javascript
):
    person = arrive(browser, real_server, "guanli", javascript=javascript, width=375)
    page = person.page
    page.goto(f"{real_server}/admin/units/user/")
    page.get_by_label("关键词").fill("kewei")
    page.locator("#changelist-search [type=submit]").click()
    page.wait_for_url("**/?*q=kewei*")
    page.locator("#content").get_by_role("link", name="kewei", exact=True).click()
    expect(page.get_by_label("登录名")).to_have_value("kewei")
    person.look()
    assert person.complaints == []
    page.context.close()


@pytest.mark.parametrize("javascript", one_of_each([False, True]))
def test_an_officer_writes_a_plan_with_and_without_scripts(browser: Browser, real_server, javascript):
    person = arrive(browser, real_server, "chuangye", javascript=javascript, width=375)
    page = person.open("tasks/13/plan/edit/")
    for field, text in (("contact_name", "尤某"), ("step_1_text", f"印发办法（{javascript}）")):
        page.fill(f"#id_{field}", text)
    person.press("保存")
    expect(page.locator("#id_step_1_text")).to_have_value(f"印发办法（{javascript}）")
    person.open("tasks/13/plan/")
    expect(page.locator("main")).to_contain_text(f"印发办法（{javascript}）")
    person.look()
    assert person.complaints == []
    page.context.close()


def test_pages_outside_the_programme_are_accessible_too(browser: Browser, real_server):
    person = arrive(browser, real_server, "kewei")
    for address in (
        "/help/",
        "/help/wordings/",
        "/password/",
        "/demo-date/",
        "/demo-play/",
        "/gjrc/tasks/99/",
        "/gjrc/checking/",
    ):
        person.page.goto(f"{real_server}{address}")
        person.look()
    assert person.complaints == []
    person.page.context.close()


def test_the_page_of_the_auditor_and_the_sign_in_are_accessible(browser: Browser, real_server):
    auditor = arrive(browser, real_server, "shenji")
    auditor.page.goto(f"{real_server}/audit/")
    auditor.look()
    auditor.page.context.clear_cookies()
    for address in ("/sign-in/", "/sign-in/?ended=idle"):
        auditor.page.goto(f"{real_server}{address}")
        auditor.look()
    assert auditor.complaints == []
    auditor.page.context.close()


def test_a_window_of_the_browser_that_asks_is_complained_of(browser: Browser, real_server):
    person = arrive(browser, real_server, "kewei")
    page = person.open("tasks/")
    page.evaluate("alert('请注意')")
    page.evaluate("addEventListener('beforeunload', (event) => event.preventDefault())")
    page.get_by_role("heading", name="任务分解").click()  # browsers ask only who has touched the page
    person.open("plans/")
    assert person.complaints == ["alert: 请注意", "beforeunload: "]
    page.context.close()


def test_chinese_is_drawn_and_not_boxes(browser: Browser, real_server):
    """Without a Chinese font every character is the same box, and axe finds nothing wrong with that."""
    person = arrive(browser, real_server, "kewei")
    person.open("")
    pictures = {
        person.page.evaluate(
            """(character) => {
                const canvas = document.createElement("canvas");
                const drawing = canvas.getContext("2d");
                drawing.font = getComputedStyle(document.body).font;
                drawing.fillText(character, 10, 50);
                return canvas.toDataURL();
            }""",
            character,
        )
        for character in "工作任务落实台账"
    }
    assert len(pictures) == 8
    person.page.context.close()


def test_before_the_session_ends_a_warning_appears_and_extends_it(browser: Browser, real_server):
    person = arrive(browser, real_server, "kewei")
    page = person.page
    page.clock.install()
    person.open("tasks/")
    page.clock.fast_forward("29:00")
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    with page.expect_response("**/session/extend/") as answer:
        dialog.get_by_role("button", name="继续使用").click()
    assert answer.value.status == 204
    dialog.wait_for(state="hidden")
    page.context.close()


def test_when_the_session_has_ended_the_page_leads_to_sign_in_and_back(browser: Browser, real_server):
    person = arrive(browser, real_server, "kewei")
    page = person.page
    page.clock.install()
    person.open("tasks/8/")
    page.clock.fast_forward("31:00")
    again = page.get_by_role("dialog").get_by_role("link", name="重新登录")
    expect(again).to_be_visible()
    page.context.clear_cookies(name="session")
    again.click()
    sign_in(page, "kewei")
    expect(page).to_have_url(f"{real_server}/gjrc/tasks/8/")
    page.context.close()


def test_who_would_go_on_when_the_session_had_ended_is_led_to_sign_in_and_back(browser: Browser, real_server):
    """The server may have ended it before the page's own clock did."""
    person = arrive(browser, real_server, "kewei")
    page = person.page
    page.clock.install()
    person.open("tasks/8/")
    page.clock.fast_forward("29:00")
    dialog = page.locator("dialog[open]")
    page.context.clear_cookies(name="session")
    dialog.get_by_role("button", name="继续使用").click()
    dialog.get_by_role("link", name="重新登录").click()
    sign_in(page, "kewei")
    expect(page).to_have_url(f"{real_server}/gjrc/tasks/8/")
    page.context.close()


def test_in_forced_colours_the_present_page_is_marked_and_buttons_and_states_keep_their_shapes(
    browser: Browser, real_server
):
    person = arrive(browser, real_server, "jiaowei")
    page = person.page
    page.emulate_media(forced_colors="active")
    person.open("")
    edges = page.evaluate(
        """() => [...document.querySelectorAll(".site-nav a")].map((link) => [
            link.hasAttribute("aria-current"), getComputedStyle(link).borderBottomColor])"""
    )
    ground = page.evaluate("getComputedStyle(document.querySelector('.site-header')).backgroundColor")
    assert [colour != ground for _, colour in edges] == [current for current, _ in edges]
    button = page.locator(".row-actions .btn").first
    assert button.evaluate("(one) => getComputedStyle(one).borderTopWidth") == "1px"
    assert button.evaluate("(one) => getComputedStyle(one).borderTopColor") != ground
    person.open("tasks/")
    expect(page.locator(".state .icon").first).to_be_visible()
    page.context.close()
