"""People at their browsers: signing in, looking at pages, and a record of everything there was to complain about."""

import re
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page

from units.sample_data import PASSWORD

# Style sheets are not loaded a second time: no rule that runs by default reads them, and axe stumbles over @import.
# What does not violate is not told: that would be nearly every element of the page.
AXE = {"preload": False, "resultTypes": ["violations"]}
VIOLATIONS = "(options) => axe.run(options).then((found) => found.violations)"


# Cells and labels in which hardly more than two characters stand on a line, and that on four lines or more. What stands in a
# part of a dot's width is for those who listen.
SQUEEZED = """() => [...document.querySelectorAll("td, th, dd, label")].filter((cell) => {
    for (let part = cell; part; part = part.parentElement) if (part.offsetWidth <= 1) return false;
    const style = getComputedStyle(cell), letter = parseFloat(style.fontSize);
    const text = document.createRange();
    text.selectNodeContents(cell);
    const { width, height } = text.getBoundingClientRect();
    return width > 0 && width < 2.6 * letter && height > 5 * letter;
}).map((cell) => cell.innerText.slice(0, 20))"""


@dataclass
class Person:
    """A browser of its own, signed in as one of the sample accounts."""

    page: Page
    server: str
    javascript: bool = True
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """A page of the programme, such as tasks/14/."""
        self.page.goto(f"{self.server}/gjrc/{address}")
        return self.page

    def press(self, name: str | re.Pattern[str], *, role: str = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def look(self) -> None:
        """Complain of what axe and a ruler find on the page that is open; axe is a script, so not without scripts."""
        where = f"{self.page.url.removeprefix(self.server)} at {self.page.viewport_size['width']}"
        if self.javascript:
            self.page.evaluate(Axe().axe_script)
            violations = self.page.evaluate(VIOLATIONS, AXE)
            self.complaints += [
                f"{where}: {violation['id']} {violation['nodes'][0]['html'][:120]}"
                for violation in violations
            ]
        if _scrolls_sideways(self.page):
            self.complaints.append(f"{where}: wider than the window")
        self.complaints += [f"{where}: a character a line: {cell}" for cell in self.page.evaluate(SQUEEZED)]


def _scrolls_sideways(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def arrive(
    browser: Browser, server: str, username: str, *, javascript: bool = True, width: int = 1280
) -> Person:
    """Open a browser window of `width` px, signed in."""
    person = _window(browser, server, javascript, width)
    enter(person.page, server, username)
    return person


# By server and account, the cookies of whoever has signed in.
_CAME_BEFORE: dict[tuple[str, str], list] = {}


def enter(page: Page, server: str, username: str) -> None:
    """By hand the first time, afterwards as one who has not signed out, because a password is checked slowly on purpose;
    no page is open then. Tests about signing in do it by hand (`sign_in`).
    """
    context = page.context
    context.add_cookies(_CAME_BEFORE.get((server, username), []))
    answer = context.request.get(f"{server}/", max_redirects=0)
    if "/sign-in/" in answer.headers.get("location", ""):
        page.goto(f"{server}/")
        sign_in(page, username)
        _CAME_BEFORE[server, username] = context.cookies()


def visit(browser: Browser, server: str, *, javascript: bool = True, width: int = 1280) -> Person:
    """Open a browser window at the page of signing in."""
    person = _window(browser, server, javascript, width)
    person.page.goto(f"{server}/sign-in/")
    return person


def _window(browser: Browser, server: str, javascript: bool, width: int) -> Person:
    context = browser.new_context(
        java_script_enabled=javascript,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",  # scrolls at once, so that where things stand can be asked right after
    )
    page = context.new_page()
    person = Person(page, server, javascript)
    page.on("console", lambda line: _note(person, line.type, line.text))
    page.on("pageerror", lambda error: person.complaints.append(str(error)))
    page.on("dialog", lambda dialog: _leave(person, dialog))
    return person


def sign_in(page: Page, username: str) -> None:
    """On the page of signing in, wherever it leads."""
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def _note(person: Person, kind: str, text: str) -> None:
    # A form that comes back with errors answers 422, which the browser reports as a failed resource, as it does errors.
    if kind in ("error", "warning") and not re.search("status of [45]", text):
        person.complaints.append(text)


def _leave(person: Person, dialog: Dialog) -> None:
    """No page of ours asks anything in a window of the browser but whether to leave what was typed (`beforeunload`)."""
    person.complaints.append(f"{dialog.type}: {dialog.message}")
    if dialog.type == "beforeunload":
        dialog.accept()
    else:
        dialog.dismiss()
