"""The tables of a 落实情况报告 as XLSX, all from its frozen rows: progress, steps, counts, and what it is."""

import io
from datetime import date

from tasks.enums import Outlook, StepState, TaskState
from tasks.exports.report_words import outlook_in_words, progress_in_words
from tasks.rules import dates, report_text
from tasks.rules.goals import Told
from tasks.rules.statement import TEXTS
from zgc_tasks.common.spreadsheets import Book, Layout, Look, Paper, written

# So that nothing is printed smaller than 8 points; the number of the task stands on each page.
PAGES_ACROSS = 2
_PROGRESS = (
    ("序号", 4),
    ("工作任务", 10),
    ("具体任务", 26),
    ("牵头单位", 8),
    ("进展报送", 6),
    ("报送日期", 7),
    ("推进状态", 7),
    ("原因说明", 14),
    *((label, 26) for label in TEXTS.values()),
)
_STEPS = (
    ("任务序号", 4),
    ("牵头单位", 8),
    ("步骤", 4),
    ("工作步骤", 40),
    ("完成时限", 10),
    ("状态", 7),
    ("说明", 30),
)


_UNFILED = (
    ("序号", 4),
    ("牵头单位", 10),
    ("具体任务", 40),
    ("进展报送", 8),
    ("报送日期", 8),
    ("逾期天数", 6),
)
_GOALS = (
    ("具体目标", 16),
    ("目标", 12),
    ("最近登记", 8),
    ("计量单位", 6),
    ("统计日期", 8),
    ("数据来源", 30),
    ("情况", 10),
)
_SUPPLEMENTS = (
    ("报送期", 10),
    ("任务序号", 6),
    ("牵头单位", 10),
    ("报送日期", 8),
    ("推进状态", 8),
    ("进展情况", 60),
)


def unfiled(context: dict, frozen: dict) -> bytes:
    """未报名单, for the office itself: who owed in the round and has not filed, or not again. Never part of a report."""
    heading, out = f"{''.join(context['标题'])}未报名单（内部使用）", io.BytesIO()
    with written(out, heading, context["落款"]) as book:
        sheet = _sheet(book, "未报名单", _UNFILED, heading)
        for row in unfiled_rows(frozen):
            returned = row["state"] == TaskState.RETURNED
            state = report_text.RETURNED if returned else TaskState(row["state"]).label
            late = None if row["filed"] else row["days_late"]
            sheet.row([row["number"], row["lead"], row["content"], state, _day(row["filed_on"]), late])
        sheet.filter_rows()
    return out.getvalue()


def unfiled_rows(frozen: dict) -> list[dict]:
    owed = (row for row in frozen["rows"] if row["state"] not in ("", TaskState.NO_LEAD))
    return [row for row in owed if not row["filed"] or row["state"] == TaskState.RETURNED]


def write(context: dict, frozen: dict) -> bytes:
    """Of the `frozen` rows; named as in the `context` of the other documents."""
    heading, out = "".join(context["标题"]), io.BytesIO()
    with written(out, heading, context["落款"]) as book:
        _progress(book, frozen, heading)
        _steps(book, frozen, heading)
        _supplements(book, frozen, heading)
        _goals(book, frozen, heading)
        _counts(book, frozen, heading)
        _about(book, frozen, context, heading)
    return out.getvalue()


def _sheet(book: Book, title: str, columns, heading: str, **more: int):
    widths = [width for _, width in columns]
    layout = Layout(widths, paper=Paper.A3, landscape=True, heading=heading, **more)
    sheet = book.sheet(title, layout)
    sheet.row([label for label, _ in columns], Look.HEAD)
    return sheet


def _day(frozen: str | None) -> date | None:
    """Of a row as it was frozen; spreadsheets know days as such."""
    return date.fromisoformat(frozen) if frozen else None


def _progress(book: Book, frozen: dict, heading: str) -> None:
    sheet = _sheet(book, "任务进展", _PROGRESS, heading, frozen_columns=1, pages_across=PAGES_ACROSS)
    for row in frozen["rows"]:
        state = TaskState(row["state"]).label if row["state"] else ""
        texts = [progress_in_words(row), *(row[name] for name in TEXTS if name != "done_text")]
        sheet.row(
            [
                row["number"],
                row["group_name"],
                row["content"],
                row["lead"] or "待明确",
                state,
                _day(row["filed_on"]),
                outlook_in_words(row),
                row["outlook_reason"],
                *texts,
            ]
        )
    sheet.filter_rows()


def _steps(book: Book, frozen: dict, heading: str) -> None:
    sheet = _sheet(book, "工作步骤", _STEPS, heading)
    for row in frozen["rows"]:
        for step in row["steps"]:
            state = StepState(step["state"]).label
            cells = [row["number"], row["lead"], step["number"], step["text"], step["due"], state]
            sheet.row([*cells, step["explanation"]])
    sheet.filter_rows()


def _supplements(book: Book, frozen: dict, heading: str) -> None:
    """Of rounds that were reported before; only where there are any."""
    if came := frozen.get("supplements"):
        sheet = _sheet(book, "补报", _SUPPLEMENTS, heading)
        for each in came:
            outlook = Outlook(each["outlook"]).label if each["outlook"] else ""
            cells = [each["round"], each["number"], each["lead"], _day(each["filed_on"]), outlook]
            sheet.row([*cells, each["done_text"]])
        sheet.filter_rows()


def _goals(book: Book, frozen: dict, heading: str) -> None:
    """As they were counted last; never summed: they overlap."""
    if goals := [Told.from_json(each) for each in frozen.get("goals", ())]:
        sheet = _sheet(book, "具体目标", _GOALS, heading)
        for goal in goals:
            known = [goal.name, goal.aim, goal.value, goal.measure]
            sheet.row([*known, goal.counted_on, goal.source, goal.standing])


def _counts(book: Book, frozen: dict, heading: str) -> None:
    """The figures of the text, and the areas by 推进状态."""
    heads = (
        ("工作任务", 26),
        ("任务数", 6),
        *((outlook.label, 8) for outlook in Outlook),
        ("未报推进状态", 8),
    )
    sheet = _sheet(book, "统计", heads, heading)
    areas = {}
    for row in frozen["rows"]:
        areas.setdefault((row["group"], row["group_name"]), []).append(row)
    for (_, name), rows in sorted(areas.items()):
        sheet.row([name, *_by_outlook(rows)])
    sheet.row(["合计", *_by_outlook(frozen["rows"])], Look.HEAD)


def _by_outlook(rows: list[dict]) -> list[int]:
    counted = [sum(row["outlook"] == outlook for row in rows) for outlook in Outlook]
    return [len(rows), *counted, len(rows) - sum(counted)]


def _about(book: Book, frozen: dict, context: dict, heading: str) -> None:
    sheet = _sheet(book, "说明", (("项目", 14), ("内容", 80)), heading)
    sheet.row(["名称", heading])
    sheet.row(["文件编号", context["文件编号"]])
    programme = frozen["programme"]
    sheet.row(["依据", f"{programme['document_number']}《{programme['document_title']}》"])
    sheet.row(["统计日期", dates.in_words(date.fromisoformat(frozen["as_of"]))])
    sheet.row(["报送期", frozen["round"] or "不分报送期"])
    for figure in report_text.quoted(frozen):
        sheet.row([figure.label, f"{figure.value}{figure.measure}"])
    sheet.row(["数据校验值", context["校验值"]])
    if context["正文校验值"]:
        sheet.row(["正文校验值", context["正文校验值"]])
