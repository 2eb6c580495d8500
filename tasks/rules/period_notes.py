"""What is said of a time beside what was understood of it: an assumption, or a question to whoever wrote it."""

from dataclasses import dataclass
from datetime import date

from tasks.rules.calendars import WEEKDAYS


@dataclass(frozen=True)
class Note:
    """The fact and, for whoever can change the wording, what to do about it.

    `asks` where it may be otherwise than it was understood: it warns when the plan is filed.
    """

    fact: str
    advice: str = ""
    asks: bool = True

    def __str__(self) -> str:
        return self.fact + self.advice


YEAR_MISSING = Note("缺少年份", "，请写明年份，如“2015年底前”")
MONTH_MISSING = Note("缺少月份", "，请写明年份和月份，如“2015年4月中旬”")
MISSING = {"year": YEAR_MISSING, "month": MONTH_MISSING}
REST_NOT_UNDERSTOOD = Note("其余文字未识别", "，请核对")
STAYS_BEFORE = Note("早于上一步", "，请核对年份", asks=False)


def impossible(words: str) -> Note:
    """没有 4月31日."""
    return Note(words, "，请核对")


def weekday(day: date, written: str) -> Note:
    return Note(f"{day}是{WEEKDAYS[day.weekday()]}，不是{written}", "，请核对")


def told_by_another(word: str, taken: str, what: str) -> Note:
    """今年, 本月: what they mean is known only on the day they are written."""
    return Note(f"“{word}”按{taken}理解", f"，请写明{what}")


def moved(to: date, before: str) -> Note:
    return Note(f"未写年份，因早于{before}，按{to.year}年理解", "，如不是请写明年份")


def over_the_year(year: int) -> Note:
    return Note(f"跨年，止于{year}年", asks=False)


def about(day: date) -> Note:
    return Note(f"约数，按{day}计", asks=False)


def with_itself(unit: str) -> Note:
    """6月前 may be by the end of May."""
    return Note(f"按含{unit}计", "，如不含请写明日期", asks=False)


def usual(name: str, first: date, last: date) -> Note:
    return Note(f"“{name}”按{first.month}—{last.month}月计", asks=False)


def festival(name: str, first: date) -> Note:
    return Note(f"按日历，{first.year}年{name}放假自{first}起", asks=False)


def several(days: list[date]) -> Note:
    return Note(f"写有{'、'.join(map(str, days))}，按较晚的计", asks=False)
