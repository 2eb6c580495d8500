"""People at their browsers: signing in, and a record of everything the browser complained about."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

from units.sample_data import PASSWORD


@dataclass
class Person:
    """A browser of its own, signed in as one of the sample accounts."""

    page: Page
    server: str
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """A page of the programme, such as tasks/14/."""
        self.page.goto(f"{self.server}/gjrc/{address}")
        return self.page

    def press(self, name: str, *, role: str = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.page.wait_for_load_state()


def arrive(
    browser: Browser, server: str, username: str, *, javascript: bool = True, width: int = 1280
) -> Person:
    """Open a browser window of `width` px and sign in."""
    context = browser.new_context(
        java_script_enabled=javascript, viewport={"width": width, "height": 900}, accept_downloads=True
    )
    page = context.new_page()
    person = Person(page, server)
    page.on("console", lambda line: _note(person, line.type, line.text))
    page.on("pageerror", lambda error: person.complaints.append(str(error)))
    page.goto(f"{server}/sign-in/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    return person


def _note(person: Person, kind: str, text: str) -> None:
    # A form that comes back with errors answers 422, which the browser reports as a failed resource.
    if kind in ("error", "warning") and "status of 4" not in text:
        person.complaints.append(text)
