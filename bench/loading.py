"""How fast the server starts, how much it answers to eight at once, and what memory that takes."""

import statistics
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench import report
from bench.browser import Browser
from bench.fill import found
from bench.reading import Page, Read, measure
from bench.report import Line
from bench.server import FLOOR, FLOOR_PAGE, FLOOR_SIGN_IN, memory_mib, running

RUNS = 3
FLOOR_READ = Page(FLOOR_PAGE, "张某")
LIST = Page("/gjrc/tasks/", '<td class="num" data-label="编号">', 38)
DETAIL = Page("/gjrc/tasks/4/", "正文所在段落")


def lines(data: Path) -> Iterator[Line]:
    cookie = found(data)["cookies"]["checker"][0]
    starts = []
    for _ in range(RUNS):
        with running(data=data, page=LIST.path, cookie=cookie) as server:
            starts.append(server.first_page_seconds)
    yield report.at_most("first page after the start", statistics.median(starts), "s", 1.5)
    reads, memory = _reads(data, cookie)
    yield from _read_lines(reads)
    yield Line("memory of the server after the reads", memory, "MiB")


def _reads(data: Path, cookie: str) -> tuple[dict[Page, Read], float]:
    """The median of the runs for each page; the runs take turns, so that all pages have the same weather."""
    reads: dict[Page, list[Read]] = defaultdict(list)
    jar = dict(part.split("=", 1) for part in cookie.split("; "))
    with (
        running(data=data, page=LIST.path, cookie=cookie) as product,
        running(data=data, settings=FLOOR, page=FLOOR_SIGN_IN) as floor,
    ):
        beside, browser = Browser(floor.port), Browser(product.port, jar)
        beside.page(FLOOR_SIGN_IN, shows=FLOOR_READ.shows)
        for _ in range(RUNS):
            reads[FLOOR_READ].append(measure(beside, FLOOR_READ))
            for page in (LIST, DETAIL):
                reads[page].append(measure(browser, page))
        memory = memory_mib(product.pid)
    return {page: _median(of_page) for page, of_page in reads.items()}, memory


def _median(reads: list[Read]) -> Read:
    return Read(
        statistics.median(read.p50_ms for read in reads), statistics.median(read.per_second for read in reads)
    )


def _read_lines(reads: dict[Page, Read]) -> Iterator[Line]:
    floor = reads[FLOOR_READ]
    yield Line("floor: session and user only, p50", floor.p50_ms, "ms", floor=1, peers=1)
    yield Line("floor: requests at 8", floor.per_second, "/s", floor=1, peers=1)
    for page, name, p50, rate in (
        (LIST, "任务分解, all 38 rows", 9.0, 269),
        (DETAIL, "page of a task", 5.6, 456),
    ):
        read = reads[page]
        yield report.median_under(f"{name}, p50", read.p50_ms, p50, floor.p50_ms)
        yield report.rate_over(f"{name}, requests at 8", read.per_second, rate, floor.per_second)
