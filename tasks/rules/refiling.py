"""重新报送时限 in words: which working days are counted from the return, and which days are not."""

from datetime import date, timedelta
from itertools import groupby

from tasks.rules import calendars, dates


def in_words(returned_on: date, refile_by: date, since: str = "退回") -> str:
    """4月9日（周四），退回后第5个工作日：4月2日、3日、7日、8日、9日；4月4日周六、5日清明节、6日补休，均不计.

    `since` names what happened on the first day.
    """
    day = f"{dates.without_year(refile_by)}（{calendars.WEEKDAYS[refile_by.weekday()]}）"
    counted = calendars.working_days_between(returned_on, refile_by)
    off = calendars.describe_days_off(returned_on, refile_by)
    if counted is None:
        return f"{day}；{off}，按周一至周五推算"
    return f"{day}，{since}后第{counted}个工作日：{_counted(returned_on, refile_by)}" + (
        f"；{off}" if off else ""
    )


def _counted(after: date, until: date) -> str:
    """The working days, the month said once for its days."""
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    working = [day for day in days if calendars.is_working_day(day)]
    months = groupby(working, key=lambda day: day.month)
    return "、".join(f"{month}月" + "、".join(f"{day.day}日" for day in found) for month, found in months)
