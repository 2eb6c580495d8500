"""What is found in 进展报送 before it is filed: what blocks, and what warns and may go on.

A finding names its field of the `Statement`, and the key of the step, or the number of the figure, it is about.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from operator import attrgetter

from tasks.enums import Outlook
from tasks.rules import periods
from tasks.rules.crosschecks import Finding
from tasks.rules.period_notes import MISSING
from tasks.rules.periods import Period
from tasks.rules.statement import FIGURE_LABELS, NOTHING_SAID, ReportedFigure, Statement, StepStatement
from tasks.rules.step_standing import StepInTime
from tasks.rules.wording import joined

# What every figure says; its source may be the lead itself.
_DEMANDED_OF_A_FIGURE = ("what", "number", "measure", "day")


@dataclass(frozen=True)
class StepToReport:
    """A step of the plan in force, to be reported on: its number there, and whether it is overdue, was done before, or its day
    is over and how it went is still to be reported (`due`).
    """

    key: int
    number: int
    overdue: bool = False
    done: bool = False
    due: bool = False

    @classmethod
    def of(cls, step: StepInTime) -> "StepToReport":
        return cls(step.key, step.number, step.is_overdue, step.is_done, step.is_to_report)


def check(
    said: Statement,
    *,
    steps: Mapping[int, StepToReport],
    before: Statement | None,
    today: date,
    on_behalf: bool = False,
) -> list[Finding]:
    """Everything at once, in the order of the form. `before` is what was filed in the round before, None where there is
    none. On behalf the paper is recorded as it is: all warns.
    """
    found = [
        *_texts(said, before),
        *_outlook(said, steps, before),
        *_steps(said, steps, today),
        *_figures(said, before or NOTHING_SAID, today),
    ]
    if not on_behalf:
        return found
    return [Finding(each.field, each.step, each.message) for each in found]


def blocking(found: list[Finding]) -> bool:
    return any(finding.blocks for finding in found)


def _texts(said: Statement, before: Statement | None) -> Iterator[Finding]:
    if not said.done_text.strip():
        or_else = "；没有进展的，请选“本期无新进展”" if before else ""
        yield Finding("done_text", None, f"尚未填写进展情况{or_else}", blocks=True)
    if said.unchanged and before is None:
        yield Finding(
            "done_text", None, "此前没有报送过进展，不能选“本期无新进展”，请填写进展情况", blocks=True
        )
    if before is None or said.unchanged:
        return
    if said.done_text.strip() and said.done_text.strip() == before.done_text.strip():
        yield Finding("done_text", None, "进展情况与上期完全相同；确无进展的，请选“本期无新进展”")


def _outlook(
    said: Statement, steps: Mapping[int, StepToReport], before: Statement | None
) -> Iterator[Finding]:
    if not said.outlook:
        yield Finding("outlook", None, "尚未选择推进状态", blocks=True)
        return
    outlook = Outlook(said.outlook)
    if outlook.needs_reason and not said.outlook_reason.strip():
        words = f"推进状态为“{outlook.label}”，请说明原因"
        yield Finding("outlook_reason", None, words, blocks=True)
    still_open = [step for step in steps.values() if not _done(said, step)]
    if outlook == Outlook.ON_COURSE:
        yield from _on_course(still_open)
    if outlook == Outlook.DONE and still_open:
        yield Finding("outlook", None, f"{_named(still_open)}尚未完成，推进状态为“已完成”，请核对")


def _on_course(still_open: list[StepToReport]) -> Iterator[Finding]:
    """Carried over from the round before it may have gone past a step that fell due since."""
    for is_past, words in (
        (attrgetter("overdue"), "已逾期"),
        (attrgetter("due"), "已过完成时限，尚未报送完成情况"),
    ):
        if past := [step for step in still_open if is_past(step)]:
            yield Finding("outlook", None, f"{_named(past)}{words}，推进状态为“按计划推进”，请核对")


def _done(said: Statement, step: StepToReport) -> bool:
    state = said.step(step.key)
    return state.is_done if state.state else step.done


def _named(steps: list[StepToReport]) -> str:
    return f"第{joined(str(step.number) for step in steps)}步"


def _steps(said: Statement, steps: Mapping[int, StepToReport], today: date) -> Iterator[Finding]:
    for step in said.steps:
        if step.key not in steps:
            words = "所报步骤已不在实施方案中，请删去"
            yield Finding("steps", step.key, words, blocks=True)
        else:
            yield from _step(step, steps[step.key], today)


def _step(said: StepStatement, step: StepToReport, today: date) -> Iterator[Finding]:
    name = f"第{step.number}步"
    if not said.state:
        yield Finding("steps", step.key, f"{name}尚未选择未开始、进行中或已完成", blocks=True)
        return
    if not said.is_done:
        if said.done_on.text.strip():
            words = f"{name}填写了完成日期，状态不是“已完成”，请核对"
            yield Finding("steps", step.key, words, blocks=True)
        return
    if not said.done_on.text.strip():
        yield Finding("steps", step.key, f"{name}已完成，请填写完成日期", blocks=True)
    elif not _is_a_day(said.done_on):
        yield Finding("steps", step.key, _no_day(f"{name}的完成日期", said.done_on), blocks=True)
    elif said.done_on.last > today:
        yield Finding("steps", step.key, f"{name}的完成日期不能晚于今天，请重新填写", blocks=True)


def _is_a_day(period: Period) -> bool:
    """Of one day: 4月3日, not 4月底前."""
    return period.last is not None and period.first in (None, period.last) and "前" not in period.text


def _no_day(label: str, period: Period) -> str:
    wrong = periods.lacks(period)
    # 6月31日 is no day at all; 4月底前 is written in another way than a day is.
    if wrong and wrong not in MISSING.values():
        return f"{label}“{period}”：{wrong}"
    return f"{label}请写到日，例如 4月3日"


def _figures(said: Statement, before: Statement, today: date) -> Iterator[Finding]:
    last = {(figure.what, figure.measure): figure for figure in before.figures}
    for number, figure in enumerate(said.figures, start=1):
        name = f"第{number}项数据"
        if missing := [
            FIGURE_LABELS[part] for part in _DEMANDED_OF_A_FIGURE if not str(getattr(figure, part)).strip()
        ]:
            yield Finding("figures", number, f"{name}尚未填写{joined(missing)}", blocks=True)
        value = number_of(figure)
        if figure.number.strip() and value is None:
            yield Finding(
                "figures", number, f"{name}的数值“{figure.number}”不是数字，请重新填写", blocks=True
            )
        if figure.day.text.strip() and not _is_a_day(figure.day):
            yield Finding("figures", number, _no_day(f"{name}的截至日期", figure.day), blocks=True)
        elif figure.day.last is not None and figure.day.last > today:
            yield Finding("figures", number, f"{name}的截至日期不能晚于今天，请重新填写", blocks=True)
        earlier = last.get((figure.what, figure.measure))
        if value is not None and earlier and (was := number_of(earlier)) is not None and value < was:
            yield Finding("figures", number, f"{name}由上期的 {earlier.number} 减为 {figure.number}，请核对")


def number_of(figure: ReportedFigure) -> Decimal | None:
    """What was written as a number, with the commas and the full-width digits offices type; None where it is none."""
    written = re.sub(r"[,，\s]", "", figure.number)
    try:
        value = Decimal(written)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
