"""Load on one page by wrk, which the page is checked around: wrk takes a redirect to the sign-in page for success."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.browser import Browser, WrongAnswer
from bench.server import ADDRESS

REPORT = Path(__file__).with_name("reading.wrk.lua")
SECONDS = 3


@dataclass(frozen=True)
class Page:
    """`shows` must stand on the page `times` times, before and after the load."""

    path: str
    shows: str
    times: int = 1


@dataclass(frozen=True)
class Read:
    p50_ms: float
    per_second: float


def measure(browser: Browser, page: Page) -> Read:
    """The median at one connection, and requests a second at eight."""
    browser.page(page.path, shows=page.shows, times=page.times)
    _load(browser, page.path, connections=4, seconds=1)
    p50_ms, _ = _load(browser, page.path, connections=1, seconds=SECONDS)
    _, per_second = _load(browser, page.path, connections=8, seconds=SECONDS)
    browser.page(page.path, shows=page.shows, times=page.times)
    return Read(p50_ms, per_second)


def _load(browser: Browser, path: str, *, connections: int, seconds: int) -> tuple[float, float]:
    url = f"http://{ADDRESS}:{browser.port}{path}"
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(REPORT)]
    command += ["-H", f"Cookie: {browser.cookie_header}", url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60)  # noqa: S603
    found = re.search(r"^@@ (\d+) (\d+) (\d+) (\d+)$", done.stdout, re.MULTILINE)
    if not found:
        raise WrongAnswer(f"wrk on {path}: {done.stdout}{done.stderr}")
    requests, microseconds, failed, median = map(int, found.groups())
    if failed:
        raise WrongAnswer(f"{path}: {failed} of {requests} requests failed under load")
    return median / 1000, requests / (microseconds / 1e6)
