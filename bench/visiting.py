"""All pages of one database, each by everybody who sees it: medians beside the floor and against their bars."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from bench import databases, report
from bench.databases import Database
from bench.fill import found
from bench.floor import Floor, floor_on, judged
from bench.pages import PAGES
from bench.report import Line
from bench.server import peak_mib, running
from bench.wire import Wire

WARM_UP = 8  # requests before a page is measured
FIRST_LOOK = 0.2  # of the requests; what is then clearly on one side of its bar is not asked for any longer
CLEARLY_IN, CLEARLY_OUT = 0.75, 1.5  # times its bar
AGAIN = 1.2  # a miss by less than this is measured once more, and the second figure stands
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
    """Medians in milliseconds, of the page and of the floor beside it."""

    reader: str
    path: str
    bar: float
    median_ms: float
    floor_ms: float
    first_ms: float
    kib: float

    @property
    def judged_ms(self) -> float:
        return judged(self.median_ms, self.floor_ms)

    @property
    def of_its_bar(self) -> float:
        return self.judged_ms / self.bar

    @property
    def name(self) -> str:
        return f"{self.path} by {self.reader}"


def lines(size: Size, data: Path, requests: int) -> Iterator[Line]:
    """The table of this size is printed at once; the lines are what it comes to."""
    asked = max(3, round(requests * size.share))
    today, _ = _visits(size, data, asked, past=False)
    past, memory = _visits(size, data, asked, past=True)
    _print(size, asked, [*today, *past])
    name = size.database.name
    for day, visits in (("today", today), ("a past day", past)):
        worst = max(visits, key=lambda one: one.of_its_bar)
        what = f"{name}: of the pages of {day} the furthest from its bar: {worst.name}"
        yield report.judged(what, worst.judged_ms, worst.bar, worst.median_ms / worst.floor_ms)
    largest = max((*today, *past), key=lambda one: one.kib)
    yield report.at_most(f"{name}: the largest page: {largest.name}", largest.kib, "KiB", PAGE_KIB)
    yield report.at_most(f"{name}: the largest process", memory, "MiB", PROCESS_MIB)


def _visits(size: Size, data: Path, asked: int, *, past: bool) -> tuple[list[Visit], float]:
    """On a server that was just started, so that nothing is drawn or kept yet; and the largest process in the end."""
    known = found(data)
    cookies, bar = known["cookies"], size.bar * (PAST if past else 1)
    with (
        floor_on(data) as floor,
        running(data=data, page="/help/", cookie=cookies["administrator"][0]) as server,
    ):
        visitor = _Visitor(Wire(server.port), floor, asked)
        visits = [
            visitor.visit(who, path.format_map(known), bar, cookies[who])
            for page in PAGES
            if page.past or not past
            for path in [page.past_path() if past else page.path]
            for who in page.readers.split()
        ]
        return visits, peak_mib(server.pid)


@dataclass(frozen=True)
class _Visitor:
    """Asks for pages, everybody of the cast in turn, and for the floor beside each."""

    wire: Wire
    floor: Floor
    asked: int

    def visit(self, reader: str, path: str, bar: float, cookies: list[str]) -> Visit:
        first, body = self.wire.get(path, cookies[0])
        people = cycle(cookies)
        self._took(path, people, min(WARM_UP, self.asked))

        def visited(times: int) -> Visit:
            before = self.floor.took()
            median = statistics.median(self._took(path, people, times))
            floor = statistics.median([*before, *self.floor.took()])
            return Visit(reader, path, bar, median, floor, first * 1000, len(body) / 1024)

        visit = visited(max(3, round(self.asked * FIRST_LOOK)))
        if CLEARLY_IN < visit.of_its_bar < CLEARLY_OUT:
            visit = visited(self.asked)
        if 1 < visit.of_its_bar <= AGAIN:
            visit = visited(self.asked)
        return visit

    def _took(self, path: str, people: Iterator[str], times: int) -> list[float]:
        return [self.wire.get(path, cookie)[0] * 1000 for cookie in islice(people, times)]


def _print(size: Size, asked: int, visits: list[Visit]) -> None:
    """A line a page, for whom of its readers it takes longest; what is furthest from its bar stands first."""
    slowest: dict[str, Visit] = {}
    for visit in visits:
        if visit.path not in slowest or visit.of_its_bar > slowest[visit.path].of_its_bar:
            slowest[visit.path] = visit
    at_floor = f"at {report.PAGES_FLOOR_MS:g}"
    heads = (
        "page",
        "for whom it takes longest",
        "p50 ms",
        "floor",
        "÷ floor",
        at_floor,
        "bar",
        "",
        "first ms",
        "KiB",
    )
    rows = [
        (
            visit.path, visit.reader, f"{visit.median_ms:.1f}", f"{visit.floor_ms:.2f}",
            f"{visit.median_ms / visit.floor_ms:.1f}", f"{visit.judged_ms:.1f}", f"≤ {visit.bar:g}",
            "met" if visit.of_its_bar <= 1 else "NOT MET", f"{visit.first_ms:.0f}", f"{visit.kib:.0f}",
        )
        for visit in sorted(slowest.values(), key=lambda one: -one.of_its_bar)
    ]  # fmt: skip
    floor = statistics.median(visit.floor_ms for visit in visits)
    print(
        f"\n{size.database.name} tasks: medians of up to {asked}, each beside a floor of its own (here {floor:.2f} ms).\n"
        f"Judged is p50 × {report.PAGES_FLOOR_MS:g} / floor where the floor is above {report.PAGES_FLOOR_MS:g} ms,"
        f" the floor of the machine that the bars are for.\n",
        flush=True,
    )
    report.table([heads, *rows], print)
