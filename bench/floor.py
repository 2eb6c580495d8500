"""The floor beside which a figure stands: what the same server takes for a page with session and user only.

Bars of pages, of documents and of the slowest save are those of a machine whose floor is `report.PAGES_FLOOR_MS`. On a slower
one a figure is judged by what it would be there, as its own share of the floor that was measured beside it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import report
from bench.browser import Browser
from bench.server import FLOOR, FLOOR_PAGE, FLOOR_SIGN_IN, running
from bench.wire import Wire

BESIDE = 10  # requests, before and after each look at what is measured


@dataclass(frozen=True)
class Floor:
    port: int
    cookie: str

    def took(self) -> list[float]:
        """Milliseconds of each of some requests."""
        wire = Wire(self.port)  # one that was kept would be closed while a slow page is looked at
        return [wire.get(FLOOR_PAGE, self.cookie)[0] * 1000 for _ in range(BESIDE)]


@contextmanager
def floor_on(data: Path) -> Iterator[Floor]:
    with running(data=data, settings=FLOOR, page=FLOOR_SIGN_IN) as server:
        browser = Browser(server.port)
        browser.get(FLOOR_SIGN_IN)
        yield Floor(server.port, browser.cookie_header)


def judged(value: float, floor_ms: float) -> float:
    """What was measured, as it would be on the machine of the bars; on a faster machine nothing is added."""
    return value * min(1, report.PAGES_FLOOR_MS / floor_ms)
