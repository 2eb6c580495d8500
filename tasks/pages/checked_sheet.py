"""The filing in force as paper to be checked: what changed since the one before, and where comments are pinned."""

from collections import Counter
from dataclasses import dataclass

from tasks.rules.content import FIELD_LABELS, PlanContent, StepContent
from tasks.rules.differences import Differences, Kind
from tasks.rules.wording import joined

# Printed at the head of the 表样 and taken from the register: nothing of the lead's to comment on.
_HEAD = ("number", "lead")

_BLANK, _NO_TIME, _NOBODY = "未填写", "时限未填写", "（无）"


@dataclass(frozen=True)
class Cell:
    """One field; `before` is what stood there in the filing before, in words, None where nothing changed."""

    place: str
    label: str
    value: str
    wide: bool
    before: str | None
    comments: int

    @property
    def changed(self) -> bool:
        return self.before is not None


@dataclass(frozen=True)
class StepRow:
    """One step; `before` as in `Cell`, empty for a step that is new."""

    place: str
    number: int
    step: StepContent
    before: str | None
    comments: int

    @property
    def changed(self) -> bool:
        return self.before is not None


@dataclass(frozen=True)
class CheckedSheet:
    """The rows in printed order: fields, steps, participants; `removed` are steps that are gone."""

    content: PlanContent
    cells: tuple[Cell, ...]
    steps: tuple[StepRow, ...]
    steps_comments: int
    removed: tuple[str, ...]
    participants: Cell


def places(content: PlanContent) -> list[tuple[str, str]]:
    """Where a comment may be pinned: every field of the 表样, and each step by its number."""
    found = []
    for name, label in FIELD_LABELS.items():
        if name not in _HEAD:
            found.append((name, label))
        if name == "steps":
            found += [(f"step-{n}", f"第{n}步") for n in range(1, len(content.steps) + 1)]
    return found


def checked_sheet(content: PlanContent, comparison: Differences | None, waiting) -> CheckedSheet:
    """`comparison` with the filing before, if there was one; `waiting` are the comments of this filing."""
    counts = Counter(f"step-{comment.step}" if comment.step else comment.field for comment in waiting)
    before = {each.field: each.before for each in comparison.fields if each.changed} if comparison else {}
    *cells, participants = (
        _cell(content, name, before.get(name), counts[name])
        for name in FIELD_LABELS
        if name not in (*_HEAD, "steps")
    )
    return CheckedSheet(
        content=content,
        cells=tuple(cells),
        steps=tuple(_step_rows(content, comparison, counts)),
        steps_comments=counts["steps"],
        removed=tuple(_step_in_words(each.before) for each in _steps(comparison, Kind.REMOVED)),
        participants=participants,
    )


def _cell(content: PlanContent, name: str, before: str | None, comments: int) -> Cell:
    wide = name in ("content", "participants")
    value = joined(content.participants) if name == "participants" else str(getattr(content, name))
    if before == "":
        before = _NOBODY if name == "participants" else _BLANK
    return Cell(name, FIELD_LABELS[name], value, wide, before, comments)


def _step_rows(content: PlanContent, comparison: Differences | None, counts: Counter):
    before = {each.number_after: "" for each in _steps(comparison, Kind.ADDED)}
    before |= {each.number_after: _step_in_words(each.before) for each in _steps(comparison, Kind.CHANGED)}
    for number, step in enumerate(content.steps, start=1):
        place = f"step-{number}"
        yield StepRow(place, number, step, before.get(number), counts[place])


def _steps(comparison: Differences | None, kind: Kind) -> list:
    return [each for each in comparison.steps if each.kind == kind] if comparison else []


def _step_in_words(step: StepContent) -> str:
    parts = (step.text or _BLANK, step.due.text or _NO_TIME, step.unit)
    return "，".join(part for part in parts if part)
