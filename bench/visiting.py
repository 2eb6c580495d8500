"""All pages of one database, each by everybody who sees it: medians beside the floor and against their bars."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from math import inf
from pathlib import Path

from bench import databases, report
from bench.browser import Browser
from bench.databases import Database
from bench.fill import found
from bench.pages import PAGES
from bench.report import Line
from bench.server import FLOOR, FLOOR_PAGE, FLOOR_SIGN_IN, peak_mib, running
from bench.wire import Wire

WARM_UP = 8
AGAIN = 1.2  # a miss by less than this is measured once more, and the second figure stands
HOPELESS = 3  # times its bar
PAGE_KIB, PROCESS_MIB = 150, 300


@dataclass(frozen=True)
class Size:
    """`bar` in milliseconds for a page of today; of a past day it is `PAST` times that. A page of many tasks that
    may take long is asked for less often.
    """

    database: Database
    bar: float
    share: float = 1.0


PAST = 3
SIZES = {
    size.database.name: size
    for size in (
        Size(databases.SMALL, 9),
        Size(databases.LARGE, 18),
        Size(databases.MANY, 11),
        Size(databases.HUGE, 100, share=0.1),
    )
}


@dataclass(frozen=True)
class Visit:
    reader: str
    path: str
    bar: float
    median_ms: float
    first_ms: float
    kib: float

    @property
    def of_its_bar(self) -> float:
        return self.median_ms / self.bar

    @property
    def name(self) -> str:
        return f"{self.path} by {self.reader}"


def lines(size: Size, data: Path, requests: int) -> Iterator[Line]:
    """The table of this size is printed at once; the lines are what it comes to."""
    asked = max(3, round(requests * size.share))
    floor = _floor(data, asked)
    today, _ = _visits(size, data, asked, past=False)
    past, memory = _visits(size, data, asked, past=True)
    _print(size, asked, floor, [*today, *past])
    name = size.database.name
    for day, visits in (("today", today), ("a past day", past)):
        worst = max(visits, key=lambda one: one.of_its_bar)
        what = f"{name}: of the pages of {day} the furthest from its bar: {worst.name}"
        yield report.at_most(what, worst.median_ms, "ms", worst.bar)
    largest = max((*today, *past), key=lambda one: one.kib)
    yield report.at_most(f"{name}: the largest page: {largest.name}", largest.kib, "KiB", PAGE_KIB)
    yield report.at_most(f"{name}: the largest process", memory, "MiB", PROCESS_MIB)


def _floor(data: Path, asked: int) -> float:
    with running(data=data, settings=FLOOR, page=FLOOR_SIGN_IN) as server:
        browser = Browser(server.port)
        browser.get(FLOOR_SIGN_IN)
        return _median(Wire(server.port), FLOOR_PAGE, [browser.cookie_header], asked)


def _visits(size: Size, data: Path, asked: int, *, past: bool) -> tuple[list[Visit], float]:
    """On a server that was just started, so that nothing is drawn or kept yet; and the largest process in the end."""
    known = found(data)
    cookies, bar = known["cookies"], size.bar * (PAST if past else 1)
    with running(data=data, page="/help/", cookie=cookies["administrator"][0]) as server:
        wire = Wire(server.port)
        visits = [
            _visit(
                wire,
                who,
                (page.past_path() if past else page.path).format_map(known),
                bar,
                cookies[who],
                asked,
            )
            for page in PAGES
            if page.past or not past
            for who in page.readers.split()
        ]
        return visits, peak_mib(server.pid)


def _visit(wire: Wire, reader: str, path: str, bar: float, cookies: list[str], asked: int) -> Visit:
    first, body = wire.get(path, cookies[0])
    median = _median(wire, path, cookies, asked, bar)
    if bar < median <= bar * AGAIN:
        median = _median(wire, path, cookies, asked, bar)
    return Visit(reader, path, bar, median, first * 1000, len(body) / 1024)


def _median(wire: Wire, path: str, cookies: list[str], asked: int, bar: float = inf) -> float:
    """In milliseconds; everybody of the cast asks in turn. What is far from its bar is not waited for as often."""
    people = cycle(cookies)

    def took(times: int) -> float:
        return statistics.median(wire.get(path, cookie)[0] for cookie in islice(people, times)) * 1000

    warming = took(min(WARM_UP, asked))
    return took(asked if warming < HOPELESS * bar else min(WARM_UP, asked))


def _print(size: Size, asked: int, floor: float, visits: list[Visit]) -> None:
    """A line a page, for whom of its readers it takes longest; what is furthest from its bar stands first."""
    slowest: dict[str, Visit] = {}
    for visit in visits:
        if visit.path not in slowest or visit.of_its_bar > slowest[visit.path].of_its_bar:
            slowest[visit.path] = visit
    heads = ("page", "for whom it takes longest", "p50 ms", "bar", "", "÷ floor", "first ms", "KiB")
    rows = [
        (
            visit.path, visit.reader, f"{visit.median_ms:.1f}", f"≤ {visit.bar:g}",
            "met" if visit.of_its_bar <= 1 else "NOT MET",
            f"{visit.median_ms / floor:.1f}", f"{visit.first_ms:.0f}", f"{visit.kib:.0f}",
        )
        for visit in sorted(slowest.values(), key=lambda one: -one.of_its_bar)
    ]  # fmt: skip
    print(f"\n{size.database.name} tasks: medians of {asked}, floor {floor:.2f} ms\n", flush=True)
    report.table([heads, *rows], print)
