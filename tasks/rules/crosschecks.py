"""The cross-checks made when a plan is filed (design §3): what blocks, and what warns and may go on.

A finding names the field it belongs to, and the step (from 1) where it is one of a step, so that a page can link to
it: they are those of a `sheet.Place`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tasks.rules import dates, periods
from tasks.rules.periods import Period
from tasks.rules.sheet import FIELDS, IN_ONE_LINE, LABELS, FieldKind, Place, Sheet, Step
from tasks.rules.step_ends import Unexplained
from tasks.rules.times import Later
from zgc_tasks.common import phone

# Fields a unit fills in that the notice does not demand; they may be blank, with a warning.
_EXPECTED = {field.name for field in IN_ONE_LINE if not field.demanded}
_ORDER = list(LABELS)
NOBODY: Mapping[str, int] = {}
_BEGINNING = 20  # characters of a step, to be told from the others


@dataclass(frozen=True)
class Finding:
    """`consultation` is the key of the one whose answer it is about, if it is about one."""

    field: str
    step: int | None
    message: str
    blocks: bool = False
    consultation: int | None = None


class Missing(NamedTuple):
    """Something still to be filled in, with the words of the 尚未填写 line (第 3 步的时限)."""

    field: str
    step: int | None
    label: str


class _Noticed(NamedTuple):
    """A finding before it is put in words: what is so, then what the lead should do about it.

    Whoever records a paper cannot mend it: they are told `on_paper` instead.
    """

    field: str
    step: int | None
    fact: str
    advice: str
    on_paper: str = "，请对照来文"
    blocks: bool = False
    consultation: int | None = None

    def finding(self, *, on_behalf: bool) -> Finding:
        message = self.fact + (self.on_paper if on_behalf else self.advice)
        return Finding(self.field, self.step, message, self.blocks and not on_behalf, self.consultation)


_NOT_ON_PAPER = "；来文未写的照录，可在核对时提出"


def check(
    sheet: Sheet,
    *,
    programme_ends_on: date | None,
    open_wordings: Sequence[str],
    unconsulted: Sequence[str],
    objecting: Mapping[str, int] = NOBODY,
    unexplained: Sequence[Unexplained] = (),
    later: Sequence[Later] = (),
    on_behalf: bool,
) -> list[Finding]:
    """Everything found at once, in the order of the form. On behalf the paper is recorded as it is: all warns."""
    noticed = [
        *_blanks(sheet),
        *_phone(sheet),
        *_times(sheet),
        *_start_and_finish(sheet, programme_ends_on),
        *_steps_in_time(sheet),
        *_unexplained(unexplained),
        *_later(later),
        *_wordings(open_wordings),
        *_consultations(unconsulted, objecting),
    ]
    return [each.finding(on_behalf=on_behalf) for each in sorted(noticed, key=_place)]


def hints(sheet: Sheet) -> dict[Place, list[str]]:
    """What can be said of telephone and order while one still types, at its field."""
    found: dict[Place, list[str]] = {}
    for each in (*_phone(sheet), *_start_and_finish(sheet, None), *_steps_in_time(sheet)):
        found.setdefault(Place(each.field, each.step), []).append(each.fact + each.advice)
    return found


def missing(sheet: Sheet) -> list[Missing]:
    """What the unit has not filled in yet, in the order of the form."""
    blank = [
        Missing(field.name, None, field.label)
        for field in IN_ONE_LINE
        if not sheet.in_words(field.name).strip()
    ]
    if not sheet.steps:
        blank.append(Missing("steps", None, LABELS["steps"]))
    for number, step in enumerate(sheet.steps, start=1):
        if not step.text.strip():
            blank.append(Missing("text", number, f"第 {number} 步的内容"))
        if not step.due.text.strip():
            blank.append(Missing("due", number, f"第 {number} 步的时限"))
    return blank


def _place(noticed: _Noticed) -> tuple[int, int]:
    """Where on the form it stands: steps together, then participants."""
    return (_ORDER.index("steps" if noticed.step else noticed.field), noticed.step or 0)


def _blanks(sheet: Sheet) -> Iterator[_Noticed]:
    for field, step, label in missing(sheet):
        fact, advice = f"{label}没有填写", "，请补充后报送"
        if field == "steps":
            fact, advice = "还没有工作步骤", "，请至少填写一步及其完成时限"
        elif field == "due":
            advice = "，请写明完成时限，如“2015年6月底前”“长期”“每年12月底前”"
        elif field in _EXPECTED:
            advice = "，如已确定请补充"
        yield _Noticed(field, step, fact, advice, _NOT_ON_PAPER, blocks=field not in _EXPECTED)


def _phone(sheet: Sheet) -> Iterator[_Noticed]:
    for field in FIELDS:
        written = sheet.in_words(field.name) if field.phone else ""
        if written.strip() and phone.normalise(written) is None:
            code = phone.short_of_digits(written)
            fact = f"{field.label}“{written}”" + (f"位数不足，{code} 后应为 8 位" if code else "无法识别")
            advice = "，请核对，如“010-88828902”“88828902转123”，多个号码用“、”分开"
            yield _Noticed(field.name, None, fact, advice)


def _times(sheet: Sheet) -> Iterator[_Noticed]:
    """What was not understood of the times, and what may be meant otherwise than it was."""
    times = [
        (field.name, None, field.label, getattr(sheet, field.name))
        for field in FIELDS
        if field.kind is FieldKind.TIME
    ]
    times += [("due", number, f"第 {number} 步的时限", step.due) for number, step in _numbered(sheet)]
    for field, step, label, period in times:
        if period.text.strip() and not period.understood:
            lacks = periods.lacks(period)
            fact = f"{label}“{period}”未能识别" + (f"：{lacks.fact}" if lacks else "，将按原文保留")
            yield _Noticed(field, step, fact, lacks.advice if lacks else "；可改写为“2015年6月底前”等")
            continue
        for note in period.notes:
            if note.asks:
                yield _Noticed(field, step, f"{label}“{period}”：{note.fact}", note.advice)


def _start_and_finish(sheet: Sheet, programme_ends_on: date | None) -> Iterator[_Noticed]:
    begins, ends = _begin(sheet.start), sheet.finish.last
    if begins and ends and begins > ends:
        fact = f"完成时间“{sheet.finish}”早于启动时间“{sheet.start}”"
        yield _Noticed("finish", None, fact, "，请核对这两处")
    if ends and programme_ends_on and ends > programme_ends_on:
        limit = dates.in_words(programme_ends_on)
        fact = f"完成时间“{sheet.finish}”晚于专项工作结束日期{limit}"
        yield _Noticed("finish", None, fact, "，请核对")


def _steps_in_time(sheet: Sheet) -> Iterator[_Noticed]:
    begins, ends, before = _begin(sheet.start), sheet.finish.last, None
    for number, step in _numbered(sheet):
        due = step.due.last
        if due is None:
            continue
        written = f"第 {number} 步的时限“{step.due}”"
        if begins and due < begins:
            yield _Noticed("due", number, f"{written}早于启动时间“{sheet.start}”", "，请核对")
        if ends and due > ends:
            yield _Noticed("due", number, f"{written}晚于完成时间“{sheet.finish}”", "，请核对")
        if before and due < before[1]:
            fact = f"{written}早于第 {before[0]} 步的时限"
            yield _Noticed("due", number, fact, "，请核对时限或调整步骤次序")
        before = (number, due)


def _unexplained(steps: Sequence[Unexplained]) -> Iterator[_Noticed]:
    for step in steps:
        fact = f"已核收的第 {step.number} 步“{step.text[:_BEGINNING]}”不在修订稿中"
        yield _Noticed("steps", None, fact, "，请说明取消、拆分或并入，或者恢复", blocks=True)


def _later(found: Sequence[Later]) -> Iterator[_Noticed]:
    """What a revision moves later without a word, and past 完成时间."""
    for each in found:
        number, asked, held = each.moved.number, each.moved.asked, each.moved.before.time
        field, label = ("due", f"第 {number} 步的时限") if number else ("finish", LABELS["finish"])
        said = f"{label}“{asked}”" if asked else label
        if not each.reason:
            yield _Noticed(field, number, f"{said}晚于现行的“{held}”", "，请说明推迟的原因", blocks=True)
        if each.past_finish:
            advice = "，请改到完成时间以内，或者一并调整完成时间"
            yield _Noticed(field, number, f"{said}推迟到了完成时间之后", advice, blocks=True)


def _wordings(open_wordings: Sequence[str]) -> Iterator[_Noticed]:
    for wording in open_wordings:
        fact = f"责任单位“{wording}”尚未明确为具体单位"
        yield _Noticed("participants", None, fact, "，可先报送，明确后再补充", "，不影响代录，明确后再登记")


def _consultations(unconsulted: Sequence[str], objecting: Mapping[str, int]) -> Iterator[_Noticed]:
    if unconsulted:
        fact = f"尚未征求参与单位意见：{'、'.join(unconsulted)}"
        yield _Noticed("participants", None, fact, "；请先征求意见，已线下征求的请登记")
    for unit, key in objecting.items():
        fact, advice = f"{unit}有意见", "，请核对是否已研究处理"
        yield _Noticed("participants", None, fact, advice, consultation=key)


def _numbered(sheet: Sheet) -> Iterator[tuple[int, Step]]:
    return enumerate(sheet.steps, start=1)


def _begin(period: Period) -> date | None:
    return period.first or period.last
