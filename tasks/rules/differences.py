"""Two plans compared field by field and step by step, as values a template can draw."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property

from tasks.rules import step_pairs
from tasks.rules.sheet import LABELS, STEP_LABELS, Sheet, Step

_PRINTED = tuple(LABELS)
_BEFORE_STEPS = _PRINTED[: _PRINTED.index("steps")]

_CLAUSE = re.compile(r"[^，。；：、\n]*[，。；：、\n]|[^，。；：、\n]+")
# Steps of usual length are searched character by character; texts of the longest plan would take a minute (decision 0057).
_MOST_WORK = 150_000


class DifferenceKind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class _Difference:
    """Has a `kind`."""

    @property
    def added(self) -> bool:
        return self.kind == DifferenceKind.ADDED

    @property
    def removed(self) -> bool:
        return self.kind == DifferenceKind.REMOVED


@dataclass(frozen=True)
class Segment(_Difference):
    """A piece of a text before and after: kept (same), written new (added) or taken out (removed)."""

    kind: DifferenceKind
    text: str


@dataclass(frozen=True)
class FieldDifference:
    """`field` is an attribute of `Sheet` or `Step`; the segments put together give either text."""

    field: str
    label: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after

    @cached_property
    def segments(self) -> list[Segment]:
        return list(_segments(self.before, self.after))

    @property
    def segments_before(self) -> list[Segment]:
        """The text before: what was kept of it and what was taken out."""
        return [segment for segment in self.segments if not segment.added]

    @property
    def segments_after(self) -> list[Segment]:
        return [segment for segment in self.segments if not segment.removed]

    @property
    def is_text(self) -> bool:
        """What a step says, which needs no label."""
        return self.field == "text"

    @property
    def blank(self) -> str:
        """What is said where nothing stands."""
        return "（无）" if self.field == "participants" else "未填写"


@dataclass(frozen=True)
class StepDifference(_Difference):
    """One row of the comparison; the side on which the step does not exist has neither number nor step.

    `moved`: it stands elsewhere among the others than it did.
    """

    kind: DifferenceKind
    number_before: int | None
    number_after: int | None
    before: Step | None
    after: Step | None
    moved: bool = False

    @property
    def reworded(self) -> bool:
        return self.kind == DifferenceKind.CHANGED

    @property
    def renumbered(self) -> bool:
        """Whether it has another number than before, which a step before it may have brought about."""
        return self.number_before != self.number_after

    @property
    def differs(self) -> bool:
        return self.moved or self.kind != DifferenceKind.SAME

    def reversed(self) -> "StepDifference":
        """The same seen from the other side."""
        kind = {
            DifferenceKind.ADDED: DifferenceKind.REMOVED,
            DifferenceKind.REMOVED: DifferenceKind.ADDED,
        }.get(self.kind, self.kind)
        return StepDifference(
            kind, self.number_after, self.number_before, self.after, self.before, self.moved
        )

    @cached_property
    def cells(self) -> tuple[FieldDifference, ...]:
        """Text, time and unit of the step, each compared."""
        before, after = self.before or Step(), self.after or Step()
        return tuple(
            FieldDifference(name, label, str(getattr(before, name)), str(getattr(after, name)))
            for name, label in STEP_LABELS.items()
        )

    @property
    def cells_before(self) -> list[FieldDifference]:
        """Of the step as it was: text and time even where they are blank."""
        return [cell for cell in self.cells if cell.before or cell.field != "unit"] if self.before else []

    @property
    def cells_after(self) -> list[FieldDifference]:
        return [cell for cell in self.cells if cell.after or cell.field != "unit"] if self.after else []


@dataclass(frozen=True)
class Differences:
    """All fields of the 表样 in printed order but the steps, and the steps in the order they are read in."""

    fields: tuple[FieldDifference, ...]
    steps: tuple[StepDifference, ...]

    def __bool__(self) -> bool:
        return bool(self.changed_fields)

    @property
    def fields_before_steps(self) -> tuple[FieldDifference, ...]:
        """Those the 表样 prints above the steps."""
        return tuple(field for field in self.fields if field.field in _BEFORE_STEPS)

    @property
    def fields_after_steps(self) -> tuple[FieldDifference, ...]:
        return tuple(field for field in self.fields if field.field not in _BEFORE_STEPS)

    @property
    def changed_fields(self) -> frozenset[str]:
        """Names of the fields that differ, `steps` where any step does."""
        names = {field.field for field in self.fields if field.changed}
        if any(step.differs for step in self.steps):
            names.add("steps")
        return frozenset(names)

    @property
    def changed_steps(self) -> frozenset[int]:
        """Numbers, in the later plan, of the steps that are new, changed or elsewhere."""
        return frozenset(step.number_after for step in self.steps if step.number_after and step.differs)


def compare(before: Sheet, after: Sheet) -> Differences:
    """What changed from `before` to `after`."""
    fields = (
        FieldDifference(name, label, before.in_words(name), after.in_words(name))
        for name, label in LABELS.items()
        if name != "steps"
    )
    return Differences(tuple(fields), tuple(compare_steps(before.steps, after.steps)))


def compare_steps(
    before: Sequence[Step], after: Sequence[Step], pairs: Sequence[step_pairs.Pair] | None = None
) -> Iterator[StepDifference]:
    """In the order of `after`, each step of `before` that is gone where it stood. `pairs` are given where they are known."""
    pairs = step_pairs.pairs(before, after) if pairs is None else pairs
    came_from, gone = {j: i for i, j in pairs}, set(range(len(before))) - {i for i, _ in pairs}
    at_before = at_after = 0
    for i, j in [*step_pairs.in_order(pairs), (len(before), len(after))]:
        for n in range(at_before, i):
            if n in gone:
                yield StepDifference(DifferenceKind.REMOVED, n + 1, None, before[n], None)
        for n in range(at_after, j):
            yield _elsewhere(before, after, came_from.get(n), n)
        if i < len(before):
            yield _same_step(before, after, i, j, moved=False)
        at_before, at_after = i + 1, j + 1


def _elsewhere(before: Sequence[Step], after: Sequence[Step], i: int | None, j: int) -> StepDifference:
    """A step that stands between those that kept their order: a new one, or one that was moved there."""
    if i is None:
        return StepDifference(DifferenceKind.ADDED, None, j + 1, None, after[j])
    return _same_step(before, after, i, j, moved=True)


def _same_step(
    before: Sequence[Step], after: Sequence[Step], i: int, j: int, *, moved: bool
) -> StepDifference:
    kind = DifferenceKind.SAME if _says(before[i]) == _says(after[j]) else DifferenceKind.CHANGED
    return StepDifference(kind, i + 1, j + 1, before[i], after[j], moved)


def _says(step: Step) -> tuple[str, str, str]:
    return step.text, step.due.text, step.unit


def _segments(before: str, after: str) -> Iterator[Segment]:
    """What both begin and end with is kept; what stands between is searched."""
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    yield from _kept(before[:start])
    yield from _between(before[start : len(before) - end], after[start : len(after) - end])
    yield from _kept(before[len(before) - end :])


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    differing = (n for n, (this, that) in enumerate(zip(one, other, strict=False)) if this != that)
    return next(differing, min(len(one), len(other)))


def _between(before: str, after: str) -> Iterator[Segment]:
    """By characters; a long text by its clauses first, and those that were reworded by characters."""
    if _can_be_searched(before, after):
        for taken_out, put_in, kept in _blocks(before, after):
            yield from _replaced(taken_out, put_in)
            yield from _kept(kept)
    else:
        yield from _by_clauses(_CLAUSE.findall(before), _CLAUSE.findall(after))


def _by_clauses(before: list[str], after: list[str]) -> Iterator[Segment]:
    """Clauses of which as many stand in a place as before are compared each with its own."""
    if not _can_be_searched(before, after):
        before, after = ["".join(before)], ["".join(after)]
    for taken_out, put_in, kept in _blocks(before, after):
        is_each = len(taken_out) == len(put_in)
        pairs = zip(taken_out, put_in, strict=True) if is_each else [("".join(taken_out), "".join(put_in))]
        for one, other in pairs:
            yield from _segments(one, other) if _can_be_searched(one, other) else _replaced(one, other)
        yield from _kept("".join(kept))


def _can_be_searched(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the search is short: it looks through all pairs of equal parts, once more for each piece it finds."""
    in_before, in_after = Counter(before), Counter(after)
    pairs = sum(count * in_after[part] for part, count in in_before.items())
    return (pairs + len(before)) * min(len(before), len(after)) <= _MOST_WORK


def _blocks(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Sequence[str], ...]]:
    """What was taken out and put in, and what was kept behind it."""
    at_before = at_after = 0
    for i, j, size in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        yield before[at_before:i], after[at_after:j], before[i : i + size]
        at_before, at_after = i + size, j + size


def _kept(text: str) -> Iterator[Segment]:
    if text:
        yield Segment(DifferenceKind.SAME, text)


def _replaced(before: str, after: str) -> Iterator[Segment]:
    if before:
        yield Segment(DifferenceKind.REMOVED, before)
    if after:
        yield Segment(DifferenceKind.ADDED, after)
