"""Who made an export and when; every document that leaves the house says so."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Made:
    by: str
    at: datetime

    @property
    def at_in_words(self) -> str:
        return f"{in_words(self.at.date())}{self.at:%H:%M}"


def in_words(day: date) -> str:
    """2015年4月7日"""
    return f"{day.year}年{day.month}月{day.day}日"
