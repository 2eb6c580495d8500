"""Counting rows. A figure and the list it links to use the same condition, so they cannot differ."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from tasks.enums import TaskState, Timeliness

if TYPE_CHECKING:
    from tasks.ledger.rows import Row, UnitName


class Figure(StrEnum):
    """The figures of 总体情况, in their order."""

    DUE = "due"
    FILED = "filed"
    ON_TIME = "on_time"
    LATE = "late"
    UNFILED = "unfiled"
    NO_LEAD = "no_lead"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def rule(self) -> str:
        """How it is counted, in words for the reader."""
        return _RULES[self]

    def counts(self, row: "Row") -> bool:
        return _COUNTS[self](row)


_LABELS = {
    Figure.DUE: "应报",
    Figure.FILED: "已报",
    Figure.ON_TIME: "按时",
    Figure.LATE: "逾期报送",
    Figure.UNFILED: "未报",
    Figure.NO_LEAD: "牵头单位待明确",
}
_RULES = {
    Figure.DUE: "已有牵头单位的任务；牵头单位待明确的不计入",
    Figure.FILED: "应报中，截至统计日期已报送且未撤回的，含待核对、退回修改和已核收",
    Figure.ON_TIME: "已报中，首次报送不晚于报送截止日期（当日计入）的，此后退回修改不影响",
    Figure.LATE: "已报中，首次报送晚于报送截止日期的，此后退回修改不影响",
    Figure.UNFILED: "应报减已报，含截止日期前尚未填写和仍为草稿的",
    Figure.NO_LEAD: "任务分解表未列牵头单位、尚无明确记录的任务，不作逾期处理",
}
_COUNTS = {
    Figure.DUE: lambda row: row.lead is not None,
    Figure.FILED: lambda row: row.filed is not None,
    Figure.ON_TIME: lambda row: row.filed == Timeliness.ON_TIME,
    Figure.LATE: lambda row: row.filed == Timeliness.LATE,
    Figure.UNFILED: lambda row: row.lead is not None and row.filed is None,
    Figure.NO_LEAD: lambda row: row.lead is None,
}


@dataclass(frozen=True)
class Totals:
    """How many rows there are, by figure and by state; all figures and states are present, if only with 0."""

    rows: int
    figures: dict[Figure, int]
    states: dict[TaskState, int]

    @classmethod
    def of(cls, rows: Iterable["Row"]) -> "Totals":
        rows = tuple(rows)
        states = Counter(row.state for row in rows)
        return cls(
            rows=len(rows),
            figures={figure: sum(map(figure.counts, rows)) for figure in Figure},
            states={state: states[state] for state in TaskState},
        )


def by_area(rows: Iterable["Row"]) -> list[tuple[int, str, Totals]]:
    """Number, name and totals of each area that has rows, in order of number."""
    ordered = sorted(rows, key=lambda row: (row.group, row.group_name))
    grouped = groupby(ordered, key=lambda row: (row.group, row.group_name))
    return [(number, name, Totals.of(group)) for (number, name), group in grouped]


def by_unit(rows: Iterable["Row"]) -> list[tuple["UnitName", Totals]]:
    ordered = sorted((row for row in rows if row.lead), key=lambda row: row.lead.order)
    return [(lead, Totals.of(group)) for lead, group in groupby(ordered, key=lambda row: row.lead)]
