"""The one list of columns that page, checker, CSV, XLSX and PDF read (design §5)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from tasks.enums import CompletionKind, Light, Outlook, PlanStatus, StepState, TaskState, Timeliness
from tasks.ledger.rows import Row
from tasks.rules import dates
from tasks.rules.sheet import FIELD, IN_ONE_LINE, Step
from tasks.rules.statement import TEXTS
from tasks.rules.step_standing import StepInTime
from tasks.rules.times import FINISH, Held
from tasks.rules.wording import joined

Value = str | int | bool | list | None


class ColumnKind(Enum):
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"


def _day_or_moment(text: str) -> date | datetime:
    return (datetime if ":" in text else date).fromisoformat(text)


_CELLS = {ColumnKind.NUMBER: int, ColumnKind.DAY: date.fromisoformat, ColumnKind.MOMENT: _day_or_moment}


@dataclass(frozen=True)
class Column:
    """`value` is what JSON holds, `text` the words of every other format; `width` counts Chinese characters.

    `kind` is what spreadsheets hold: numbers, days and moments as such, everything else as text.
    """

    key: str
    title: str
    value: Callable[[Row], Value]
    width: int = 8
    words: Callable[[Any], str] | None = None
    kind: ColumnKind = ColumnKind.TEXT

    def cell(self, row: Row) -> Any:
        """For spreadsheets."""
        value = self.value(row)
        if self.kind is ColumnKind.TEXT or value is None:
            return self._in_words(value)
        return _CELLS[self.kind](value)

    def text(self, row: Row) -> str:
        return self._in_words(self.value(row))

    def _in_words(self, value: Value) -> str:
        if value is None or value == "":
            return ""
        return self.words(value) if self.words else str(value)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _yes_or_no(value: bool) -> str:
    return "是" if value else "否"


def _filing(value: Callable[[Any], Value]) -> Callable[[Row], Value]:
    return lambda row: value(row.filing) if row.filing else None


def _typed(name: str) -> Callable[[Row], Value]:
    return lambda row: row.plan.in_words(name) if row.plan else None


def _plan(value: Callable[[Any], Value]) -> Callable[[Row], Value]:
    return lambda row: value(row.plan) if row.plan else None


def _steps(row: Row) -> str | None:
    return (
        "\n".join(step_line(n, step) for n, step in enumerate(row.plan.steps, start=1)) if row.plan else None
    )


def step_line(number: int, step: Step) -> str:
    """1. 印发实施细则（4月底前，市科委）"""
    after = "，".join(part for part in (str(step.due), step.unit) if part)
    return f"{number}. {step.text}" + (f"（{after}）" if after else "")


# Behind all others, where the day was still to come: whoever reads rows by themselves is told so.
FORECAST = Column("forecast", "预计", lambda row: True, 4, _yes_or_no)

# The keys and their order are those of `check_deadlines --format json`.
CHECKER_COLUMNS = (
    Column("number", "任务编号", lambda row: row.number, 4, kind=ColumnKind.NUMBER),
    Column("group", "工作任务序号", lambda row: row.group, 4, kind=ColumnKind.NUMBER),
    Column("group_name", "工作任务", lambda row: row.group_name, 8),
    Column("group_printed", "印发表格所列序号", lambda row: row.group_printed, 4, kind=ColumnKind.NUMBER),
    Column("content", "具体内容", lambda row: row.content, 26),
    Column("lead", "牵头单位", lambda row: row.lead.short if row.lead else None, 6),
    Column("participants", "参与单位", lambda row: [u.short for u in row.participants], 8, "、".join),
    Column("wording", "责任单位中的表述", lambda row: list(row.wording), 8, joined),
    Column("deadline", "报送截止日期", lambda row: _iso(row.deadline), 6, kind=ColumnKind.DAY),
    Column("state", "状态", lambda row: str(row.state), 5, lambda state: TaskState(state).label),
    Column(
        "filed",
        "报送是否按时",
        lambda row: str(row.filed) if row.filed else None,
        4,
        lambda filed: Timeliness(filed).label,
    ),
    Column("has_draft", "已开始填写", lambda row: row.has_draft, 4, _yes_or_no),
    Column("first_filed_on", "首次报送日期", lambda row: _iso(row.first_filed_on), 6, kind=ColumnKind.DAY),
    Column("days_late", "逾期天数", lambda row: row.days_late, 4, kind=ColumnKind.NUMBER),
    Column("working_days_late", "逾期工作日", lambda row: row.working_days_late, 4, kind=ColumnKind.NUMBER),
    Column("refile_by", "重新报送时限", lambda row: _iso(row.refile_by), 6, kind=ColumnKind.DAY),
    Column("explanation", "说明", lambda row: row.explanation, 14),
    Column("checking", "核对中", lambda row: row.checking, 4, _yes_or_no),
)

# Beside those, of rows that are about progress.
ROUND = Column("round", "报送期", lambda row: row.round or None, 8)
STEP = Column("step", "步骤", lambda row: row.step, 4, kind=ColumnKind.NUMBER)

# Behind those of the checker, whose keys others read.
REVISION = Column(
    "revision",
    "修订情况",
    lambda row: str(row.revision) if row.revision else None,
    5,
    lambda status: PlanStatus(status).label,
)

COORDINATION_OPEN = Column(
    "coordination_open", "未解决的提请协调", lambda row: row.coordination_open, 5, kind=ColumnKind.NUMBER
)

# 完成时间 as it was accepted first, as it is in force and as it is asked, and how often any time of the plan was moved later.
TIME_COLUMNS = (
    Column(
        "finish_original", "完成时间原定", lambda row: row.finish.original.text if row.finish else None, 6
    ),
    Column("finish_in_force", "现行完成时间", lambda row: row.finish.time.text if row.finish else None, 6),
    Column("finish_asked", "拟调整完成时间", lambda row: _asked(row, FINISH) or None, 6),
    Column(
        "times_moved",
        "时限调整次数",
        lambda row: sum(held.moves for held in row.times.values()) if row.finish else None,
        4,
        kind=ColumnKind.NUMBER,
    ),
)

_FILING_COLUMNS = (
    Column("filing_number", "报送编号", _filing(lambda filing: filing.number), 6),
    Column(
        "filing_sequence", "收件序号", _filing(lambda filing: str(filing.sequence)), 4, kind=ColumnKind.NUMBER
    ),
    Column("filing_round", "报送次数", _filing(lambda filing: filing.nth), 4, kind=ColumnKind.NUMBER),
    Column(
        "recorded_at",
        "登记时间",
        _filing(lambda filing: dates.in_table(filing.recorded_at)),
        8,
        kind=ColumnKind.MOMENT,
    ),
    Column(
        "counts_from",
        "报送时间",
        _filing(lambda filing: dates.in_table(filing.counts_from)),
        8,
        kind=ColumnKind.MOMENT,
    ),
    Column("on_behalf", "据来文代录", _filing(lambda filing: filing.on_behalf), 4, _yes_or_no),
    Column(
        "stamped_received_on",
        "盖章件收到日期",
        _filing(lambda filing: _iso(filing.stamped_received_on)),
        7,
        kind=ColumnKind.DAY,
    ),
)

# Who signed what was filed, as its lead noted when filing.
SIGNED_COLUMNS = (
    Column("signed_by", "签字领导", _filing(lambda filing: filing.signed_by or None), 6),
    Column("signed_on", "签字日期", _filing(lambda filing: _iso(filing.signed_on)), 6, kind=ColumnKind.DAY),
)

_PLAN_COLUMNS = (
    *(Column(f"plan_{field.name}", field.label, _typed(field.name), field.width) for field in IN_ONE_LINE),
    Column("plan_steps", FIELD["steps"].label, _steps, FIELD["steps"].width),
    Column(
        "plan_participants",
        "方案所列参与单位",
        lambda row: list(row.plan.participants) if row.plan else None,
        FIELD["participants"].width,
        joined,
    ),
)


# The days that the wordings of these times denote, to sort and to reckon by.
_SPAN_COLUMNS = (
    Column(
        "plan_start_first", "启动时间起", _plan(lambda plan: _iso(plan.start.first)), 6, kind=ColumnKind.DAY
    ),
    Column(
        "plan_finish_last", "完成时间止", _plan(lambda plan: _iso(plan.finish.last)), 6, kind=ColumnKind.DAY
    ),
)


def _reported(value: Callable[[Any], Value]) -> Callable[[Row], Value]:
    return lambda row: value(row.reported)


# What was reported of the task, in the round that the ledger is about; 推进状态 as the lead said it last.
PROGRESS_COLUMNS = (
    Column("round", "报送期", _reported(lambda it: it.round), 6),
    Column(
        "progress_state",
        "进展报送",
        _reported(lambda it: str(it.state) if it.state else None),
        5,
        lambda state: TaskState(state).label,
    ),
    Column(
        "progress_filed_on", "进展报送日期", _reported(lambda it: _iso(it.filed_on)), 6, kind=ColumnKind.DAY
    ),
    Column(
        "progress_days_late", "进展逾期天数", _reported(lambda it: it.days_late), 4, kind=ColumnKind.NUMBER
    ),
    Column(
        "outlook",
        "推进状态",
        _reported(lambda it: it.outlook or None),
        6,
        lambda outlook: Outlook(outlook).label,
    ),
    Column("outlook_reason", "原因说明", _reported(lambda it: it.outlook_reason or None), 14),
    Column(
        "unchanged_in_a_row",
        "连续无新进展期数",
        _reported(lambda it: it.unchanged_in_a_row),
        4,
        kind=ColumnKind.NUMBER,
    ),
    Column("steps_total", "步骤数", _reported(lambda it: len(it.steps)), 4, kind=ColumnKind.NUMBER),
    Column(
        "steps_done", "已完成步骤", _reported(lambda it: it.count(StepState.DONE)), 4, kind=ColumnKind.NUMBER
    ),
    Column(
        "steps_overdue",
        "逾期步骤",
        _reported(lambda it: it.count(StepState.OVERDUE)),
        4,
        kind=ColumnKind.NUMBER,
    ),
    Column(
        "steps_to_report",
        "到期待报步骤",
        _reported(lambda it: it.count(StepState.TO_REPORT)),
        4,
        kind=ColumnKind.NUMBER,
    ),
    Column(
        "next_step",
        "最近待完成步骤",
        _reported(lambda it: it.next_step.step.text if it.next_step else None),
        14,
    ),
    Column(
        "next_due",
        "完成时限",
        _reported(lambda it: _iso(it.next_step.step.due.last) if it.next_step else None),
        6,
        kind=ColumnKind.DAY,
    ),
    Column(
        "ended", "办结", _reported(lambda it: it.ended or None), 5, lambda kind: CompletionKind(kind).label
    ),
    Column(
        "attention",
        "关注事项",
        _reported(lambda it: [each.words for each in it.attention]),
        20,
        lambda words: "；".join(words),
    ),
)
# For whoever oversees all tasks, never in the export of a unit.
LIGHT = Column("light", "红黄灯", _reported(lambda it: str(it.light)), 4, lambda light: Light(light).label)

COLUMNS = (
    *CHECKER_COLUMNS,
    REVISION,
    *_FILING_COLUMNS,
    *_PLAN_COLUMNS,
    COORDINATION_OPEN,
    *TIME_COLUMNS,
    *PROGRESS_COLUMNS,
    *SIGNED_COLUMNS,
    *_SPAN_COLUMNS,
)


def _moved(held: Held | None) -> str:
    return held.in_words if held else ""


def _asked(row: Row, key: int) -> str:
    asked = row.asked_time(key)
    return asked.asked_in_words if asked else ""


def _original(row: Row, step: StepInTime) -> str:
    held = row.times.get(step.key)
    return held.original.text if held else step.step.due.text


def _moves(row: Row, step: StepInTime) -> int:
    held = row.times.get(step.key)
    return held.moves if held else 0


def columns_of(ledger) -> tuple[Column, ...]:
    """What its reader may see."""
    return (*COLUMNS, LIGHT) if ledger.overseen else COLUMNS


@dataclass(frozen=True)
class StepColumn:
    """A column of the list of 工作步骤: its value for one step (numbered from 1) of a row's plan."""

    title: str
    value: Callable[[Row, int, Step], str | int | date | None]
    width: int


# Of what the lead filed in the round that the ledger is about.
SAID_COLUMNS = (
    Column("number", "任务编号", lambda row: row.number, 5, kind=ColumnKind.NUMBER),
    Column("lead", "牵头单位", lambda row: row.lead.short if row.lead else None, 10),
    Column("outlook", "推进状态", lambda row: row.reported.said.outlook_in_words, 8),
    Column("unchanged", "本期无新进展", lambda row: row.reported.said.unchanged, 5, _yes_or_no),
    *(
        Column(name, label, lambda row, name=name: getattr(row.reported.said, name), 28)
        for name, label in TEXTS.items()
    ),
)


@dataclass(frozen=True)
class StepInTimeColumn:
    """A column of the list of 步骤情况: its value for one step in force of a row."""

    title: str
    value: Callable[[Row, StepInTime], str | int | date | None]
    width: int


STEP_IN_TIME_COLUMNS = (
    StepInTimeColumn("任务编号", lambda row, step: row.number, 5),
    StepInTimeColumn("牵头单位", lambda row, step: row.lead.short if row.lead else "", 9),
    StepInTimeColumn("步骤", lambda row, step: step.number, 4),
    StepInTimeColumn("工作步骤", lambda row, step: step.step.text, 38),
    StepInTimeColumn("原定完成时限", _original, 10),
    StepInTimeColumn("现行完成时限", lambda row, step: str(step.step.due), 10),
    StepInTimeColumn("拟调整为", lambda row, step: _asked(row, step.key), 10),
    StepInTimeColumn("调整次数", _moves, 4),
    StepInTimeColumn("状态", lambda row, step: step.standing.state.label, 7),
    StepInTimeColumn("完成日期", lambda row, step: step.said.day if step.is_done else None, 8),
    StepInTimeColumn("情况", lambda row, step: step.standing.explanation, 26),
)

STEP_COLUMNS = (
    StepColumn("任务编号", lambda row, number, step: row.number, 5),
    StepColumn("牵头单位", lambda row, number, step: row.plan.lead, 10),
    StepColumn("步骤", lambda row, number, step: number, 4),
    StepColumn("工作步骤", lambda row, number, step: step.text, 48),
    StepColumn("完成时限", lambda row, number, step: str(step.due), 12),
    StepColumn("时限起", lambda row, number, step: step.due.first, 8),
    StepColumn("时限止", lambda row, number, step: step.due.last, 8),
    StepColumn("承担单位", lambda row, number, step: step.unit, 10),
    StepColumn("时限变动", lambda row, number, step: _moved(row.step_time(number)), 20),
)
