"""The bars, and the table that holds what was measured against them."""

from collections.abc import Callable
from dataclasses import dataclass

# The floor of the machine on which the other applications were measured: other machines are compared by it.
PEERS_FLOOR_P50_MS, PEERS_FLOOR_PER_SECOND = 0.95, 2_090
# That of the machine which the bars of the pages were set for.
PAGES_FLOOR_MS = 0.7


@dataclass(frozen=True)
class Line:
    """A figure with its unit; `met` is None where there is no bar. `floor` is the figure as a multiple of the
    floor's, `peers` the same of the application the bar comes from.
    """

    what: str
    value: float
    unit: str
    bar: str = ""
    met: bool | None = None
    floor: float | None = None
    peers: float | None = None

    def cells(self) -> tuple[str, ...]:
        word = {None: "", True: "met", False: "NOT MET"}[self.met]
        ratios = [f"{ratio:.2f}" if ratio else "" for ratio in (self.floor, self.peers)]
        return (self.what, f"{_rounded(self.value)} {self.unit}", self.bar, word, *ratios)


def _rounded(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def at_most(what: str, value: float, unit: str, limit: float) -> Line:
    return Line(what, value, unit, f"≤ {limit:g}", value <= limit)


def judged(what: str, value: float, limit: float, floor: float) -> Line:
    """A p50 at the floor of the bars of the pages, and its multiple of the floor that was measured."""
    return Line(what, value, "ms", f"≤ {limit:g}", value <= limit, floor)


def under(what: str, value: float, unit: str, limit: float) -> Line:
    return Line(what, value, unit, f"< {limit:g}", value < limit)


def at_least(what: str, value: float, unit: str, limit: float) -> Line:
    return Line(what, value, unit, f"≥ {limit:g}", value >= limit)


def median_under(what: str, value: float, limit: float, floor: float) -> Line:
    """A p50 that must be ahead of the best peer's."""
    return Line(what, value, "ms", f"< {limit:g}", value < limit, value / floor, limit / PEERS_FLOOR_P50_MS)


def rate_over(what: str, value: float, limit: float, floor: float) -> Line:
    """Requests a second that must be ahead of the best peer's."""
    return Line(
        what, value, "/s", f"> {limit:g}", value > limit, value / floor, limit / PEERS_FLOOR_PER_SECOND
    )


def show(lines: list[Line], say: Callable[[str], None]) -> None:
    heads = ("", "measured", "bar", "", "÷ floor", "best peer ÷ its floor")
    table([heads, *(line.cells() for line in lines)], say)


def table(rows: list[tuple[str, ...]], say: Callable[[str], None]) -> None:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        say("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Places on a terminal: a Chinese character takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
