"""What a person does with mouse and keyboard, counted: presses, fields that are filled in, files that are chosen."""

from dataclasses import dataclass
from re import Pattern
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page

from tests.browser.people import Person, arrive

# What is asked of something entered from a letter is drawn beside its scan, on the same page; else the next one is there.
ENTERED_OR_ASKED = (
    "place => location.pathname !== place || document.querySelector('input[name=warning_shown]')"
)


@dataclass
class Counted:
    """`presses` are of buttons and links alone, `actions` all there is to do."""

    person: Person
    presses: int = 0
    actions: int = 0

    @property
    def page(self) -> Page:
        return self.person.page

    def press(self, name: str, *, role: str = "button", within: Locator | None = None) -> None:
        self.press_on((within or self.page).get_by_role(role, name=name).first)

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        self.press(name, role="link", within=within)

    def press_on(self, place: Locator) -> None:
        self.presses += 1
        self.actions += 1
        place.click()
        self.page.wait_for_load_state()

    def enter_from_letter(self) -> None:
        """代录, once more where something is asked."""
        place, button = urlsplit(self.page.url).path, self.page.locator("button[value=enter]")
        self.press_on(button)
        self.page.wait_for_function(ENTERED_OR_ASKED, arg=place)
        if self.page.locator("input[name=warning_shown]").count():
            self.press_on(button)
        self.page.wait_for_url(lambda url: urlsplit(url).path != place)

    def fill(self, field: str, text: str) -> None:
        self.actions += 1
        self.page.fill(field, text)

    def choose(self, field: str, value: str) -> None:
        self.actions += 1
        self.page.select_option(field, value)

    def tick(self, label: str | Pattern) -> None:
        self.actions += 1
        self.page.get_by_label(label).check()

    def paste(self, field: str) -> None:
        """What was copied, with the keyboard, once the cursor stands in the field."""
        self.actions += 1
        self.page.focus(field)
        self.page.keyboard.press("Control+V")

    def attach(self, field: str, file: dict) -> None:
        self.actions += 1
        self.page.set_input_files(field, file)


def begin(browser: Browser, server: str, username: str, **window) -> Counted:
    """At home, from where every job starts; `window` is what `arrive` takes."""
    person = arrive(browser, server, username, **window)
    person.open("")
    return Counted(person)
