"""How long offices take: counted in working days."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from tasks.play import chance
from tasks.rules import calendars


def is_worked(day: date) -> bool:
    try:
        return calendars.is_working_day(day)
    except calendars.UnknownYear:
        return day.weekday() < 5


def waited(today: date, since: datetime | date, low: int, high: int, *about) -> bool:
    """Whether as many working days have gone by since as this matter takes, between `low` and `high`."""
    first = localdate(since) if isinstance(since, datetime) else since
    gone = calendars.working_days_between(first, today)
    return gone is None or gone >= chance.number(low, high, *about)


def end_of_month(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)


def month_end_in_words(day: date) -> str:
    """2016年9月底前"""
    return f"{day.year}年{day.month}月底前"
