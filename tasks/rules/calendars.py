"""Working days by the official calendar (国务院办公厅 notices, through chinesecalendar), counted and put in words."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from chinese_calendar.constants import holidays, workdays

from tasks.rules import dates

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_FIRST_YEAR, _LAST_YEAR = min(holidays).year, max(holidays).year
_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
# More days than this are counted, not listed: nobody reads half a year of weekends, or ten years of exchanged ones.
_LISTED = 14


class UnknownYear(Exception):
    """The calendar does not know the days off of a year; the message says which year."""

    def __init__(self, year: int):
        super().__init__(unknown_year_in_words(year))
        self.year = year


def unknown_year_in_words(year: int) -> str:
    return f"工作日历未收录{year}年"


def _is_workday(day: date) -> bool:
    """As the library has it, which looks through all it knows of holidays for every day; a test holds them equal."""
    return day in workdays or (day.weekday() < 5 and day not in holidays)


# In order, so that the days between two are found without looking at each: there are some 4,000 in eleven years.
_DAYS = [
    date(_FIRST_YEAR, 1, 1) + timedelta(days=n)
    for n in range((date(_LAST_YEAR, 12, 31) - date(_FIRST_YEAR, 1, 1)).days + 1)
]
_WORKING = [day for day in _DAYS if _is_workday(day)]
_OFF = [day for day in _DAYS if not _is_workday(day)]
_MADE_UP = sorted(workdays)


def is_working_day(day: date) -> bool:
    """Raises UnknownYear where the calendar does not reach."""
    if not _knows(day.year):
        raise UnknownYear(day.year)
    return _is_workday(day)


def unknown_year(after: date, until: date) -> int | None:
    """The first year the calendar does not know among the days d with after < d <= until."""
    if until <= after:
        return None
    first = (after + timedelta(days=1)).year
    return next((year for year in range(first, until.year + 1) if not _knows(year)), None)


@lru_cache(maxsize=4096)
def working_days_between(after: date, until: date) -> int | None:
    """How many working days d there are with after < d <= until; None where the calendar does not know."""
    if unknown_year(after, until):
        return None
    return len(_between(_WORKING, after, until))


@lru_cache(maxsize=4096)
def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`, or before it where `count` is negative. Raises UnknownYear."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


@lru_cache(maxsize=4096)
def describe_days_off(after: date, until: date) -> str:
    """Why some days between do not count: 4月4日周六、5日清明节、6日补休，均不计. Empty where all of them count."""
    unknown = unknown_year(after, until)
    if unknown:
        return unknown_year_in_words(unknown)
    off = _between(_OFF, after, until)
    sentences = [_not_counted(off)] if off else []
    if made_up := _between(_MADE_UP, after, until):
        sentences.append(_counted_after_all(made_up, beside=off))
    return "；".join(sentences)


def weekday_in_words(day: date) -> str:
    """周五; with what is special about it: 周六，休息日; 周五，劳动节; 周日，调休上班."""
    weekday = WEEKDAYS[day.weekday()]
    if not _knows(day.year):
        return f"{weekday}（{unknown_year_in_words(day.year)}）"
    if day in workdays:
        return f"{weekday}，调休上班"
    if _is_workday(day):
        return weekday
    return f"{weekday}，{'休息日' if (label := _label(day)) == weekday else label}"


def day_in_words(day: date) -> str:
    """2015年4月11日（周六，休息日）"""
    return f"{dates.in_words(day)}（{weekday_in_words(day)}）"


@lru_cache(maxsize=256)
def festival(name: str, year: int) -> tuple[date, date] | None:
    """The first and the last day off for a festival; None where the calendar has none of this name in the year."""
    off = sorted(day for day, called in holidays.items() if day.year == year and _NAMES.get(called) == name)
    return (off[0], off[-1]) if off else None


def _knows(year: int) -> bool:
    return _FIRST_YEAR <= year <= _LAST_YEAR


def _between(days: Sequence[date], after: date, until: date) -> Sequence[date]:
    """Those d of days in order with after < d <= until."""
    return days[bisect_right(days, after) : bisect_right(days, until)]


def _not_counted(off: list[date]) -> str:
    if len(off) > _LISTED:
        return f"其间休息日 {len(off)} 天，均不计"
    return f"{_listed(off)}，{'均' if len(off) > 1 else ''}不计"


def _counted_after_all(made_up: list[date], beside: list[date]) -> str:
    """Weekends worked in exchange, in the same manner as the days off beside them."""
    if len(beside) > _LISTED:
        return f"调休上班 {len(made_up)} 天，计入"
    return f"{_listed(made_up)}调休上班，计入"


def _listed(days: list[date]) -> str:
    """The days with what each is; the month is said when it changes, a festival's days in one piece."""
    said, before = [], None
    for (_, label), together in groupby(enumerate(days), key=lambda entry: _run(*entry)):
        run = [day for _, day in together]
        first = _said_after(before, run[0])
        to = f"至{_said_after(run[0], run[-1])}" if len(run) > 1 else ""
        said.append(f"{first}{to}{label}")
        before = run[-1]
    return "、".join(said)


def _run(position: int, day: date) -> tuple[int, str]:
    """Equal for days that follow one another and are called the same."""
    return day.toordinal() - position, _label(day)


def _said_after(before: date | None, day: date) -> str:
    if before and (before.year, before.month) == (day.year, day.month):
        return f"{day.day}日"
    return dates.beside(day, before or day)


def _label(day: date) -> str:
    if day not in holidays:
        return WEEKDAYS[day.weekday()]
    return "补休" if _in_lieu(day) else _NAMES.get(holidays[day], "节假日")


def _in_lieu(day: date) -> bool:
    """Whether this weekday off stands for a festival on the weekend before it, without a weekend worked instead.

    chinesecalendar marks only days exchanged for a working weekend (调休), so 2015-04-06 has to be found here.
    """
    festival = holidays[day]
    if day.weekday() >= 5 or any(
        name == festival and abs((worked - day).days) <= 15 for worked, name in workdays.items()
    ):
        return False
    weekend = (day - timedelta(days=n) for n in (1, 2))
    return any(holidays.get(before) == festival and before.weekday() >= 5 for before in weekend)
