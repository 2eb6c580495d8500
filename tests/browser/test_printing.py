"""Pages on paper, where browsers leave out backgrounds: nothing is cut off, borders are borders, nothing to be pressed."""

from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.browser.people import SQUEEZED, arrive
from tests.of_a_kind import one_of_each

pytestmark = pytest.mark.browser

# The room between the margins of A4 at 96 to the inch.
PORTRAIT, LANDSCAPE = 687, 1016
PAGES = {
    "lingdao": {
        "": PORTRAIT,
        "overview/?as_of=2015-04-07": PORTRAIT,
        "overview/compare/": LANDSCAPE,
        "deadlines/": PORTRAIT,
    },
    "hedui1": {
        "checking/": PORTRAIT,
        "tasks/7/check/": PORTRAIT,
        "letters/": PORTRAIT,
        "contacts/": PORTRAIT,
        "contacts/reminders/": PORTRAIT,
        "contacts/shi-kewei/": PORTRAIT,
    },
    "jiaowei": {"": PORTRAIT, "tasks/": LANDSCAPE, "tasks/8/": PORTRAIT, "tasks/14/plan/": PORTRAIT},
    "kewei": {"tasks/33/plan/": PORTRAIT, "tasks/33/": PORTRAIT},
}
CUT_OFF = """() => [...document.querySelectorAll("table, .sheet, .history")]
    .filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1).map((each) => each.className)"""
WITHOUT_BORDER = """() => [...document.querySelectorAll(".sheet-cell, .sheet-label")]
    .filter((each) => parseFloat(getComputedStyle(each).borderBottomWidth) === 0).length"""
DOTS_CUT = """() => [...document.querySelectorAll(".history li")]
    .filter((each) => each.getBoundingClientRect().left + parseFloat(getComputedStyle(each, "::before").left)
        < each.closest(".history").getBoundingClientRect().left).length"""

HEADING_ALONE = """() => {
    const shown = (each) => each.checkVisibility() && each.getBoundingClientRect().height > 1;
    return [...document.querySelectorAll("main h2")].filter((each) => shown(each)
        && ![...each.parentElement.children].some((other) => other !== each && shown(other)
            && !other.matches(".form-text"))).map((each) => each.textContent);
}"""

SMALLEST_IN_TABLES = """() => Math.min(...[...document.querySelectorAll(".paper-table :is(th, td)")]
    .map((each) => parseFloat(getComputedStyle(each).fontSize)))"""
NARROWEST_BAR = """() => Math.min(...[...document.querySelectorAll(".chart-bar")]
    .map((each) => each.getBoundingClientRect().width))"""


def on_paper(page: Page, width: int) -> Page:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": width, "height": 900})
    return page


@pytest.mark.parametrize("username", PAGES)
def test_printed_pages_are_whole_and_have_nothing_to_press(browser: Browser, real_server, username):
    person = arrive(browser, real_server, username)
    for address, width in PAGES[username].items():
        page = on_paper(person.open(address), width)
        assert page.evaluate(CUT_OFF) == [], address
        assert page.evaluate(DOTS_CUT) == 0, address
        assert page.evaluate(SQUEEZED) == [], address
        assert page.evaluate(HEADING_ALONE) == [], address
        assert not [button for button in page.get_by_role("button").all() if button.is_visible()], address
    person.page.context.close()


def test_the_sheet_of_a_plan_has_borders_without_backgrounds(browser: Browser, real_server):
    page = on_paper(arrive(browser, real_server, "hedui1").open("tasks/7/check/"), PORTRAIT)
    assert page.locator(".sheet-cell").count() > 6
    assert page.evaluate(WITHOUT_BORDER) == 0
    page.context.close()


ONE_SHEET = [
    "overview/",
    "overview/?as_of=2015-04-07",
    "overview/progress/",
    "overview/progress/?as_of=2015-04-07",
]


@pytest.mark.parametrize("address", one_of_each(ONE_SHEET, lambda address: {address.partition("?")[0]}))
def test_how_all_tasks_stand_is_printed_on_one_sheet_in_letters_that_can_be_read(
    browser: Browser, real_server, address
):
    page = arrive(browser, real_server, "lingdao").open(address)
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) == 1
    page = on_paper(page, PORTRAIT)
    assert page.evaluate(SMALLEST_IN_TABLES) >= 9 / 72 * 96
    assert page.evaluate(NARROWEST_BAR) >= 42 / 25.4 * 96
    page.context.close()
