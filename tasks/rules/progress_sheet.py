"""The page of a unit and round as a spreadsheet: its sheets and their heads, and by which marks a text that was passed
round is told from what it was when it went out.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from tasks.rules.periods import Period
from tasks.rules.statement import FIGURE_LABELS, LABELS, TEXTS, Statement

TASKS, STEPS, FIGURES, ABOUT, MARKS = "进展", "步骤", "数据", "填写说明", "系统标识"

NUMBER = "编号"
UNCHANGED = "本期无新进展"
STEP_KEY, STEP_STATE, STEP_DAY, STEP_WORD = "步骤标识", "情况", "完成日期", "说明"
YES = "是"
# What a hand writes in a column to be ticked.
TICKS = {YES, "○", "〇", "o", "√", "✓", "✔", "☑", "对", "y", "yes", "1"}
NO = {"", "否", "×", "✗", "x", "n", "no", "0", "无"}

# Heads of what is written, by the name of its field.
TASK_FIELDS = {"unchanged": UNCHANGED, **TEXTS} | {
    name: LABELS[name] for name in ("outlook", "outlook_reason")
}
STEP_FIELDS = {"state": STEP_STATE, "done_on": STEP_DAY, "word": STEP_WORD}
FIGURE_FIELDS = FIGURE_LABELS

# In the sheet of marks: what a row is about and its value.
MARK_NAME, MARK_VALUE = "名称", "内容"


class Origin(NamedTuple):
    """Of which programme, round and unit a sheet is, by what stands in their addresses."""

    programme: str
    round: str
    unit: str


ORIGIN_NAMES = Origin("专项工作", "报送期", "单位")


def step_place(key: int) -> str:
    return f"step-{key}"


def place_of(field: str, key: int | None = None) -> str:
    """What is compared by itself: a field, of steps the one with this key."""
    return step_place(key) if field == "steps" else field


def marks(said: Statement) -> dict[str, str]:
    """A short mark of each thing that is compared by itself: a field, all figures, a step of which anything is said."""
    found = {name: _mark(getattr(said, name)) for name in TASK_FIELDS}
    for step in said.steps:
        if not step.blank:
            found[step_place(step.key)] = _mark(replace(step, done_on=Period(step.done_on.text)).to_json())
    figures = [replace(figure, day=Period(figure.day.text)).to_json() for figure in said.figures]
    return found | {"figures": _mark(figures)}


def changed_since(before: Mapping[str, str], said: Statement) -> set[str]:
    """The places that are not as they were when they had the marks of `before`."""
    now = marks(said.trimmed())
    return {place for place in before.keys() | now.keys() if now.get(place, "") != before.get(place, "")}


def _mark(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:12]
