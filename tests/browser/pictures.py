"""`python -m tests.browser.pictures`: the pictures of the README, made anew from the demonstration."""

import os
import sys
import tempfile
from pathlib import Path

import django
from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images"
AT_THE_START = {"home": ("kewei", ""), "plan-form": ("jiaowei", "tasks/14/plan/edit/")}
# On a day on which June is reported.
PLAYED_UNTIL = "2015-07-03"
PLAYED = {"round": ("guanweihui", "rounds/3/"), "round-desk": ("hedui1", "rounds/3/")}
WINDOW = {"width": 1280, "height": 800}


def main() -> int:
    django.setup()
    from tests.real_server import launch_arguments, served

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_arguments())
        for name, pages, until in (("start", AT_THE_START, ""), ("played", PLAYED, PLAYED_UNTIL)):
            (Path(folder) / name).mkdir()
            with served(Path(folder) / name, until=until) as address:
                take(browser, address, pages)
        browser.close()
    return 0


def take(browser: Browser, address: str, pages: dict[str, tuple[str, str]]) -> None:
    from tests.browser.people import arrive

    for name, (who, page) in pages.items():
        person = arrive(browser, address, who)
        person.page.set_viewport_size(WINDOW)
        person.open(page)
        person.page.screenshot(path=FOLDER / f"{name}.png")
        person.page.context.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    sys.exit(main())
