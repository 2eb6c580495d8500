"""What a round is about, as it is opened: its name, the days it covers, from when and until when it is filed. Series are
made by month, quarter or year.
"""

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from tasks.enums import RoundCycle
from tasks.rules import deadlines
from tasks.rules.known_years import KnownYears
from tasks.rules.typed import in_known_years, require

LONGEST_SERIES = 36  # three years by month
DAYS_TO_FILE = 5  # working days after the last day covered, unless another day is written


@dataclass(frozen=True)
class Terms:
    name: str
    covers_from: date
    covers_until: date
    opens_on: date
    due_on: date
    note: str = ""

    @property
    def columns(self) -> dict:
        return dataclasses.asdict(self)


def plausible(terms: Terms, *, years: KnownYears, taken: Collection[str]) -> None:
    """`taken` are the names of other rounds of the programme."""
    days = {
        "covers_from": "起始日期",
        "covers_until": "截止日期",
        "opens_on": "开始报送日期",
        "due_on": "报送截止日期",
    }
    for name, label in days.items():
        in_known_years(getattr(terms, name), years, label=label, field=name)
    require(bool(terms.name), "请填写报送期名称，例如 2015年第二季度", "name")
    require(terms.name not in taken, f"已有名为“{terms.name}”的报送期，请另取名称", "name")
    require(terms.covers_from <= terms.covers_until, "截止日期不能早于起始日期，请核对", "covers_until")
    require(terms.opens_on >= terms.covers_from, "开始报送日期不能早于起始日期，请核对", "opens_on")
    require(terms.due_on >= terms.opens_on, "报送截止日期不能早于开始报送日期，请核对", "due_on")


def later_than_due(until: date, due_on: date) -> None:
    require(until > due_on, "延至日期应晚于本期报送截止日期，请重新填写", "until")


def series(cycle: RoundCycle, first: date, count: int) -> list[Terms]:
    """`count` of them, one after the other, from the one that `first` lies in."""
    if cycle == RoundCycle.MONTH:
        since = 12 * first.year + first.month - 1
        return [month(n // 12, n % 12 + 1) for n in range(since, since + count)]
    if cycle == RoundCycle.QUARTER:
        since = 4 * first.year + (first.month - 1) // 3
        return [quarter(n // 4, n % 4 + 1) for n in range(since, since + count)]
    return [whole_year(year) for year in range(first.year, first.year + count)]


def month(year: int, number: int) -> Terms:
    """2015年4月, filed in the first five working days after it."""
    return _filed_after(f"{year}年{number}月", date(year, number, 1), _end_of_month(year, number))


def quarter(year: int, number: int) -> Terms:
    name = f"{year}年第{'一二三四'[number - 1]}季度"
    return _filed_after(name, date(year, 3 * number - 2, 1), _end_of_month(year, 3 * number))


def whole_year(year: int) -> Terms:
    return _filed_after(f"{year}年度", date(year, 1, 1), date(year, 12, 31))


def _end_of_month(year: int, number: int) -> date:
    following = date(year + number // 12, number % 12 + 1, 1)
    return following - timedelta(days=1)


def _filed_after(name: str, first: date, last: date) -> Terms:
    """From the last three working days of what it covers on, so that offices may write while it runs out."""
    opens = max(first, deadlines.working_days_from(last, -2))
    return Terms(name, first, last, opens, deadlines.working_days_from(last, DAYS_TO_FILE))
