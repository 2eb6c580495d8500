"""The columns of the list of 时限变动, and the same for JSON."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tasks.ledger.rows import Row
from tasks.ledger.time_changes import TimeOnRecord
from tasks.rules import dates


@dataclass(frozen=True)
class TimeChangeColumn:
    """Its value for one change of a row."""

    title: str
    value: Callable[[Row, TimeOnRecord], str | int | date | None]
    width: int


_BLANK = "未填写"


def _of_decision(value: Callable) -> Callable[[Row, TimeOnRecord], str | date | None]:
    return lambda row, change: value(change.decided) if change.decided else None


TIME_CHANGE_COLUMNS = (
    TimeChangeColumn("任务编号", lambda row, change: row.number, 4),
    TimeChangeColumn("牵头单位", lambda row, change: row.lead.short if row.lead else "", 7),
    TimeChangeColumn("事项", lambda row, change: change.what, 5),
    TimeChangeColumn("工作步骤", lambda row, change: change.text, 13),
    TimeChangeColumn("原定", lambda row, change: change.original or _BLANK, 6),
    TimeChangeColumn("变动前", lambda row, change: change.before or _BLANK, 6),
    TimeChangeColumn("拟调整为", lambda row, change: change.asked_in_words, 6),
    TimeChangeColumn("现行", lambda row, change: row.time_in_words(change.key), 6),
    TimeChangeColumn("原因", lambda row, change: change.reason, 15),
    TimeChangeColumn("提出日期", lambda row, change: change.asked_on, 6),
    TimeChangeColumn("提出单位", lambda row, change: change.asked_by, 7),
    TimeChangeColumn("提出时原时限已过", lambda row, change: "是" if change.too_late else "否", 4),
    TimeChangeColumn("办理方式", lambda row, change: change.how, 5),
    TimeChangeColumn("决定", _of_decision(lambda decided: decided.words), 8),
    TimeChangeColumn(
        "依据",
        _of_decision(lambda decided: f"{decided.basis}，{dates.in_words(decided.dated_on)}"),
        12,
    ),
    TimeChangeColumn("登记日期", _of_decision(lambda decided: decided.recorded_on), 6),
    TimeChangeColumn("登记单位", _of_decision(lambda decided: decided.recorded_by), 7),
    TimeChangeColumn("状态", lambda row, change: change.state.label, 4),
    TimeChangeColumn("生效日期", lambda row, change: change.since, 6),
)


def time_changes_in_json(row: Row) -> list[dict]:
    """Each with the step by its number, null for 完成时间."""
    return [_in_json(row, change) for change in row.time_changes]


def _in_json(row: Row, change: TimeOnRecord) -> dict:
    decided = change.decided
    return {
        "step": change.step,
        "text": change.text or None,
        "ending": change.ending or None,
        "kind": change.kind.value,
        "original": change.original,
        "before": change.before,
        "asked": change.asked,
        "in_force": row.time_in_words(change.key),
        "reason": change.reason,
        "asked_on": change.asked_on.isoformat(),
        "asked_by": change.asked_by,
        "asked_after_it_had_passed": change.too_late,
        "decision": decided.outcome.value if decided else None,
        "granted_until": decided.granted_last.isoformat() if decided and decided.granted_last else None,
        "basis": decided.basis if decided else None,
        "basis_dated_on": decided.dated_on.isoformat() if decided else None,
        "recorded_on": decided.recorded_on.isoformat() if decided else None,
        "recorded_by": decided.recorded_by if decided else None,
        "state": change.state.value,
        "since": change.since.isoformat() if change.since else None,
    }
