"""The documents of many tasks, or of many rounds."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from bench import report
from bench.browser import Browser, WrongAnswer
from bench.fill import found
from bench.report import Line
from bench.server import running

RUNS = 3
REPORT = "/gjrc/reports/2015/1/"


def lines(large: Path, forms: Path, small: Path) -> Iterator[Line]:
    xlsx = _seconds(large, "/gjrc/exports/summary.xlsx/", b"PK")
    yield report.under("汇总表 of 3,800 as XLSX", xlsx, "s", 4)
    pdf = _seconds(forms, "/gjrc/exports/plans.pdf/", b"%PDF")
    yield report.under("38 forms in one PDF", pdf, "s", 2.5)
    ledger = _seconds(small, "/gjrc/exports/summary.xlsx/", b"PK")
    yield report.under("汇总表 of 38 with 34 rounds as XLSX", ledger, "s", 2)
    for kind, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        made = _seconds(small, f"{REPORT}report.{kind}/", start, asked_from=REPORT)
        yield report.under(f"a report of 38 as {kind.upper()}", made, "s", 2)


def _seconds(data: Path, path: str, start: bytes, *, asked_from: str = "") -> float:
    """Asked for by its address, or by the button of a page, because it is noted that it was made."""
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
        return statistics.median(once() for _ in range(RUNS))
