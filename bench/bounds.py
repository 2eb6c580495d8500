"""What is bounded because anybody may ask for it: small requests for much, and the longest plans (decision 0057)."""

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from bench import report
from bench.browser import Answer, Browser, WrongAnswer
from bench.fill import found
from bench.report import Line
from bench.server import Running, growth_mib, processor_seconds, running

RUNS = 3


class Asked(NamedTuple):
    """A request and how it is answered."""

    what: str
    path: str
    fields: list[tuple[str, str]]
    status: int = 422


def lines(data: Path) -> Iterator[Line]:
    """Each on a server that was just started, so that memory is that of its own requests."""
    known = found(data)
    for cast, measure in (("lead", _small_requests), ("checker", _longest_plans)):
        cookie = known["cookies"][cast][0]
        with running(data=data, page="/help/", cookie=cookie) as server:
            browser = Browser(server.port, dict(part.split("=", 1) for part in cookie.split("; ")))
            yield from measure(server, browser, known)


def _small_requests(server: Running, browser: Browser, known: dict) -> Iterator[Line]:
    """All of them are refused, so that each finds what the one before found."""
    plan = f"/gjrc/tasks/{known['draft']}/plan/"
    stranger = Browser(server.port)
    wanted = [
        *((browser, each) for each in _saves(f"{plan}save/", browser.token(f"{plan}edit/"))),
        (stranger, _long_name(stranger.token("/sign-in/"))),
    ]
    took = {each.what: _median(lambda who=who, each=each: _refused(who, each)) for who, each in wanted}
    more = {
        each.what: growth_mib(server.pid, lambda who=who, each=each: _refused(who, each))
        for who, each in wanted
    }
    for what, each, unit, limit in (("dearest", took, "s", 1), ("largest", more, "MiB", 100)):
        most = max(each, key=each.get)
        yield report.under(f"of {len(each)} small requests the {what}: {most}", each[most], unit, limit)


def _saves(path: str, token: str) -> Iterator[Asked]:
    typed = [("csrfmiddlewaretoken", token), ("based_on", "1")]
    for what, fields in {
        "3,000 steps": [("step_text", "x")] * 3_000,
        "3,000 times": [("step_due", "年")] * 3_000,
        "3,000 names": [("participant", "王")] * 3_000,
        "a step of 1.8 MB": [("step_text", "1、" * 180_000)],
        "a telephone number of 1.8 MB": [("contact_phone", "1" * 1_800_000)],
    }.items():
        yield Asked(what, path, [*typed, ("op", "save"), *fields])
    for what, text in {
        "10,000 lines pasted": "1\n" * 10_000,
        "as many lines pasted as may be": "年\n" * 2_727,
        "1.8 MB pasted": "1、" * 180_000,
    }.items():
        yield Asked(what, path, [*typed, ("op", "paste"), ("paste", text)])


def _long_name(token: str) -> Asked:
    name = "x" * 600_000
    fields = [("csrfmiddlewaretoken", token), ("username", name), ("password", name)]
    return Asked("a login name of 600 kB", "/sign-in/", fields, 200)


def _longest_plans(server: Running, browser: Browser, known: dict) -> Iterator[Line]:
    """Of many steps and of long ones, with every step reworded when it was filed again; the slower one counts, by what the
    server computed: a page that takes seconds is else measured with whatever the machine does besides.
    """
    for what, address, limit in (("compared", "compare/", 2), ("printed", "filings/2/pdf/", 4)):
        pages = [f"/gjrc/tasks/{number}/plan/{address}" for number in known["longest"]]
        took = [
            statistics.median(
                processor_seconds(server.pid, lambda page=page: _there(browser.get(page)))
                for _ in range(RUNS)
            )
            for page in pages
        ]
        both = ", ".join(f"{seconds:.2f}" for seconds in took)
        yield report.under(f"the longest plans {what}, of processor ({both})", max(took), "s", limit)


def _median(ask: Callable[[], None]) -> float:
    def once() -> float:
        began = time.perf_counter()
        ask()
        return time.perf_counter() - began

    return statistics.median(once() for _ in range(RUNS))


def _refused(browser: Browser, each: Asked) -> None:
    answer = browser.post(each.path, each.fields)
    if answer.status != each.status:
        raise WrongAnswer(f"{each.what}: {answer.status} {answer.location}")


def _there(answer: Answer) -> None:
    if answer.status != 200:
        raise WrongAnswer(f"{answer.status} {answer.location}")
