"""The documents of many tasks, or of many rounds."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from bench import report
from bench.browser import Browser, WrongAnswer
from bench.fill import found
from bench.floor import Floor, floor_on, judged
from bench.report import Line
from bench.server import running

RUNS = 3
REPORT = "/gjrc/reports/2015/1/"


def lines(large: Path, forms: Path, small: Path) -> Iterator[Line]:
    yield _line("汇总表 of 3,800 as XLSX", 4, large, "/gjrc/exports/summary.xlsx/", b"PK")
    yield _line("38 forms in one PDF", 2.5, forms, "/gjrc/exports/plans.pdf/", b"%PDF")
    yield _line("汇总表 of 38 with 34 rounds as XLSX", 2, small, "/gjrc/exports/summary.xlsx/", b"PK")
    for kind, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        what, path = f"a report of 38 as {kind.upper()}", f"{REPORT}report.{kind}/"
        yield _line(what, 2, small, path, start, asked_from=REPORT)


def _line(what: str, bar: float, data: Path, *asked: str | bytes, **more: str) -> Line:
    """Judged as pages are: by the machine of the bars."""
    with floor_on(data) as floor:
        took, beside = _seconds(data, floor, *asked, **more)
    return report.under(f"{what} (took {took:.2f} s, floor {beside:.2f} ms)", judged(took, beside), "s", bar)


def _seconds(
    data: Path, floor: Floor, path: str, start: bytes, *, asked_from: str = ""
) -> tuple[float, float]:
    """Asked for by its address, or by the button of a page, because it is noted that it was made; and the milliseconds of the
    floor before, between and after.
    """
    cookie = found(data)["cookies"]["checker"][0]
    jar = dict(part.split("=", 1) for part in cookie.split("; "))

    def once() -> float:
        began = time.perf_counter()
        answer = browser.post(path, [("csrfmiddlewaretoken", token)]) if token else browser.get(path)
        if answer.status != 200 or not answer.body.startswith(start):
            raise WrongAnswer(f"{path}: {answer.status} {answer.location}")
        return time.perf_counter() - began

    with running(data=data, page="/help/", cookie=cookie) as server:
        browser = Browser(server.port, jar)
        token = browser.token(asked_from) if asked_from else ""
        beside, took = floor.took(), []
        for _ in range(RUNS):
            took.append(once())
            beside += floor.took()
        return statistics.median(took), statistics.median(beside)
