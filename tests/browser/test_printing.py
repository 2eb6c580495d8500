"""Pages on paper, where browsers leave out backgrounds: nothing is cut off, borders are borders, nothing to be pressed."""

import unicodedata
from io import BytesIO
from itertools import pairwise
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.browser.kinds import kinds
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
    "kewei": {"tasks/33/plan/": PORTRAIT, "tasks/33/": PORTRAIT},
    "jiaowei": {"": PORTRAIT, "tasks/": LANDSCAPE, "tasks/8/": PORTRAIT, "tasks/14/plan/": PORTRAIT},
    "haidian": {"": PORTRAIT, "plans/": PORTRAIT, "tasks/14/": PORTRAIT},
    "keji": {"": PORTRAIT, "plans/": PORTRAIT, "tasks/": LANDSCAPE},
    "guanli": {"/admin/": PORTRAIT, "/admin/units/user/": PORTRAIT, "/admin/units/unit/": PORTRAIT},
    "shenji": {"/audit/": PORTRAIT},
}
CUT_OFF = """() => [...document.querySelectorAll("table, .sheet, .history")]
    .filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1).map((each) => each.className)"""
WITHOUT_BORDER = """() => [...document.querySelectorAll(".sheet-cell, .sheet-label, .paper-table :is(th, td)")]
    .filter((each) => each.checkVisibility() && parseFloat(getComputedStyle(each).borderBottomWidth) === 0)
    .map((each) => each.textContent)"""
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

# Of each row of 任务分解 its area, its number and how its text begins, as they are on the screen.
ROWS = """() => [...document.querySelectorAll(".register tbody tr")].map((row) => [
    row.parentElement.querySelector("[rowspan]"), row.querySelector(".num"), row.querySelector(".main-cell")
].map((cell) => cell.innerText))"""
# As tall as a few rows; a style element is refused by the policy of the page.
LOW_SHEETS = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("@page landscape { size: 297mm 105mm; }");
    document.adoptedStyleSheets = [sheet];
}"""


def on_paper(page: Page, width: int) -> Page:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": width, "height": 900})
    return page


@pytest.mark.parametrize("username", one_of_each(PAGES, lambda username: kinds(PAGES[username])))
def test_printed_pages_are_whole_and_have_nothing_to_press(browser: Browser, real_server, username):
    person = arrive(browser, real_server, username)
    for address, width in PAGES[username].items():
        person.page.goto(urljoin(f"{real_server}/gjrc/", address))
        page = on_paper(person.page, width)
        assert page.evaluate(CUT_OFF) == [], address
        assert page.evaluate(DOTS_CUT) == 0, address
        assert page.evaluate(WITHOUT_BORDER) == [], address
        assert page.evaluate(SQUEEZED) == [], address
        assert page.evaluate(HEADING_ALONE) == [], address
        assert not [button for button in page.get_by_role("button").all() if button.is_visible()], address
    person.page.context.close()


def test_the_sheet_of_a_plan_has_borders_without_backgrounds(browser: Browser, real_server):
    page = on_paper(arrive(browser, real_server, "hedui1").open("tasks/7/check/"), PORTRAIT)
    assert page.locator(".sheet-cell").count() > 6
    assert page.evaluate(WITHOUT_BORDER) == []
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


def test_every_sheet_of_the_register_says_of_which_area_its_tasks_are(browser: Browser, real_server):
    """On paper so low that an area goes over several sheets."""
    page = arrive(browser, real_server, "hedui1").open("tasks/")
    assert page.locator(".register .area:visible").count() == page.locator(".register tbody").count()
    page.set_viewport_size({"width": 375, "height": 800})
    assert page.locator(".register .area:visible").count() == page.locator(".register tbody").count()
    rows = [(_close(area), _close(f"{area}{number}{text[:6]}")) for area, number, text in page.evaluate(ROWS)]
    page.evaluate(LOW_SHEETS)
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    page.context.close()
    sheets = [_close(sheet.extract_text()) for sheet in printed.pages]
    assert [row for _, row in rows if not any(row in sheet for sheet in sheets)] == []
    assert any(area in one and area in next_one for area, _ in rows for one, next_one in pairwise(sheets))


def test_the_log_on_paper_says_what_the_screen_shows_in_its_filters(browser: Browser, real_server):
    page = arrive(browser, real_server, "shenji").page
    page.goto(f"{real_server}/audit/?who=shenji")
    said = page.locator(".on-paper")
    assert not said.is_visible()
    on_paper(page, PORTRAIT)
    assert said.is_visible()
    assert said.inner_text().startswith("筛选条件：人员：shenji。")
    assert not page.locator(".filters").is_visible()
    assert page.evaluate(CUT_OFF) == []
    page.context.close()


def _close(text: str) -> str:
    """Without white space; in the file characters may be radicals that look the same."""
    return "".join(unicodedata.normalize("NFKC", text).split())
