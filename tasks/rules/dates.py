"""Days and times as a sentence says them: 2015年4月3日, 4月3日 09:40; as tables write them: 2015-04-03. Of what tasks tell
nothing else puts a day into words, but for the ticks of charts.

Of a letter or a talk often no hour is given: it is kept as the midnight its day begins with, and told as that day alone.
"""

from datetime import date, datetime, time, timedelta


def in_words(day: date) -> str:
    """2015年4月3日"""
    return f"{day.year}年{without_year(day)}"


def as_of(day: date, today: date) -> str:
    """截至2015年4月7日24时已登记的情况; of a day to come the figures are only what is expected, and say so."""
    until = f"截至{in_words(day)}24时"
    return f"{until}（预计，按目前已登记的情况推算）" if day > today else f"{until}已登记的情况"


def without_year(day: date) -> str:
    """4月3日"""
    return f"{day.month}月{day.day}日"


def beside(day: date, other: date) -> str:
    """The year is said only where it is not that of the day it stands beside."""
    return without_year(day) if day.year == other.year else in_words(day)


def has_hour(at: datetime) -> bool:
    return at.time() != time.min


def moment(at: datetime) -> str:
    """2015年4月3日 09:40"""
    return f"{in_words(at)} {at:%H:%M}" if has_hour(at) else in_words(at)


def moment_without_year(at: datetime) -> str:
    """4月3日 09:40"""
    return f"{without_year(at)} {at:%H:%M}" if has_hour(at) else without_year(at)


def printed(at: datetime) -> str:
    """2015年4月3日09:40: when a paper was made"""
    return f"{in_words(at)}{at:%H:%M}"


def in_figures(day: date) -> str:
    """2015-04-03"""
    return f"{day:%Y-%m-%d}"


def to_the_minute(at: datetime) -> str:
    """2015-04-03 09:40"""
    return f"{at:%Y-%m-%d %H:%M}"


def in_table(at: datetime) -> str:
    """2015-04-03 09:40, or the day alone"""
    return to_the_minute(at) if has_hour(at) else in_figures(at)


def in_file_name(day: date) -> str:
    """20150403"""
    return f"{day:%Y%m%d}"


def lately(at: datetime, today: date) -> str:
    """今天 14:03, 昨天 16:20, 3月30日 09:40; with the year where it is another one."""
    day = at.date()
    near = {today: "今天", today - timedelta(days=1): "昨天"}
    return f"{near.get(day) or beside(day, today)} {at:%H:%M}"
