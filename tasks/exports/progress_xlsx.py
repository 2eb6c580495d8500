"""What a unit reports in a round as XLSX, to be passed round among its offices and read in again: a sheet for the tasks, one
for the steps of plans in force, one for figures. Cells to be written in are open, all others locked; a hidden sheet says of
which round and unit it is and what each text was when it went out.
"""

import json
from collections.abc import Sequence
from typing import BinaryIO

from tasks.enums import Outlook, StepProgress
from tasks.exports.made import Made
from tasks.models import Round
from tasks.reported import Reported
from tasks.rules import dates
from tasks.rules import progress_sheet as sheets
from tasks.rules.statement import TEXTS, Statement, StepStatement
from units.models import Unit
from zgc_tasks.common.spreadsheets import Book, Cell, Layout, Look, written

_TASK_HEADS = (sheets.NUMBER, "具体内容", "承办处室", "目前状态", "上期报送", *sheets.TASK_FIELDS.values())
_TASK_WIDTHS = (3, 9, 4, 4, 14, 4, *(14, 10, 10, 8), 5, 8)
_STEP_HEADS = (
    sheets.NUMBER,
    "步骤",
    "工作步骤",
    "完成时限",
    "目前情况",
    *sheets.STEP_FIELDS.values(),
    sheets.STEP_KEY,
)
_STEP_WIDTHS = (3, 3, 26, 8, 16, 5, 8, 18, 4)
_FIGURE_HEADS = (sheets.NUMBER, *sheets.FIGURE_FIELDS.values())
_FIGURE_WIDTHS = (4, 24, 10, 8, 12, 24)
_BLANK_FIGURES = 30  # rows to be written in


def write(round: Round, unit: Unit, rows: Sequence[Reported], out: BinaryIO, made: Made) -> None:
    heading = f"{unit}{round}进展"
    with written(out, heading, made.by) as book:
        _tasks(book, heading, rows)
        _steps(book, heading, rows)
        _figures(book, heading, rows)
        _about(book, round, unit, made)
        _marks(book, round, unit, rows)


def _looks(heads: Sequence[str], names: Sequence[str]) -> dict[int, Look]:
    return {heads.index(name) + 1: Look.ENTRY for name in names}


def _tasks(book: Book, heading: str, rows: Sequence[Reported]) -> None:
    choices = {
        _TASK_HEADS.index(sheets.UNCHANGED) + 1: (sheets.YES,),
        _TASK_HEADS.index(sheets.TASK_FIELDS["outlook"]) + 1: Outlook.labels,
    }
    layout = Layout(_TASK_WIDTHS, heading=heading, frozen_columns=2, choices=choices, locked=True)
    sheet = book.sheet(sheets.TASKS, layout)
    sheet.row(_TASK_HEADS, Look.HEAD)
    open_cells = _looks(_TASK_HEADS, tuple(sheets.TASK_FIELDS.values()))
    for each in rows:
        plan = getattr(each.task, "plan", None)
        office = plan.office.name if plan and plan.office else ""
        known = [each.number, each.task.content, office, _state(each), _before(each.said_before)]
        sheet.row([*known, *_said(each.said)], looks={} if _is_closed(each) else open_cells)
    sheet.filter_rows()


def _is_closed(each: Reported) -> bool:
    """Filed, and nothing that may be corrected."""
    return each.is_filed and not each.may_be_corrected


def _state(each: Reported) -> str:
    if not each.is_begun and not each.is_filed:
        return "尚未填写"
    return each.progress.get_status_display()


def _before(said: Statement | None) -> str:
    if said is None:
        return ""
    parts = [(label, getattr(said, name)) for name, label in TEXTS.items()]
    parts.append(("推进状态", said.outlook_in_words))
    return "\n".join(f"{label}：{text}" for label, text in parts if text)


def _said(said: Statement) -> list[Cell]:
    words = {"unchanged": sheets.YES if said.unchanged else "", "outlook": said.outlook_in_words}
    return [words[name] if name in words else getattr(said, name) for name in sheets.TASK_FIELDS]


def _steps(book: Book, heading: str, rows: Sequence[Reported]) -> None:
    choices = {_STEP_HEADS.index(sheets.STEP_STATE) + 1: StepProgress.labels}
    layout = Layout(
        _STEP_WIDTHS, heading=f"{heading}：步骤情况", frozen_columns=2, choices=choices, locked=True
    )
    sheet = book.sheet(sheets.STEPS, layout)
    sheet.row(_STEP_HEADS, Look.HEAD)
    open_cells = _looks(_STEP_HEADS, tuple(sheets.STEP_FIELDS.values()))
    for each in rows:
        for step in each.steps:
            said = each.said.step(step.key)
            closed = _is_closed(each) or (step.is_done and said.blank)
            known = [each.number, step.number, step.step.text, str(step.step.due), step.standing.explanation]
            sheet.row([*known, *_step(said), step.key], looks={} if closed else open_cells)
    sheet.filter_rows()


def _step(said: StepStatement) -> list[Cell]:
    state = StepProgress(said.state).label if said.state else ""
    return [state, said.done_on.text, said.word]


def _figures(book: Book, heading: str, rows: Sequence[Reported]) -> None:
    """All rows are open: figures are added, and taken out."""
    layout = Layout(_FIGURE_WIDTHS, heading=f"{heading}：数据", locked=True)
    sheet = book.sheet(sheets.FIGURES, layout)
    sheet.row(_FIGURE_HEADS, Look.HEAD)
    for each in rows:
        for figure in each.said.figures:
            parts = [str(getattr(figure, part)) for part in sheets.FIGURE_FIELDS]
            sheet.row([str(each.number), *parts], Look.BODY if _is_closed(each) else Look.ENTRY)
    for _ in range(_BLANK_FIGURES):
        sheet.row([""] * len(_FIGURE_HEADS), Look.ENTRY)


def _about(book: Book, round: Round, unit: Unit, made: Made) -> None:
    sheet = book.sheet(sheets.ABOUT, Layout((10, 62), heading=f"{unit}{round}进展填写说明"))
    sheet.row(["项目", "内容"], Look.HEAD)
    sheet.row(["报送期", f"{round}，{dates.in_words(round.due_of(unit))}截止"])
    sheet.row(["填写", "只填浅黄色的格；各处室填各自承办的任务，不填的行可以删去"])
    sheet.row(["增删行列", "工作表已保护（无密码），需要增删行、列的，请先在“审阅”中撤销工作表保护"])
    sheet.row(["无新进展", f"“{sheets.UNCHANGED}”填“{sheets.YES}”或打勾，四栏文字即沿用上期，不需再填"])
    sheet.row(["步骤", "步骤已完成的，“完成日期”写到日，例如4月3日；已报送的任务不能改动"])
    sheet.row(["数据", "每个数一行，写明任务编号；某项任务在本表中一行也没有的，原有数据不变"])
    sheet.row(["读入", "由联络员或承办处室在本期填报页“读入Excel”；先列出改动，确认后存为草稿，不会报送"])
    sheet.row(["生成", f"{made.at_in_words}，{made.by}"])


def _marks(book: Book, round: Round, unit: Unit, rows: Sequence[Reported]) -> None:
    sheet = book.sheet(sheets.MARKS, Layout((10, 60), hidden=True))
    sheet.row([sheets.MARK_NAME, sheets.MARK_VALUE])
    origin = sheets.Origin(round.programme.slug, str(round.number), unit.slug)
    for name, value in zip(sheets.ORIGIN_NAMES, origin, strict=True):
        sheet.row([name, value])
    for each in rows:
        sheet.row([str(each.number), json.dumps(sheets.marks(each.said.trimmed()))])
