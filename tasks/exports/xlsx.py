"""汇总表 as XLSX: all fields, counts by area and by unit, steps, moved times, and a sheet that says what it is.

Every sheet prints on A3 landscape with its heads on every page, so that the whole book goes through one printer tray.
"""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from tasks.enums import TaskState
from tasks.exports import progress_counts
from tasks.exports.extent import require_few_rows
from tasks.exports.made import Made
from tasks.exports.summary_counts import CountLine, area_lines, unit_lines
from tasks.ledger import (
    SAID_COLUMNS,
    STEP_COLUMNS,
    STEP_IN_TIME_COLUMNS,
    TIME_CHANGE_COLUMNS,
    Figure,
    Ledger,
    Totals,
    columns_of,
)
from tasks.rules import dates
from tasks.rules.wording import within_title_marks
from zgc_tasks.common.spreadsheets import Book, Cell, Layout, Look, Paper, written

# The number of the task stays in view beside whatever column is scrolled to, and stands on every printed page.
FROZEN_COLUMNS = 1
MOST_ROWS = 10_000  # some 20 seconds (decisions 0034, 0108)
# So that nothing is printed smaller than 8 points.
PAGES_ACROSS = 4
# What is added up of the rows that the filters of a reader leave.
_ADDED = ("coordination_open", "times_moved", "steps_total", "steps_done", "steps_overdue", "steps_to_report")


def write(ledger: Ledger, out: BinaryIO, made: Made) -> None:
    require_few_rows("汇总表Excel", len(ledger.rows), MOST_ROWS)
    with written(out, heading(ledger, "实施方案汇总表"), made.by) as book:
        _rows(book, ledger)
        _counts(book, ledger, "按工作任务统计", "工作任务", area_lines(ledger))
        _counts(book, ledger, "按单位统计", "牵头单位", unit_lines(ledger))
        _progress(book, ledger)
        _steps(book, ledger)
        _said(book, ledger)
        _steps_in_time(book, ledger)
        _time_changes(book, ledger)
        _about(book, ledger, made)


def heading(ledger: Ledger, name: str) -> str:
    """《…》实施方案报送情况汇总表（部分）（截至2015年4月7日）"""
    return f"{ledger.programme.title}{name}{ledger.part}（{ledger.day_in_words}）"


def _a3(widths: Sequence[int], title: str, **more: int) -> Layout:
    return Layout(widths, paper=Paper.A3, landscape=True, heading=title, **more)


def _rows(book: Book, ledger: Ledger) -> None:
    columns = columns_of(ledger)
    widths = [column.width for column in columns]
    layout = _a3(
        widths,
        heading(ledger, "实施方案汇总表"),
        frozen_columns=FROZEN_COLUMNS,
        pages_across=PAGES_ACROSS,
    )
    sheet = book.sheet("汇总表", layout)
    sheet.row([column.title for column in columns], Look.HEAD)
    for row in ledger.rows:
        sheet.row([column.cell(row) for column in columns])
    sheet.filter_rows()
    if ledger.rows:
        sheet.subtotals(
            sheet.count(),
            {
                number: sum(column.value(row) or 0 for row in ledger.rows)
                for number, column in enumerate(columns, start=1)
                if column.key in _ADDED
            },
        )


def _counts(book: Book, ledger: Ledger, title: str, first: str, lines: list[CountLine]) -> None:
    """A line each and the sum. The states add up to the tasks together with 牵头单位待明确, which is a figure too;
    按时 and 逾期报送 are not: as figures they go on counting what was returned or accepted.
    """
    states = [state for state in TaskState if state is not TaskState.NO_LEAD]
    layout = _a3([18, 6, *[6] * (len(Figure) + len(states))], heading(ledger, title))
    sheet = book.sheet(title, layout)
    heads = [
        first,
        "任务数",
        *(figure.label for figure in Figure),
        *(f"现为{state.label}" for state in states),
    ]
    sheet.row(heads, Look.HEAD)
    for line in lines:
        sheet.row([line.name, *_numbers(line.totals, states)])
    sheet.filter_rows()
    total = _numbers(ledger.totals, states)
    if lines:
        sheet.subtotals("筛选后合计", dict(enumerate(total, start=2)))
    sheet.row(["合计", *total], Look.HEAD)


def _numbers(totals: Totals, states: list[TaskState]) -> list[int]:
    figures = [totals.figures[figure] for figure in Figure]
    return [totals.rows, *figures, *(totals.states[state] for state in states)]


def _progress(book: Book, ledger: Ledger) -> None:
    """Areas by light and by 推进状态, for whoever oversees all; no sheet where nothing has begun."""
    if not progress_counts.begun(ledger):
        return
    heads = progress_counts.heads()
    sheet = book.sheet("推进情况统计", _a3([18, *[7] * len(heads)], heading(ledger, "推进情况统计")))
    sheet.row(["工作任务", *heads], Look.HEAD)
    for line in progress_counts.by_area(ledger):
        sheet.row(_progress_line(line))
    sheet.filter_rows()
    sheet.row(_progress_line(progress_counts.total(ledger)), Look.HEAD)


def _progress_line(line: progress_counts.AreaCounts) -> list[Cell]:
    return [line.name, line.tasks, *line.lights, *line.outlooks, line.overdue, line.missing]


def _steps(book: Book, ledger: Ledger) -> None:
    widths = [column.width for column in STEP_COLUMNS]
    sheet = book.sheet("工作步骤", _a3(widths, heading(ledger, "工作步骤")))
    sheet.row([column.title for column in STEP_COLUMNS], Look.HEAD)
    for row in ledger.rows:
        for number, step in enumerate(row.plan.steps if row.plan else (), start=1):
            sheet.row([column.value(row, number, step) for column in STEP_COLUMNS])
    sheet.filter_rows()


def _said(book: Book, ledger: Ledger) -> None:
    """What was filed in the round the ledger is about; no sheet where there is none."""
    rows = [row for row in ledger.rows if row.reported.said]
    if not rows:
        return
    layout = _a3([column.width for column in SAID_COLUMNS], heading(ledger, f"{rows[0].reported.round}进展"))
    sheet = book.sheet("进展", layout)
    sheet.row([column.title for column in SAID_COLUMNS], Look.HEAD)
    for row in rows:
        sheet.row([column.cell(row) for column in SAID_COLUMNS])
    sheet.filter_rows()


def _steps_in_time(book: Book, ledger: Ledger) -> None:
    """Of plans that were accepted; no sheet where there is none."""
    if not any(row.reported.steps for row in ledger.rows):
        return
    layout = _a3([column.width for column in STEP_IN_TIME_COLUMNS], heading(ledger, "步骤情况"))
    sheet = book.sheet("步骤情况", layout)
    sheet.row([column.title for column in STEP_IN_TIME_COLUMNS], Look.HEAD)
    for row in ledger.rows:
        for step in row.reported.steps:
            sheet.row([column.value(row, step) for column in STEP_IN_TIME_COLUMNS])
    sheet.filter_rows()


def _time_changes(book: Book, ledger: Ledger) -> None:
    """A row for each later time that was asked; no sheet where there is none."""
    if not any(row.time_changes for row in ledger.rows):
        return
    layout = _a3([column.width for column in TIME_CHANGE_COLUMNS], heading(ledger, "时限变动"))
    sheet = book.sheet("时限变动", layout)
    sheet.row([column.title for column in TIME_CHANGE_COLUMNS], Look.HEAD)
    for row in ledger.rows:
        for change in row.time_changes:
            sheet.row([column.value(row, change) for column in TIME_CHANGE_COLUMNS])
    sheet.filter_rows()


def _about(book: Book, ledger: Ledger, made: Made) -> None:
    sheet = book.sheet("说明", _a3([14, 80], heading(ledger, "实施方案汇总表说明")))
    sheet.row(["项目", "内容"], Look.HEAD)
    for label, value in about(ledger, made):
        sheet.row([label, value])


def about(ledger: Ledger, made: Made) -> Iterator[tuple[str, str]]:
    """What this is, as of when, by whom, with which filters, and how it is counted."""
    programme = ledger.programme
    yield "名称", f"{programme.title}实施方案汇总表{ledger.part}"
    yield "依据", f"{programme.document_number}《{within_title_marks(programme.document_title)}》"
    yield "统计日期", f"{dates.as_of(ledger.as_of, made.at.date())}（北京时间）"
    if about_round := next((row.reported.round for row in ledger.rows if row.reported.round), ""):
        yield "报送期", f"进展报送各栏是{about_round}的"
    yield "生成时间", made.at_in_words
    yield "生成人", made.by
    yield "筛选条件", ledger.conditions_in_words or "无，全部任务"
    yield "任务数", f"{ledger.totals.rows}项"
    yield (
        "筛选后合计",
        "“汇总表”末行第一格是筛选后的任务数，其余是所在列筛选后的合计；在表格程序中筛选后自动重算",
    )
    for figure in Figure:
        yield f"{figure.label}（{ledger.totals.figures[figure]}）", figure.rule
    yield (
        "现为某状态",
        "统计日期当日的状态；现为按时报送、逾期报送的，指已报送、待核对的；各状态与牵头单位待明确之和等于任务数",
    )
    yield "代录", "据来文代录的方案，登记之前不计，登记之后自来文收到之日起计"
    yield (
        "逾期工作日",
        "报送截止日期之后至报送当日（未报的至统计日期）的工作日，按国务院办公厅放假安排计算；无当年安排的留空",
    )
