"""Draft saves by hand and by itself, and filings: how many a second, and what was lost."""

import os
import statistics
from collections.abc import Iterator
from pathlib import Path

from bench import databases, report
from bench.browser import Browser
from bench.databases import Database
from bench.fill import found
from bench.floor import Floor, floor_on, judged
from bench.report import Line
from bench.reporting import RoundFilings, RowMeetings, RowSaves
from bench.server import running
from bench.writing import Filings, Joinings, Meetings, Saves, Written

RUNS = 3
SAVED_TASKS = 16  # the first drafts are saved again and again, by hand or by itself; the others are filed
SAVES = {1: 100, 8: 63}  # connections: saves by each of them, in each run
FILINGS = {1: 40, 8: 15}
MEETINGS = {1: 40}
ROUNDS_FILED = {1: 2, 8: 1}  # 整体报送
SLOWEST_MS = 100


def database() -> Database:
    return databases.drafts(SAVED_TASKS + RUNS * sum(at_once * each for at_once, each in FILINGS.items()))


def lines(data: Path) -> Iterator[Line]:
    """Of plans."""
    _open(data)
    known = found(data)
    cookie, drafts = known["cookies"]["lead"][0], known["drafts"]
    with running(data=data, page="/help/", cookie=cookie) as server, floor_on(data) as floor:
        browser = Browser(server.port, dict(part.split("=", 1) for part in cookie.split("; ")))
        token = browser.token(f"/gjrc/tasks/{drafts[0]}/plan/edit/")
        by_hand, by_itself = drafts[: SAVED_TASKS // 2], drafts[SAVED_TASKS // 2 : SAVED_TASKS]
        yield from _saving("draft saves", browser, Saves(token, dict.fromkeys(by_hand, 1)), floor)
        autosaves = Saves(token, dict.fromkeys(by_itself, 1), automatic=True)
        yield from _saving("draft saves by itself (autosave)", browser, autosaves, floor)
        yield from _meeting("the page of two texts", browser, Meetings(token, autosaves.versions))
        yield from _meeting("saves put together of two texts", browser, Joinings(token, autosaves.versions))
        yield from _filing("filings", browser, Filings(token, drafts[SAVED_TASKS:]), FILINGS)


def lines_of_rounds(data: Path) -> Iterator[Line]:
    """Of progress, in the rounds of one unit with 34 of them behind it."""
    _open(data)
    known = found(data)
    cookie = known["cookies"]["lead"][0]
    begun = {
        int(round): {int(task): version for task, version in rows.items()}
        for round, rows in known["begun"].items()
    }
    last = max(begun)
    with running(data=data, page="/help/", cookie=cookie) as server, floor_on(data) as floor:
        browser = Browser(server.port, dict(part.split("=", 1) for part in cookie.split("; ")))
        token = browser.token(f"/gjrc/rounds/{last}/")
        rows = RowSaves(token, last, begun.pop(last))
        yield from _saving("a round's row by itself (autosave)", browser, rows, floor)
        meetings = RowMeetings(token, last, rows.versions)
        yield from _meeting("a round's page of two texts", browser, meetings)
        yield from _filing("整体报送", browser, RoundFilings(token, begun), ROUNDS_FILED)


def _open(data: Path) -> None:
    """This process asks the database, when all is over, what it has."""
    import django

    os.environ["DATA_DIR"] = str(data)
    django.setup()
    # What was set up for the database before this one asks this one from now on.
    connection = django.db.connection
    connection.close()
    connection.settings_dict["NAME"] = data / Path(connection.settings_dict["NAME"]).name


def _saving(name: str, browser: Browser, saves: Saves | RowSaves, floor: Floor) -> Iterator[Line]:
    """The slowest is judged as pages are: by the machine of the bars."""
    beside = floor.took()
    runs = _runs(saves, browser, SAVES)
    beside_ms = statistics.median(beside + floor.took())
    yield Line(f"{name}, p50 at 1", statistics.median(run.p50_ms for run in runs[1]), "ms")
    rate = statistics.median(run.per_second for run in runs[8])
    yield report.at_least(f"{name} at 8", rate, "/s", 130)
    took = [seconds * 1000 for run in runs[8] for seconds in run.took]
    what = f"{name} at 8, the slowest of {len(took):,} (took {max(took):.0f} ms, floor {beside_ms:.2f} ms)"
    yield report.under(what, judged(max(took), beside_ms), "ms", SLOWEST_MS)
    yield _losses(name, runs, saves.lost())


def _meeting(name: str, browser: Browser, meetings: Meetings | Joinings | RowMeetings) -> Iterator[Line]:
    runs = _runs(meetings, browser, MEETINGS)
    yield Line(f"{name}, p50 at 1", statistics.median(run.p50_ms for run in runs[1]), "ms")
    yield _losses(name, runs, meetings.lost())


def _filing(
    name: str, browser: Browser, filings: Filings | RoundFilings, amounts: dict[int, int]
) -> Iterator[Line]:
    runs = _runs(filings, browser, amounts)
    yield Line(f"{name}, p50 at 1", statistics.median(run.p50_ms for run in runs[1]), "ms")
    yield Line(f"{name} at 8", statistics.median(run.per_second for run in runs[8]), "/s")
    yield _losses(name, runs, filings.lost())


def _runs(
    phase: Saves | RowSaves | Meetings | Joinings | RowMeetings | Filings | RoundFilings,
    browser: Browser,
    amounts: dict[int, int],
) -> dict[int, list[Written]]:
    return {
        connections: [phase.run(browser, connections=connections, each=each) for _ in range(RUNS)]
        for connections, each in amounts.items()
    }


def _losses(name: str, runs: dict[int, list[Written]], lost: int) -> Line:
    every = [run for of_amount in runs.values() for run in of_amount]
    failures = [failure for run in every for failure in run.failures]
    sent = len(failures) + sum(len(run.took) for run in every)
    for failure in sorted(set(failures)):
        print(f"{name}: {failures.count(failure)} × {failure}", flush=True)
    return report.at_most(f"{name}: failed or lost, of {sent:,}", len(failures) + lost, "", 0)
