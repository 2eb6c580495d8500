"""A list that an office keeps, as a paper: 来文登记簿, 联系记录, 通讯录, 退回修改意见单. What stands in it is the same in every
format (`listing_xlsx`, `listing_pdf`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from tasks.exports.made import Made
from tasks.models import Programme
from tasks.rules import dates

Value = str | int | date | datetime | None


@dataclass(frozen=True)
class Head:
    """Title of a column and how many Chinese characters its lines hold."""

    title: str
    width: int


@dataclass(frozen=True)
class Listing:
    """`of` says of what in particular it is (第4项实施方案), `facts` what is to be known of all rows, `conditions` which part
    it holds, `unit` in what its rows are counted, `empty` what stands in place of rows.
    """

    programme: Programme
    name: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Value]]
    day: date
    unit: str
    empty: str
    of: str = ""
    facts: Sequence[tuple[str, str]] = ()
    conditions: Sequence[tuple[str, str]] = ()
    remark: str = ""

    @property
    def title(self) -> str:
        return f"{self.programme.title}{self._called}"

    @property
    def file_name(self) -> str:
        """中关村国际人才工程联系记录（部分）20150407"""
        return f"{self.programme.short_name}{self._called}{dates.in_file_name(self.day)}"

    @property
    def _called(self) -> str:
        return f"{self.of}{self.name}{'（部分）' if self.conditions else ''}"

    @property
    def day_in_words(self) -> str:
        return f"截至{dates.in_words(self.day)}"

    @property
    def conditions_in_words(self) -> str:
        return "；".join(f"{label}：{value}" for label, value in self.conditions)

    @property
    def count_in_words(self) -> str:
        return f"共{len(self.rows)}{self.unit}"

    def subtitle(self, made: Made) -> list[str]:
        """截至2015年4月7日, 单位：市科委, 共3条, 中关村管委会人力资源处 2015年4月7日14:03生成"""
        log = f"审计日志 {made.log}" if made.log else ""
        said = [self.day_in_words, self.conditions_in_words, self.count_in_words]
        return [part for part in (*said, f"{made.by} {made.at_in_words}生成", log) if part]


def moment(at: datetime | None) -> datetime | date | None:
    """The time of the wall clock, which is what files know; the day alone where no hour was given."""
    if at is None:
        return None
    local = timezone.localtime(at).replace(tzinfo=None)
    return local if dates.has_hour(local) else local.date()
