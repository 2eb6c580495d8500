"""Two plans compared field by field and step by step, as values a template can draw."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from tasks.rules.content import FIELD_LABELS, PlanContent, StepContent
from tasks.rules.wording import joined

# Steps less alike than this are one taken out and another put in, not one step reworded.
_ALIKE = 0.4
_PRINTED = tuple(FIELD_LABELS)
_BEFORE_STEPS = _PRINTED[: _PRINTED.index("steps")]


class Kind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Segment:
    """A piece of a text before and after: kept (same), written new (added) or taken out (removed)."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class FieldDifference:
    """`field` is an attribute of `PlanContent` or `StepContent`; the segments put together give either text."""

    field: str
    label: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after

    @property
    def segments(self) -> list[Segment]:
        return list(_segments(self.before, self.after))


@dataclass(frozen=True)
class StepDifference:
    """One row of the comparison; the side on which the step does not exist has neither number nor content."""

    kind: Kind
    number_before: int | None
    number_after: int | None
    before: StepContent | None
    after: StepContent | None

    @property
    def cells(self) -> tuple[FieldDifference, ...]:
        """Text, time and unit of the step, each compared."""
        before, after = self.before or StepContent(""), self.after or StepContent("")
        return (
            FieldDifference("text", "工作步骤", before.text, after.text),
            FieldDifference("due", "完成时限", before.due.text, after.due.text),
            FieldDifference("unit", "承担单位", before.unit, after.unit),
        )


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
        """Names of the fields of `PlanContent` that differ, `steps` where any step does."""
        names = {field.field for field in self.fields if field.changed}
        if any(step.kind != Kind.SAME for step in self.steps):
            names.add("steps")
        return frozenset(names)

    @property
    def changed_steps(self) -> frozenset[int]:
        """Numbers, in the later plan, of the steps that are new or changed."""
        return frozenset(step.number_after for step in self.steps if step.kind in (Kind.ADDED, Kind.CHANGED))


def compare(before: PlanContent, after: PlanContent) -> Differences:
    """What changed from `before` to `after`."""
    fields = (
        FieldDifference(name, label, _in_words(before, name), _in_words(after, name))
        for name, label in FIELD_LABELS.items()
        if name != "steps"
    )
    return Differences(tuple(fields), tuple(_compare_steps(before.steps, after.steps)))


def _in_words(content: PlanContent, name: str) -> str:
    value = getattr(content, name)
    return joined(value) if name == "participants" else str(value)


def _compare_steps(before: Sequence[StepContent], after: Sequence[StepContent]) -> Iterator[StepDifference]:
    at_before = at_after = 0
    for i, j in [*_pairs(before, after), (len(before), len(after))]:
        for n in range(at_before, i):
            yield StepDifference(Kind.REMOVED, n + 1, None, before[n], None)
        for n in range(at_after, j):
            yield StepDifference(Kind.ADDED, None, n + 1, None, after[n])
        if i < len(before):
            yield StepDifference(_kind(before[i], after[j]), i + 1, j + 1, before[i], after[j])
        at_before, at_after = i + 1, j + 1


def _kind(before: StepContent, after: StepContent) -> Kind:
    alike = (before.text, before.due.text, before.unit) == (after.text, after.due.text, after.unit)
    return Kind.SAME if alike else Kind.CHANGED


def _pairs(before: Sequence[StepContent], after: Sequence[StepContent]) -> list[tuple[int, int]]:
    """Which step became which, in order: the pairing whose texts are most alike altogether."""
    texts_before, texts_after = [_bigrams(step) for step in before], [_bigrams(step) for step in after]
    alike = [[_likeness(one, other) for other in texts_after] for one in texts_before]
    # best[i][j]: the likeness that can still be had from the steps i… before and j… after.
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike[i][j])
    return list(_walk(best, alike))


def _walk(best: list[list[float]], alike: list[list[float]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(alike) and j < len(alike[i]):
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _bigrams(step: StepContent) -> Counter:
    text = f"\n{step.text}\n"
    return Counter(text[n : n + 2] for n in range(len(text) - 1))


def _likeness(one: Counter, other: Counter) -> float:
    """Share of character pairs in common, from 0 to 1; 0 for texts that are not the same step any more."""
    share = 2 * (one & other).total() / (one.total() + other.total())
    return share if share >= _ALIKE else 0.0


def _segments(before: str, after: str) -> Iterator[Segment]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, before_from, before_to, after_from, after_to in matcher.get_opcodes():
        if tag == "equal":
            yield Segment(Kind.SAME, before[before_from:before_to])
            continue
        if before_from < before_to:
            yield Segment(Kind.REMOVED, before[before_from:before_to])
        if after_from < after_to:
            yield Segment(Kind.ADDED, after[after_from:after_to])
