"""`python -m tests.papers FOLDER`: every paper there is, and pages as they are printed, to be looked at; some minutes.

Of the 表样 with little and with much in it, and of the demonstration played until a round is open. Spreadsheets and Word
files are laid out by LibreOffice where it is installed, as they come out of a printer.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urljoin

import django
from playwright.sync_api import Browser, Page, sync_playwright

# A round is open, one was reported.
PLAYED_UNTIL = "2015-10-12"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.papers", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=_empty, help="where they are put: a new folder, or an empty one")
    _make(parser.parse_args().folder)
    return 0


def _empty(path: str) -> Path:
    """What was there before would be taken for what was made now."""
    folder = Path(path)
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise argparse.ArgumentTypeError(f"{folder} is not an empty folder")
    return folder


def _make(folder: Path) -> None:
    django.setup()
    from tests.papers import forms
    from tests.real_server import launch_arguments, served

    folder.mkdir(parents=True, exist_ok=True)
    forms.write(folder)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_arguments())
        with served(Path(data), until=PLAYED_UNTIL) as address:
            take(browser, address, folder)
        browser.close()
    _laid_out(folder)


def take(browser: Browser, address: str, folder: Path) -> None:
    """All papers and pages of each person."""
    from tests.browser.people import arrive
    from tests.papers.places import PAGES, PAPERS, PRESSED

    for who in dict.fromkeys([*PAPERS, *PAGES]):
        page = arrive(browser, address, who).page
        for name, place in PAPERS.get(who, {}).items():
            _download(page, urljoin(f"{address}/gjrc/", place), folder / f"{who}-{name}")
        for name, (place, words) in PRESSED.get(who, {}).items():
            page.goto(f"{address}/gjrc/{place}")
            with page.expect_download() as download:
                page.get_by_role("button", name=words).click()
            download.value.save_as(folder / f"{who}-{name}")
        for name, place in PAGES.get(who, {}).items():
            page.goto(f"{address}/gjrc/{place}")
            page.pdf(
                path=folder / f"{who}-page-{name}.pdf", prefer_css_page_size=True, print_background=False
            )
        page.context.close()


def _download(page: Page, address: str, file: Path) -> None:
    answer = page.context.request.get(address)
    if not answer.ok or "text/html" in answer.headers["content-type"]:
        sys.exit(f"{address}: {answer.status} {answer.headers['content-type']}")
    file.write_bytes(answer.body())


def _laid_out(folder: Path) -> None:
    """A folder for each kind: files of two kinds may have the same name."""
    office = shutil.which("soffice")
    if office is None:
        sys.stderr.write("soffice is not installed: spreadsheets and Word files are not laid out\n")
        return
    for kind in ("xlsx", "docx"):
        command = [office, "--headless", "--convert-to", "pdf", "--outdir", folder / "printed" / kind]
        subprocess.run([*command, *sorted(folder.glob(f"*.{kind}"))], check=True, capture_output=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    sys.exit(main())
