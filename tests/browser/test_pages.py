"""Every page a person meets: axe finds nothing, the browser complains of nothing, nothing scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.people import Person, arrive

pytestmark = pytest.mark.browser

PAGES = {
    "jiaowei": ["", "tasks/", "tasks/?state=no_lead", "tasks/8/", "units/shi-kewei/", "groups/3/", "plans/",
                "tasks/4/plan/edit/"],
    "haidian": ["", "plans/"],
    "hedui1": ["", "checking/", "checking/filed/", "checking/missing/", "letters/", "letters/add/", "contacts/",
               "contacts/shi-kewei/", "tasks/38/designate/", "tasks/11/wording/5/"],
    "lingdao": ["", "overview/", "deadlines/", "deadlines/?as_of=2015-04-07"],
}  # fmt: skip


def check(person: Person, where: str) -> list[str]:
    """What axe and a ruler find on the page that is open, in words."""
    found = [
        f"{where}: {violation['id']} {violation['nodes'][0]['html'][:120]}"
        for violation in Axe().run(person.page).response["violations"]
    ]
    if _scrolls_sideways(person.page):
        found.append(f"{where}: wider than the window")
    return found


def _scrolls_sideways(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("username", PAGES)
def test_pages_are_accessible_quiet_and_as_wide_as_the_window(browser: Browser, real_server, username, width):
    person = arrive(browser, real_server, username, width=width)
    found = []
    for address in PAGES[username]:
        person.open(address)
        found += check(person, f"{username} /gjrc/{address} at {width}")
    assert found == []
    assert person.complaints == []
    person.page.context.close()


@pytest.mark.parametrize("address", ["/sign-in/", "/help/", "/password/", "/demo-date/", "/gjrc/tasks/99/"])
def test_pages_outside_the_programme_are_accessible_too(browser: Browser, real_server, address):
    person = arrive(browser, real_server, "kewei")
    person.page.goto(f"{real_server}{address}")
    assert check(person, address) == []
    person.page.context.close()


def test_the_page_of_the_auditor_and_the_sign_in_are_accessible(browser: Browser, real_server):
    auditor = arrive(browser, real_server, "shenji")
    auditor.page.goto(f"{real_server}/audit/")
    assert check(auditor, "/audit/") == []
    auditor.page.context.clear_cookies()
    auditor.page.goto(f"{real_server}/sign-in/")
    assert check(auditor, "/sign-in/") == []
    auditor.page.context.close()


def test_chinese_is_drawn_and_not_boxes(browser: Browser, real_server):
    """Without a Chinese font every character is the same box, and axe finds nothing wrong with that."""
    person = arrive(browser, real_server, "kewei")
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
