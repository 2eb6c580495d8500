"""A plan on the 表样 to be read: by its lead and others, and by its checkers, with what changed and what was said of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tasks.models import Comment
from tasks.rules.differences import DifferenceKind, Differences, StepDifference
from tasks.rules.sheet import FIELDS, FieldKind, Sheet, Step

_NOT_WRITTEN, _NO_TIME, _NOBODY = "未填写", "时限未填写", "（无）"
# What is printed at the head of the 表样 is nothing of the lead's to comment on.
_BODY = tuple(field for field in FIELDS if field.kind is not FieldKind.HEAD)


@dataclass(frozen=True)
class Cell:
    """A field, or one of its steps (its `number`), as drawn. `place` is what a comment on it is pinned to.

    `says_blank`: 未填写 is said where nothing stands. `before` is what stood there in the filing before, in words:
    None where nothing changed, '' for a new step. `removed` are steps that are gone, each with what became of it.
    `since` says what holds instead without a new filing, and from which day; `opinions`, how many participating units
    noted at a step.
    """

    place: str
    label: str
    text: str = ""
    step: Step | None = None
    number: int = 0
    steps: tuple["Cell", ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    wide: bool = False
    says_blank: bool = True
    before: str | None = None
    comments: int = 0
    since: str = ""
    opinions: int = 0

    @property
    def changed(self) -> bool:
        return self.before is not None

    @property
    def holds_steps(self) -> bool:
        return self.place == "steps"


@dataclass(frozen=True)
class SheetPage:
    """The fields in printed order; `checked` where comments can be pinned to them or stand there."""

    number: int
    lead: str
    cells: tuple[Cell, ...]
    checked: bool = False


def places(sheet: Sheet) -> list[tuple[str, str]]:
    """Where a comment may be pinned: every field of the 表样, and each step by its number."""
    found = []
    for field in _BODY:
        found.append((field.name, field.label))
        if field.kind is FieldKind.STEPS:
            found += [(f"step-{n}", f"第{n}步") for n in range(1, len(sheet.steps) + 1)]
    return found


def to_read(
    sheet: Sheet,
    *,
    since: Mapping[str, str] | None = None,
    opinions: Mapping[int, int] | None = None,
    ended: Iterable[tuple[str, Step]] = (),
    says_blank: bool = True,
) -> SheetPage:
    """`says_blank`: 未填写 is said where nothing stands; `since`: by place, what holds since the filing; `opinions`: by the
    key of a step, how many there are; `ended`: steps that it no longer has, each with what became of it.
    """
    drawn = _drawn(sheet, None, Counter(), since or {}, {}, says_blank=says_blank)
    removed = tuple((words, _in_words(step)) for words, step in ended)
    cells = (replace(cell, removed=removed) if cell.holds_steps else cell for cell in drawn.cells)
    return replace(drawn, cells=tuple(_with_opinions(cells, opinions) if opinions else cells))


def _with_opinions(cells: Iterable[Cell], opinions: Mapping[int, int]) -> Iterator[Cell]:
    for cell in cells:
        steps = (replace(one, opinions=opinions.get(one.step.key, 0)) for one in cell.steps)
        yield replace(cell, steps=tuple(steps))


def to_compare(sheet: Sheet, comparison: Differences, ends: Mapping[int, str]) -> SheetPage:
    """To be read with what it changes; `ends` say what became of steps that are gone, by their keys."""
    return replace(_drawn(sheet, comparison, Counter(), {}, ends), checked=True)


def to_check(
    sheet: Sheet,
    comparison: Differences | None,
    waiting: Iterable[Comment],
    since: Mapping[str, str],
    ends: Mapping[int, str],
    *,
    only_changes: bool = False,
) -> SheetPage:
    """`comparison` with the filing before, if there was one; `waiting` are the comments of this filing.

    `only_changes`: what is the same and has no comment is left out.
    """
    counts = Counter(comment.pinned_to for comment in waiting)
    drawn = replace(_drawn(sheet, comparison, counts, since, ends), checked=True)
    return replace(drawn, cells=tuple(_changed(drawn.cells))) if only_changes else drawn


def _changed(cells: Iterable[Cell]) -> Iterator[Cell]:
    for cell in cells:
        steps = tuple(_changed(cell.steps))
        if cell.changed or cell.comments or steps or cell.removed:
            # Across the whole sheet: what stood beside it may be left out.
            yield replace(cell, steps=steps, wide=True)


def _drawn(
    sheet: Sheet,
    comparison: Differences | None,
    counts: Counter,
    since: Mapping[str, str],
    ends: Mapping[int, str],
    *,
    says_blank: bool = True,
) -> SheetPage:
    before = {each.field: each.before for each in comparison.fields if each.changed} if comparison else {}
    cells = []
    for field in _BODY:
        cell = Cell(
            field.name, field.label, wide=field.wide, says_blank=says_blank, comments=counts[field.name]
        )
        if field.kind is FieldKind.STEPS:
            compared = comparison.steps if comparison else ()
            cells.append(_with_steps(cell, sheet, compared, counts, since, ends))
        else:
            nothing = _NOBODY if field.kind is FieldKind.PARTICIPANTS else ""
            cells.append(
                replace(
                    cell,
                    text=sheet.in_words(field.name) or nothing,
                    before=_or_blank(before.get(field.name), nothing or _NOT_WRITTEN),
                    since=since.get(field.name, ""),
                )
            )
    return SheetPage(sheet.number, sheet.lead, tuple(cells))


def _or_blank(before: str | None, nothing: str) -> str | None:
    return nothing if before == "" else before


def _with_steps(
    cell: Cell,
    sheet: Sheet,
    compared: Iterable[StepDifference],
    counts: Counter,
    since: Mapping[str, str],
    ends: Mapping[int, str],
) -> Cell:
    before = {each.number_after: _before(each) for each in compared if each.differs}
    steps = (
        replace(
            cell,
            place=f"step-{number}",
            label=f"第{number}步",
            step=step,
            number=number,
            before=before.get(number),
            comments=counts[f"step-{number}"],
            since=since.get(f"step-{number}", ""),
        )
        for number, step in enumerate(sheet.steps, start=1)
    )
    removed = (
        (ends.get(each.before.key, "已删去"), _in_words(each.before))
        for each in compared
        if each.kind == DifferenceKind.REMOVED
    )
    return replace(cell, steps=tuple(steps), removed=tuple(removed))


def _before(step: StepDifference) -> str:
    """What a step was in the filing before; '' for a new one."""
    where = f"第{step.number_before}步" if step.moved else ""
    what = _in_words(step.before) if step.kind == DifferenceKind.CHANGED else ""
    return "，".join(part for part in (where, what) if part)


def _in_words(step: Step) -> str:
    parts = (step.text or _NOT_WRITTEN, step.due.text or _NO_TIME, step.unit)
    return "，".join(part for part in parts if part)
