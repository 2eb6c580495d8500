"""Stacked bars as SVG from a template: the same on pages, on paper and in PDFs (decision 0066).

Series are told apart by texture and number as well as by colour. Textures are lines drawn into each piece, and colours are
attributes: neither needs a style sheet, which a PDF would not lend to a drawing, nor names that a page could have twice.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.safestring import SafeString

from tasks.charts.colours import COLOURS
from zgc_tasks.common.drawn import drawn

# On paper, where a bar is some 42 mm wide, its numbers have 7 points.
WIDTH, HEIGHT = 200, 20
_STEP = 5  # between the lines of a texture


class Series(NamedTuple):
    """One of what a bar is made of. `texture`: "" none, "|" upright lines, "-" level lines, "+" both, "/" slanting ones,
    "." dots; `dark` has its number in white.
    """

    value: str
    label: str
    fill: str
    texture: str = ""
    ink: str = COLOURS.ink_soft
    dark: bool = False


class Piece(NamedTuple):
    """A piece of a bar in the units of its drawing; `middle` is where its number stands, `path` its texture."""

    series: Series
    count: int
    x: float
    width: float
    path: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def behind(self) -> float:
        """Where the ground of its number begins."""
        return round(self.middle - self.behind_width / 2, 2)

    @property
    def behind_width(self) -> float:
        return min(7.0 * len(str(self.count)) + 8, self.width)


def bar(counts: Iterable[tuple[Series, int]], unit: float) -> SafeString:
    """One bar; `unit` is the width of one of what is counted."""
    segments, x = [], 0.0
    for series, count in counts:
        if count:
            width = round(count * unit, 2)
            path = texture(series.texture, x, 1, width, HEIGHT - 2)
            segments.append(Piece(series, count, round(x, 2), width, path))
            x += width
    return drawn("charts/bar.html", colours=COLOURS, segments=tuple(segments), width=WIDTH, height=HEIGHT)


def legend(series: Iterable[Series]) -> SafeString:
    shown = tuple((each, texture(each.texture, 1, 1, 22, 12)) for each in series)
    return drawn("charts/legend.html", colours=COLOURS, series=shown)


def texture(kind: str, x: float, y: float, width: float, height: float) -> str:
    """The lines of a texture in a rectangle, as the `d` of a path; dots are lines without length and with round ends."""
    across = [round(x + at, 2) for at in _marks(width)]
    down = [round(y + at, 2) for at in _marks(height)]
    upright, level = (f"M{at} {y}v{height}" for at in across), (f"M{round(x, 2)} {at}h{width}" for at in down)
    if kind == "|":
        return " ".join(upright)
    if kind == "-":
        return " ".join(level)
    if kind == "+":
        return " ".join([*upright, *level])
    if kind == "/":
        return " ".join(_slanting(x, y, width, height))
    if kind == ".":
        return " ".join(f"M{at} {level}h0.01" for at in across for level in down)
    return ""


def _slanting(x: float, y: float, width: float, height: float) -> Iterable[str]:
    """Lines up to the right, each cut where it leaves the rectangle."""
    for at in _marks(width + height):
        left, right = max(0.0, at - height), min(at, width)
        yield f"M{round(x + left, 2)} {round(y + at - left, 2)}l{round(right - left, 2)} {round(left - right, 2)}"


def _marks(length: float) -> list[float]:
    return [at for n in range(1, int(length // _STEP) + 1) if (at := n * _STEP - 2) < length]
