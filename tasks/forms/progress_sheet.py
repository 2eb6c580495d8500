"""The spreadsheet of a unit and round, filled in and read again: of each task what was written, beside what there is now.

It is read as the form is, by the same rules of texts, states and days; a cell that nobody touched leaves what stands.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django import forms

from tasks.enums import Outlook, StepProgress
from tasks.forms.progress import Errors, Spot, Typed, cleaned
from tasks.forms.progress_conflict import TIED, ProgressChoice, compare, same_texts
from tasks.forms.two_texts import MINE, THEIRS
from tasks.reported import Reported
from tasks.rules import progress_sheet as sheets
from tasks.rules.periods import Period
from tasks.rules.statement import NOTHING_SAID, TEXTS, ReportedFigure, Statement, StepStatement
from zgc_tasks.common import uploads, workbooks
from zgc_tasks.common.workbooks import Contents, Fault, SheetRow, Unreadable

# One request brings at most so many tasks that differ (decision 0057).
MOST_CHANGED = 50
_MAKE_AGAIN = "请在本期填报页重新下载Excel，再把内容填入新文件"
_WANTED = {
    sheets.TASKS: {sheets.NUMBER, *sheets.TASK_FIELDS.values()},
    sheets.STEPS: {sheets.NUMBER, sheets.STEP_KEY, *sheets.STEP_FIELDS.values()},
    sheets.FIGURES: {sheets.NUMBER, *sheets.FIGURE_FIELDS.values()},
    sheets.MARKS: {sheets.MARK_NAME, sheets.MARK_VALUE},
}


class SheetForm(forms.Form):
    """The file, looked into and read; `cleaned_data["file"]` is a `FilledIn`."""

    file = forms.FileField(
        label="填好的Excel文件",
        help_text=f"由本期填报页“下载Excel”得到的文件，XLSX，不超过{workbooks.MAX_BYTES // 1024 // 1024}MB",
        error_messages={"required": "请选择填好的Excel文件", "empty": "文件是空文件，请重新选择"},
    )

    def __init__(self, *args, origin: sheets.Origin, **kwargs):
        super().__init__(*args, **kwargs)
        self._origin = origin

    def clean_file(self) -> "FilledIn":
        scan = uploads.read_workbook(self.cleaned_data["file"])
        try:
            return read(scan.data, self._origin)
        except Unreadable as reason:
            raise forms.ValidationError(f"“{scan.name}”未能读入：{reason}") from None


@dataclass
class Written:
    """What the file has of one task. `said` holds what was written, `places` which of it the file has at all; `rows` say
    where it stands there, the task's own under "". `base` are the marks of what went out, None where the file has none.
    """

    number: int
    base: Mapping[str, str] | None
    said: Statement = NOTHING_SAID
    places: set[str] = field(default_factory=set)
    rows: dict[str, tuple[SheetRow, str]] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)

    def touched(self, said: Statement) -> set[str]:
        """Places that are no longer what they were when the file went out."""
        return self.places & sheets.changed_since(self.base or {}, said)

    def clean(self) -> None:
        """As the form is."""
        typed = cleaned(Typed(self.said, 0, ""))
        self.said, self.errors = typed.said, typed.errors

    def fault(self, place: str, words: str) -> Fault:
        row, head = self.rows.get(place) or next(iter(self.rows.values()))
        return row.fault(f"第{self.number}项：{words}", head)


@dataclass
class FilledIn:
    """A file that was read. `unread` are its sheets and columns that nobody asked for."""

    tasks: dict[int, Written]
    faults: list[Fault]
    unread: tuple[str, ...]


# By place its mark in the file as it went out, "" of what had none; None where the file does not say.
Base = Mapping[str, str | None]


class ComparedTask(NamedTuple):
    """A task of the file beside what stands: the text with all that was written, and where it differs. Those of `met` are
    places that somebody else changed since the file went out. `base` are the marks of then of what the file would change.
    """

    each: Reported
    mine: Statement
    differences: tuple[ProgressChoice, ...]
    met: frozenset[str]
    base: Base


# --- the file -------------------------------------------------------------------------------------------------------


def read(data: bytes, origin: sheets.Origin) -> FilledIn:
    """Raises `Unreadable` for what is not the sheet of this unit and round."""
    contents = workbooks.read(data, _WANTED, may_be_hidden=sheets.MARKS)
    marks = _marks(contents)
    _require_origin(marks, origin)
    if sheets.TASKS not in contents.tables:
        raise Unreadable(f"没有工作表“{sheets.TASKS}”，{_MAKE_AGAIN}")
    found = _Tasks(marks, contents.faults)
    for row in _rows(contents, sheets.TASKS, sheets.NUMBER):
        found.task(row)
    for row in _rows(contents, sheets.STEPS, sheets.NUMBER, sheets.STEP_KEY):
        found.step(row)
    found.figures(contents)
    for one in found.tasks.values():
        one.clean()
    columns = (
        f"{name}“{head}”列"
        for name, table in contents.tables.items()
        for head in table.unread
        if name != sheets.MARKS and head not in _PRINTED
    )
    others = (f"工作表“{name}”" for name in contents.unread if name != sheets.ABOUT)
    return FilledIn(found.tasks, found.faults, (*others, *columns))


# Columns of ours that are there to be looked at.
_PRINTED = {"具体内容", "承办处室", "目前状态", "上期报送", "步骤", "工作步骤", "完成时限", "目前情况"}


def _rows(contents: Contents, sheet: str, *needed: str) -> list[SheetRow]:
    """None where somebody took the sheet out; a column that says what a row is about may not be."""
    table = contents.tables.get(sheet, workbooks.Table())
    gone = [head for head in needed if table.rows and head not in table.heads]
    if gone:
        raise Unreadable(f"工作表“{sheet}”中没有“{gone[0]}”一列，不能识别各行，{_MAKE_AGAIN}")
    return table.rows


def _marks(contents: Contents) -> dict[str, str]:
    rows = _rows(contents, sheets.MARKS, sheets.MARK_NAME, sheets.MARK_VALUE)
    if not rows:
        raise Unreadable(f"文件不是由系统下载的，或者是复制到新文件中的，不能识别报送期和单位。{_MAKE_AGAIN}")
    return {row.cells[sheets.MARK_NAME]: row.cells[sheets.MARK_VALUE] for row in rows}


def _require_origin(marks: Mapping[str, str], origin: sheets.Origin) -> None:
    found = sheets.Origin(*(marks.get(name, "") for name in sheets.ORIGIN_NAMES))
    if found.programme != origin.programme:
        raise Unreadable("文件不属于本专项工作，请在该专项工作的填报页读入")
    if found.unit != origin.unit:
        raise Unreadable("文件不是本单位的，请选择由本单位下载的文件")
    if found.round != origin.round:
        raise Unreadable("文件是另一报送期的，请在该期的填报页读入，或者重新下载本期的Excel")


def _number(text: str) -> int | None:
    """14, １４, 第14项."""
    found = re.fullmatch(r"第?(\d{1,6})项?", unicodedata.normalize("NFKC", text).replace(" ", ""))
    return int(found[1]) if found else None


class _Tasks:
    """Put together row by row; what is wrong with a row is noted, and it is left out."""

    def __init__(self, marks: Mapping[str, str], faults: list[Fault]):
        self._marks = marks
        self.faults = list(faults)
        self.tasks: dict[int, Written] = {}

    def task(self, row: SheetRow) -> None:
        number = self._of(row)
        if number is None:
            return
        one = self._one(number)
        if "" in one.rows:
            self._twice(row, f"第{number}项", one.rows[""][0], sheets.NUMBER)
            return
        one.rows[""] = (row, sheets.NUMBER)
        values = {}
        for name, head in sheets.TASK_FIELDS.items():
            if head in row.columns:
                one.places.add(name)
                one.rows[name] = (row, head)
                values[name] = self._value(row, name, head)
        one.said = replace(one.said, **values)

    def _value(self, row: SheetRow, name: str, head: str) -> str | bool:
        text = row.cells[head]
        if name == "unchanged":
            return self._ticked(row, head, text)
        return self._choice(row, head, text, Outlook) if name == "outlook" else text

    def _ticked(self, row: SheetRow, head: str, text: str) -> bool:
        plain = unicodedata.normalize("NFKC", text).strip().lower()
        if plain not in sheets.TICKS | sheets.NO:
            words = f"“{text[:20]}”不能识别，无新进展的请填“{sheets.YES}”，否则留空"
            self.faults.append(row.fault(words, head))
        return plain in sheets.TICKS

    def _choice(self, row: SheetRow, head: str, text: str, choices: type) -> str:
        plain = "".join(text.split())
        found = next((value for value, label in choices.choices if plain in (label, value)), "")
        if plain and not found:
            words = f"“{text[:20]}”不能识别，请填{'、'.join(choices.labels)}之一"
            self.faults.append(row.fault(words, head))
        return found

    def step(self, row: SheetRow) -> None:
        number = self._of(row)
        if number is None:
            return
        key = _number(row.cells[sheets.STEP_KEY])
        if key is None:
            words = f"“{sheets.STEP_KEY}”不是数字，请恢复原来的数字或者删去本行"
            self.faults.append(row.fault(words, sheets.STEP_KEY))
            return
        one, place = self._one(number), sheets.step_place(key)
        if place in one.rows:
            self._twice(row, f"第{number}项的这一步", one.rows[place][0], sheets.STEP_KEY)
            return
        one.places.add(place)
        one.rows[place] = (row, sheets.STEP_STATE)
        cells = row.cells
        said = StepStatement(
            key,
            self._choice(row, sheets.STEP_STATE, cells.get(sheets.STEP_STATE, ""), StepProgress),
            Period(cells.get(sheets.STEP_DAY, "").strip()),
            cells.get(sheets.STEP_WORD, ""),
        )
        one.said = replace(one.said, steps=(*one.said.steps, said))

    def _twice(self, row: SheetRow, what: str, first: SheetRow, head: str) -> None:
        self.faults.append(row.fault(f"{what}在第{first.number}行已有一行，请只留一行", head))

    def figures(self, contents: Contents) -> None:
        """All of a task's together. A task of which no row is left keeps its figures: the rows may just have been handed
        to another office; they are taken out on the page.
        """
        for row in _rows(contents, sheets.FIGURES, sheets.NUMBER):
            number = self._of(row)
            if number is None:
                continue
            one = self._one(number)
            one.places.add("figures")
            one.rows.setdefault("figures", (row, sheets.NUMBER))
            parts = {part: row.cells.get(head, "").strip() for part, head in sheets.FIGURE_FIELDS.items()}
            figure = ReportedFigure(**parts | {"day": Period(parts["day"])})
            one.said = replace(one.said, figures=(*one.said.figures, figure))

    def _of(self, row: SheetRow) -> int | None:
        text = row.cells[sheets.NUMBER]
        number = _number(text)
        if number is None:
            words = f"任务编号“{text[:20]}”不是数字" if text else "没有填写任务编号"
            self.faults.append(row.fault(f"{words}，请填写编号或者删去本行", sheets.NUMBER))
        return number

    def _one(self, number: int) -> Written:
        if number not in self.tasks:
            self.tasks[number] = Written(number, self._base(number))
        return self.tasks[number]

    def _base(self, number: int) -> dict[str, str] | None:
        try:
            base = json.loads(self._marks[str(number)])
        except (KeyError, ValueError, RecursionError):
            return None
        return base if isinstance(base, dict) else None


def base_posted(text: str) -> Base | None:
    """As the page of what the file would change carries it along."""
    try:
        base = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return base if isinstance(base, dict) and all(_is_mark(mark) for mark in base.values()) else None


def _is_mark(value: object) -> bool:
    return value is None or isinstance(value, str)


# --- beside what stands ---------------------------------------------------------------------------------------------


def laid_beside(each: Reported, one: Written) -> tuple[ComparedTask, list[Fault]]:
    """The text with what was written in the file put into what stands now, and what is wrong with it."""
    written, faults = _carried_over(each, one)
    touched = one.touched(written)
    if written.unchanged and "unchanged" in touched:
        touched |= {*TEXTS, "outlook", "outlook_reason"}
    mine = _put_into(each.said, written, touched)
    if mine.unchanged and touched & {*TEXTS} and not same_texts(mine, each.said_before):
        mine = replace(mine, unchanged=False)
    faults += [
        one.fault(_place(spot), words) for spot, words in one.errors.items() if _place(spot) in touched
    ]
    known = {step.key for step in each.steps} | {step.key for step in each.said.steps}
    for key in (int(place.removeprefix("step-")) for place in touched if place.startswith("step-")):
        if key not in known:
            words = "实施方案中没有这一步，请恢复原来的步骤标识或者删去本行"
            faults.append(one.fault(sheets.step_place(key), words))
    carried = touched | TIED if touched & TIED else touched
    base = {place: None if one.base is None else one.base.get(place, "") for place in carried}
    return compared(each, mine, base=base), faults


def compared(
    each: Reported, mine: Statement, *, base: Base | None, choices: Mapping[str, str] | None = None
) -> ComparedTask:
    """Of what the file would change, the places of `base`: what stands is kept where somebody else changed it since the
    file went out, unless it is chosen otherwise. None where that is not known any more: then all of it is asked.
    """
    choices = choices or {}
    differences = compare(each, mine, choices)
    if base is None:
        base = dict.fromkeys(one.place for one in differences)
    together = TIED if mine.unchanged != each.said.unchanged and base.keys() & TIED else set()
    touched = _changed_since(base, mine) | together
    differences = [one for one in differences if one.place in touched & base.keys()]
    now = _changed_since(base, each.said)
    met = {
        place
        for one in differences
        if (place := one.place) in now and (one.theirs or base[place] is not None)
    }
    if met & together:
        met = met - together | {"unchanged"}
    found = [replace(one, chosen=_chosen(one, met, choices)) for one in differences]
    if together:
        chosen = next(one.chosen for one in found if one.field == "unchanged")
        found = [replace(one, chosen=chosen) if one.field in together else one for one in found]
    return ComparedTask(each, mine, tuple(found), frozenset(met), base)


def _changed_since(base: Base, said: Statement) -> set[str]:
    """The places that are not as they were when the file went out, those included of which it does not say."""
    marks = sheets.marks(said.trimmed())
    return {place for place, was in base.items() if was is None or was != marks.get(place, "")}


def _chosen(one: ProgressChoice, met: set[str], choices: Mapping[str, str]) -> str:
    return choices.get(one.name) or (THEIRS if one.place in met else MINE)


def _carried_over(each: Reported, one: Written) -> tuple[Statement, list[Fault]]:
    """本期无新进展 takes the texts of the round before, as the button of the form does; 推进状态 too, where none is written."""
    said = one.said
    touched = one.touched(said)
    texts = touched & {*TEXTS}
    if not said.unchanged or not touched & {"unchanged", *TEXTS}:
        return said, []
    if each.before is None:
        words = f"此前没有报送过进展，不能填“{sheets.UNCHANGED}”，请填写进展情况"
        return replace(said, unchanged=False), [one.fault("unchanged", words)]
    if any(getattr(said, name) != getattr(each.said_before, name) for name in texts):
        words = f"既填了“{sheets.UNCHANGED}”，又改了文字，请只留其一"
        return said, [one.fault("unchanged", words)]
    own = {name: text for name in ("outlook", "outlook_reason") if (text := getattr(said, name))}
    return replace(each.said_before.carried_over(), steps=said.steps, figures=said.figures, **own), []


def _put_into(theirs: Statement, written: Statement, touched: set[str]) -> Statement:
    fields = {name: getattr(written, name) for name in (*sheets.TASK_FIELDS, "figures") if name in touched}
    keys = {step.key for step in written.steps if sheets.step_place(step.key) in touched}
    steps = [step for step in theirs.steps if step.key not in keys]
    steps += [step for step in written.steps if step.key in keys]
    return replace(theirs, **fields, steps=tuple(steps)).trimmed()


def _place(spot: Spot) -> str:
    return sheets.place_of(spot.field, spot.row)
