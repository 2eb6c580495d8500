"""First and last day of a point in time (6月底, 第二季度, 春节) once its year is known."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from tasks.rules import calendars

Days = tuple[date, date]
# First and last (month, day) within a year; the day _END is the last of its month, whichever that is.
Span = tuple[tuple[int, int], tuple[int, int]]

_END = 0
_MONTH_PARTS = {
    "": (1, _END),
    "初": (1, 10),
    "上旬": (1, 10),
    "上中旬": (1, 20),
    "中上旬": (1, 20),
    "中": (11, 20),
    "中旬": (11, 20),
    "中下旬": (11, _END),
    "下旬": (21, _END),
    "底": (21, _END),
    "末": (21, _END),
    "终": (21, _END),
    "上半月": (1, 15),
    "下半月": (16, _END),
}
_YEAR_PARTS = {
    "": (1, 12),
    "初": (1, 1),
    "中": (6, 6),
    "底": (12, 12),
    "末": (12, 12),
    "终": (12, 12),
    "尾": (12, 12),
}
_LEAP_YEAR = 2000
_FIRST_HALF = ("上", "前")
# No day is certain of these: what is usually meant.
_USUAL = {"春季": (3, 5), "夏季": (6, 8), "秋季": (9, 11), "暑假": (7, 8), "暑期": (7, 8)}
# Festivals that have their own day; the calendar knows the others, for the years it knows.
_FESTIVALS = {
    "元旦": (1, 1),
    "劳动节": (5, 1),
    "建党节": (7, 1),
    "教师节": (9, 10),
    "妇女节": (3, 8),
    "儿童节": (6, 1),
    "建军节": (8, 1),
    "国庆节": (10, 1),
}
# 三五 began in 1966, and every further five years long plan where the one before ended.
_THIRD_PLAN, _PLAN_YEARS = 1966, 5


class NoSuchTime(Exception):
    """There is no such day, month or quarter; the message says so."""


class Lacks(Exception):
    """The year or the month is not written, and none stands in for it."""

    def __init__(self, what: str):
        super().__init__(what)
        self.what = what


@dataclass(frozen=True)
class Point:
    """A point in time as written. `unit` is what `number` counts: month, quarter, half, festival, …; '' a whole year.

    `relative` is a year told by another (次年). What is not `sure` may be anything where other words stand around it:
    5.1, 2015.
    """

    year: int | None = None
    relative: str = ""
    unit: str = ""
    number: str = ""
    part: str = ""
    day: str = ""
    weekday: str = ""
    sure: bool = True

    @property
    def has_year(self) -> bool:
        return self.year is not None or bool(self.relative) or self.unit == "plan"

    @property
    def is_whole(self) -> bool:
        return not (self.part or self.day)

    @property
    def ends_before_itself(self) -> bool:
        """Whether 前 means the day before it begins: 2017年前 is not in 2017, but 6月前 is taken to be by the end of June."""
        return self.unit in ("", "plan", "festival", "usual") and self.is_whole


def days(point: Point, *, year: int | None, month: int | None) -> Days:
    """The days of `point`; `year` and `month` stand in for those that are not written. Raises NoSuchTime and Lacks."""
    if point.unit == "plan":
        return _plan(point)
    if point.unit == "festival":
        return _festival(point.number, _written(year))
    first, last = _SHAPES[point.unit](point, month)
    # What is in no year (4月31日) is told before the year is asked for.
    in_some_year = _LEAP_YEAR if year is None else year
    found = _day(in_some_year, *first), _day(in_some_year, *last)
    _written(year)
    return found


def _written(year: int | None) -> int:
    if year is None:
        raise Lacks("year")
    return year


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise NoSuchTime(f"没有{month}月")
    if not date.min.year <= year <= date.max.year:
        raise NoSuchTime(f"没有{year}年")
    length = calendar.monthrange(year, month)[1]
    if day > length:
        raise NoSuchTime(f"{f'{year}年' if (month, day) == (2, 29) else ''}{month}月没有{day}日")
    return date(year, month, day or length)


def _month(point: Point, _: int | None) -> Span:
    month = int(point.number)
    return _in_month(point, month)


def _month_not_written(point: Point, month: int | None) -> Span:
    if month is None:
        raise Lacks("month")
    return _in_month(point, month)


def _in_month(point: Point, month: int) -> Span:
    if point.day:
        day = int(point.day)
        if not day:
            raise NoSuchTime("没有0日")
        return (month, day), (month, day)
    if point.part not in _MONTH_PARTS:
        raise NoSuchTime(f"没有{point.part}")
    first, last = _MONTH_PARTS[point.part]
    return (month, first), (month, last)


def _quarter(point: Point, _: int | None) -> Span:
    quarter = int(point.number)
    if not 1 <= quarter <= 4:
        raise NoSuchTime(f"没有第{quarter}季度")
    first, last = 3 * quarter - 2, 3 * quarter
    if point.part:
        first = last = {"初": first, "中": first + 1}.get(point.part, last)
    return (first, 1), (last, _END)


def _quarters(point: Point, _: int | None) -> Span:
    return (1, 1), (3 * int(point.number), _END)


def _months(point: Point, _: int | None) -> Span:
    return (1, 1), (int(point.number), _END)


def _usual(point: Point, _: int | None) -> Span:
    first, last = _USUAL[point.number]
    return (first, 1), (last, _END)


def _half(point: Point, _: int | None) -> Span:
    return ((1, 1), (6, _END)) if point.number in _FIRST_HALF else ((7, 1), (12, _END))


def _year(point: Point, month: int | None) -> Span:
    if point.part not in _YEAR_PARTS:
        return _month_not_written(point, month)
    first, last = _YEAR_PARTS[point.part]
    return (first, 1), (last, _END)


def _plan(point: Point) -> Days:
    first = _THIRD_PLAN + _PLAN_YEARS * (int(point.number) - 3)
    last = first + _PLAN_YEARS - 1
    of = {"初": (first, first), "中": (first + 2, first + 2)}.get(point.part, (first, last))
    if point.part in ("末", "底", "终"):
        return date(last, 12, 1), date(last, 12, 31)
    return date(of[0], 1, 1), date(of[1], 12, 31)


def _festival(name: str, year: int) -> Days:
    if name in _FESTIVALS:
        day = _day(year, *_FESTIVALS[name])
        return day, day
    found = calendars.festival(name, year)
    if found is None:
        raise NoSuchTime(f"工作日历中没有{year}年{name}")
    return found


def moved_by(day: date, count: int) -> date:
    try:
        return day + timedelta(days=count)
    except OverflowError:
        raise NoSuchTime("没有这一天") from None


_SHAPES = {
    "": _year,
    "whole_year": _year,
    "month": _month,
    "part_of_month": _month_not_written,
    "quarter": _quarter,
    "quarters": _quarters,
    "months": _months,
    "half": _half,
    "usual": _usual,
}
