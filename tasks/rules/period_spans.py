"""First and last day of a point in time or a range of two, in the plain writing `periods` prepares (4月底, 5-6月)."""

import calendar
import re
from datetime import date

Days = tuple[date, date]
# First and last (month, day) within a year; the day _END is the last of its month, whichever that is.
Span = tuple[tuple[int, int], tuple[int, int]]

_END = 0
_YEAR = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?:年?度|年)?(?P<rest>.*)")
_DAY = re.compile(r"([0-9]{1,2})月([0-9]{1,2})[日号]?")
_MONTH = re.compile(r"([0-9]{1,2})月份?(上旬|中旬|下旬|中下旬|初|中|底|末)?")
_QUARTER = re.compile(r"第?([1-4])季度?([初中底末])?")
_HALF = re.compile(r"([上下])半年")
_YEAR_PART = re.compile(r"全年|年([初中底末终])")

_MONTH_PARTS = {
    None: (1, _END),
    "初": (1, 10),
    "上旬": (1, 10),
    "中": (11, 20),
    "中旬": (11, 20),
    "中下旬": (11, _END),
    "下旬": (21, _END),
    "底": (21, _END),
    "末": (21, _END),
}
_YEAR_PARTS = {None: (1, 12), "初": (1, 1), "中": (6, 6), "底": (12, 12), "末": (12, 12), "终": (12, 12)}


def read(core: str, *, year: int | None) -> Days | None:
    """The days of `core`, `year` standing in for one not written; None when it is not understood."""
    left, to, right = core.partition("-")
    if not to:
        return _point(core, year)
    left, right = _completed(left, right)
    first_year = _written_year(left) or year or _written_year(right)
    begins = _point(left, first_year)
    ends = begins and _point(_next_year(right, begins[0].year), begins[0].year)
    return (begins[0], ends[1]) if ends and begins[0] <= ends[1] else None


def _completed(left: str, right: str) -> tuple[str, str]:
    """Each side with what only the other one says: 5-6月 → 5月, 6月; 4月3-10日 → 4月3日, 4月10日."""
    left = re.sub(r"(?:起|开始)$", "", left)
    if re.fullmatch(r"[0-9]{1,2}[日号]|[上中下]旬|[底末]", right) and "月" in left:
        right = left[: left.index("月") + 1] + right
    unit = re.match(r"第?[0-9]{1,2}(月|季度?)", right)
    if unit and re.fullmatch(r"(?:[0-9]{4}年)?第?[0-9]{1,2}", left):
        left += unit[1]
    return left, right


def _written_year(point: str) -> int | None:
    written = _YEAR.match(point)
    return int(written["year"]) if written else None


def _next_year(point: str, year: int) -> str:
    return re.sub(r"^(?:次年|翌年)", f"{year + 1}年", point)


def _point(point: str, year: int | None) -> Days | None:
    written = _YEAR.fullmatch(point)
    if written:
        year, rest = int(written["year"]), written["rest"]
        point = f"年{rest}" if rest in _YEAR_PARTS else rest or "全年"
    span = _span(point)
    if span is None or year is None:
        return None
    try:
        return _day(year, *span[0]), _day(year, *span[1])
    except ValueError:  # 2月30日, 13月
        return None


def _span(point: str) -> Span | None:
    for pattern, span in _SHAPES:
        found = pattern.fullmatch(point)
        if found:
            return span(*found.groups())
    return None


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _single_day(month: str, day: str) -> Span:
    # A day 0 typed by somebody must not pass for the last of the month.
    at = (int(month), int(day) or 32)
    return at, at


def _month(month: str, part: str | None) -> Span:
    first, last = _MONTH_PARTS[part]
    return (int(month), first), (int(month), last)


def _quarter(quarter: str, part: str | None) -> Span:
    first, last = 3 * int(quarter) - 2, 3 * int(quarter)
    if part:
        first = last = {"初": first, "中": first + 1}.get(part, last)
    return (first, 1), (last, _END)


def _half(half: str) -> Span:
    return ((1, 1), (6, _END)) if half == "上" else ((7, 1), (12, _END))


def _part_of_year(part: str | None) -> Span:
    first, last = _YEAR_PARTS[part]
    return (first, 1), (last, _END)


_SHAPES = (
    (_DAY, _single_day),
    (_MONTH, _month),
    (_QUARTER, _quarter),
    (_HALF, _half),
    (_YEAR_PART, _part_of_year),
)
