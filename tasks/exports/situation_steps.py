"""步骤时间轴 behind 报送情况 as PDF: all steps of plans in force on one axis, by area and task, as on the page of that name."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.utils.safestring import SafeString

from tasks.charts import times as charts
from tasks.charts.times import Axis
from tasks.ledger import Ledger, Row
from tasks.rules.step_standing import StepInTime

MOST_STEPS = 1_200  # some ten seconds


class PaperStepLine(NamedTuple):
    """`due` says too what the time was at first, where it was moved."""

    number: int
    text: str
    due: str
    drawing: SafeString
    explanation: str


class TaskLines(NamedTuple):
    heading: str
    steps: tuple[PaperStepLine, ...]


@dataclass(frozen=True)
class Timeline:
    """`groups` are (area, tasks); `omitted` says why there are none."""

    legend: SafeString
    axis: SafeString
    groups: list[tuple[str, list[TaskLines]]]
    omitted: str = ""


def of(ledger: Ledger) -> Timeline | None:
    """None where no plan is in force."""
    rows = sorted((row for row in ledger.rows if row.reported.steps), key=lambda row: (row.group, row.number))
    if not rows:
        return None
    steps = sum(len(row.reported.steps) for row in rows)
    if steps > MOST_STEPS:
        return Timeline(SafeString(), SafeString(), [], _too_many(steps))
    axis = charts.axis((day for row in rows for day in _days(row)), ledger.as_of)
    groups = groupby(rows, lambda row: f"{row.group} {row.group_name}")
    return Timeline(
        legend=charts.legend(),
        axis=axis.drawn,
        groups=[(area, [_task(row, axis) for row in tasks]) for area, tasks in groups],
    )


def _too_many(steps: int) -> str:
    return f"共有{steps}个步骤，本表最多列{MOST_STEPS}个。请按工作任务筛选后分次导出，或者查看“总体情况”的步骤时间轴。"


def _days(row: Row) -> Iterator:
    for step in row.reported.steps:
        yield from charts.shown(step, row.times.get(step.key)).days


def _task(row: Row, axis: Axis) -> TaskLines:
    lead = f"（{row.lead.short}）" if row.lead else ""
    return TaskLines(
        f"第{row.number}项　{row.content}{lead}", tuple(_line(step, row, axis) for step in row.reported.steps)
    )


def _line(step: StepInTime, row: Row, axis: Axis) -> PaperStepLine:
    held = row.times.get(step.key)
    return PaperStepLine(
        number=step.number,
        text=step.step.text,
        due=(held.in_words if held else "") or str(step.step.due),
        drawing=charts.step(charts.shown(step, held), axis),
        explanation=step.standing.explanation,
    )
