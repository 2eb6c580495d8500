"""任务推进情况 behind the rows of 汇总表 as PDF: what was reported in the round that the ledger is about, and the steps. As in
the spreadsheet, 推进状态 of other leads and lights are told to who oversees all tasks alone.
"""

from dataclasses import dataclass

from tasks.enums import Light, Outlook, StepState, TaskState
from tasks.ledger import Ledger, Row
from tasks.rules.times import FINISH

# In per cent of the page; what the column of lights takes is the steps' where there is none.
_WIDTHS = {
    "编号": 3.6,
    "具体内容": 25,
    "牵头单位": 8,
    "完成时间": 11.6,
    "进展报送": 8,
    "推进状态": 8.2,
    "步骤完成": 5.6,
    "逾期": 4,
    "待报": 4,
    "最近待完成步骤": 16.4,
}
_LIGHT, _LIGHT_WIDTH = "红黄灯", 5.6


@dataclass(frozen=True)
class SummaryProgress:
    """`heads` are (name, width)."""

    title: str
    heads: list[tuple[str, float]]
    rows: list[list[str]]
    total: list[str]


def of(ledger: Ledger) -> SummaryProgress | None:
    """None before a round had begun and a plan was accepted."""
    if not any(row.reported.round or row.reported.steps for row in ledger.rows):
        return None
    round = ledger.rows[0].reported.round
    last = {} if ledger.overseen else {"最近待完成步骤": _WIDTHS["最近待完成步骤"] + _LIGHT_WIDTH}
    light = {_LIGHT: _LIGHT_WIDTH} if ledger.overseen else {}
    return SummaryProgress(
        title=f"任务推进情况（{round}）" if round else "任务推进情况",
        heads=list((_WIDTHS | last | light).items()),
        rows=[_cells(row, ledger) for row in ledger.rows],
        total=_total(ledger),
    )


def _cells(row: Row, ledger: Ledger) -> list[str]:
    reported = row.reported
    cells = [
        str(row.number),
        row.content,
        row.lead.short if row.lead else "",
        _finish(row),
        _filed(row),
        Outlook(reported.outlook).label if reported.outlook else "",
        _done(reported.count(StepState.DONE), len(reported.steps)),
        _count(reported.count(StepState.OVERDUE)),
        _count(reported.count(StepState.TO_REPORT)),
        _next(row),
    ]
    return [*cells, Light(reported.light).label] if ledger.overseen else cells


def _total(ledger: Ledger) -> list[str]:
    """The steps of all rows."""
    reported = [row.reported for row in ledger.rows]
    done, overdue, to_report = (
        sum(each.count(state) for each in reported)
        for state in (StepState.DONE, StepState.OVERDUE, StepState.TO_REPORT)
    )
    steps = _done(done, sum(len(each.steps) for each in reported))
    behind = ["", ""] if ledger.overseen else [""]
    return ["", "合计", "", "", "", "", steps, _count(overdue), _count(to_report), *behind]


def _finish(row: Row) -> str:
    """2018年12月（原定2017年12月，现为2018年12月（第1次调整）） and, where another one is asked, 拟调整为2019年12月"""
    if row.finish is None:
        return ""
    moved, asked = row.finish.in_words, row.asked_time(FINISH)
    lines = [f"{row.finish.time}（{moved}）" if moved else str(row.finish.time)]
    if asked:
        lines.append(f"拟调整为{asked.asked_in_words}（{asked.state.label}）")
    return "\n".join(lines)


def _filed(row: Row) -> str:
    """按时报送, and on which day; 逾期未报"""
    reported = row.reported
    ended = "已办结" if reported.ended else ""
    state = TaskState(reported.state).label if reported.state else ended
    return f"{state}\n{reported.filed_on}" if reported.filed_on else state


def _done(done: int, total: int) -> str:
    return f"{done}/{total}" if total else ""


def _count(number: int) -> str:
    return str(number) if number else ""


def _next(row: Row) -> str:
    step = row.reported.next_step
    return f"{step.number}. {step.step.text}\n（{step.step.due}）" if step else ""
