"""The phases, in order: cold start, reads, memory, draft saves, filings, documents."""

import statistics
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from bench import report
from bench.browser import Browser, WrongAnswer
from bench.data import (
    CHECKER,
    DRAFTS,
    LARGE,
    LARGE_TASKS,
    PASSWORD,
    REAL,
    REAL_TASKS,
    SAVED_TASKS,
    WRITER,
    Filled,
)
from bench.reading import Page, Read, measure
from bench.report import Line
from bench.server import memory_mib, running
from bench.writing import Filings, Saves, Written

RUNS = 3
SAVES = {1: 100, 8: 50}  # connections: saves by each of them, in each run
FILINGS = {1: 40, 8: 15}
TO_FILE = RUNS * sum(connections * each for connections, each in FILINGS.items())
PAGE_SIZE = 50

PRODUCT, FLOOR = "zgc_tasks.settings", "bench.floor_settings"
FLOOR_PAGE, FLOOR_SIGN_IN = Page("/floor/", "张某"), Page("/floor/sign-in/", "张某")
ROW = '<td class="num" data-label="编号">'
LIST = Page(f"/{REAL}/tasks/", ROW, REAL_TASKS)
DETAIL = Page(f"/{REAL}/tasks/4/", "正文所在段落")
LARGE_LIST = Page(f"/{LARGE}/tasks/", ROW, PAGE_SIZE)


def lines(filled: Filled, log: Path) -> Iterable[Line]:
    """Every figure with its bar; phases run as their lines are asked for."""
    cookie, starts = _sign_in_and_start(log)
    reads, memory = _reads(cookie, log)
    yield from _read_lines(reads)
    yield report.at_most("first page after the start", statistics.median(starts), "s", 1.5)
    yield Line("memory of the server after the reads", memory, "MiB")
    with running(settings=PRODUCT, page="/sign-in/", cookie="", log=log) as server:
        yield from _writing_lines(_signed_in(server.port, WRITER), filled.drafts)
        filled.file_the_rest()
        yield from _document_lines(_signed_in(server.port, CHECKER))


def _signed_in(port: int, username: str) -> Browser:
    browser = Browser(port)
    browser.sign_in(username, PASSWORD)
    return browser


def _sign_in_and_start(log: Path) -> tuple[str, list[float]]:
    """The checker's session, and the seconds of three starts until their 任务分解 is there."""
    with running(settings=PRODUCT, page="/sign-in/", cookie="", log=log) as server:
        cookie = _signed_in(server.port, CHECKER).cookie_header
    starts = []
    for _ in range(RUNS):
        with running(settings=PRODUCT, page=LIST.path, cookie=cookie, log=log) as server:
            starts.append(server.first_page_seconds)
    return cookie, starts


def _reads(cookie: str, log: Path) -> tuple[dict[Page, Read], float]:
    """The median of the runs for each page; the runs take turns, so that all pages have the same weather."""
    found: dict[Page, list[Read]] = defaultdict(list)
    jar = dict(part.split("=", 1) for part in cookie.split("; "))
    with (
        running(settings=PRODUCT, page=LIST.path, cookie=cookie, log=log) as product,
        running(settings=FLOOR, page=FLOOR_SIGN_IN.path, cookie="", log=log) as floor,
    ):
        beside, browser = Browser(floor.port), Browser(product.port, jar)
        beside.page(FLOOR_SIGN_IN.path, shows=FLOOR_SIGN_IN.shows)
        for _ in range(RUNS):
            found[FLOOR_PAGE].append(measure(beside, FLOOR_PAGE))
            for page in (LIST, DETAIL, LARGE_LIST):
                found[page].append(measure(browser, page))
        memory = memory_mib(product.pid)
    return {page: _median_read(reads) for page, reads in found.items()}, memory


def _median_read(reads: list[Read]) -> Read:
    return Read(
        statistics.median(read.p50_ms for read in reads), statistics.median(read.per_second for read in reads)
    )


def _read_lines(reads: dict[Page, Read]) -> Iterable[Line]:
    floor = reads[FLOOR_PAGE]
    yield Line("floor: session and user only, p50", floor.p50_ms, "ms", floor=1, peers=1)
    yield Line("floor: requests at 8", floor.per_second, "/s", floor=1, peers=1)
    for page, name, p50, rate in (
        (LIST, f"任务分解, all {REAL_TASKS} rows", 9.0, 269),
        (DETAIL, "page of a task", 5.6, 456),
    ):
        read = reads[page]
        yield report.median_under(f"{name}, p50", read.p50_ms, p50, floor.p50_ms)
        yield report.rate_over(f"{name}, requests at 8", read.per_second, rate, floor.per_second)
    large = reads[LARGE_LIST]
    yield Line(f"任务分解, {PAGE_SIZE} rows of {LARGE_TASKS:,}, p50", large.p50_ms, "ms")
    yield Line(f"任务分解, {PAGE_SIZE} rows of {LARGE_TASKS:,}, requests at 8", large.per_second, "/s")
    yield report.at_most(
        f"… as a multiple of the page of {REAL_TASKS}", large.p50_ms / reads[LIST].p50_ms, "×", 2
    )


def _writing_lines(browser: Browser, drafts: list[int]) -> Iterable[Line]:
    token = browser.token(f"/{DRAFTS}/tasks/1/plan/edit/")
    by_hand = Saves(DRAFTS, token, dict.fromkeys(drafts[: SAVED_TASKS // 2], 1))
    by_itself = Saves(DRAFTS, token, dict.fromkeys(drafts[SAVED_TASKS // 2 : SAVED_TASKS], 1), automatic=True)
    filings = Filings(DRAFTS, token, drafts[SAVED_TASKS:])
    phases = (
        ("draft saves", by_hand, SAVES),
        ("draft saves by itself (autosave)", by_itself, SAVES),
        ("filings", filings, FILINGS),
    )
    for name, phase, amounts in phases:
        runs = {
            connections: [phase.run(browser, connections=connections, each=each) for _ in range(RUNS)]
            for connections, each in amounts.items()
        }
        yield Line(f"{name}, p50 at 1", statistics.median(run.p50_ms for run in runs[1]), "ms")
        rate = statistics.median(run.per_second for run in runs[8])
        if phase is filings:
            yield Line(f"{name} at 8", rate, "/s")
        else:
            yield report.at_least(f"{name} at 8", rate, "/s", 130)
        yield _losses(name, [run for each in runs.values() for run in each], phase.lost())


def _losses(name: str, runs: list[Written], lost: int) -> Line:
    failures = [failure for run in runs for failure in run.failures]
    sent = len(failures) + sum(len(run.took) for run in runs)
    for failure in sorted(set(failures)):
        print(f"{name}: {failures.count(failure)} × {failure}", flush=True)
    return report.at_most(f"{name}: failed or lost, of {sent:,}", len(failures) + lost, "", 0)


def _document_lines(browser: Browser) -> Iterable[Line]:
    xlsx = _seconds(browser, f"/{LARGE}/exports/summary.xlsx/", b"PK")
    yield report.under(f"汇总表 of {LARGE_TASKS:,} as XLSX", xlsx, "s", 4)
    pdf = _seconds(browser, f"/{REAL}/exports/plans.pdf/", b"%PDF")
    yield report.under(f"{REAL_TASKS} forms in one PDF", pdf, "s", 2.5)


def _seconds(browser: Browser, path: str, start: bytes) -> float:
    def once() -> float:
        began = time.perf_counter()
        answer = browser.get(path)
        if answer.status != 200 or not answer.body.startswith(start):
            raise WrongAnswer(f"{path}: {answer.status} {answer.location}")
        return time.perf_counter() - began

    return statistics.median(once() for _ in range(RUNS))
