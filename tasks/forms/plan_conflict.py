"""Two people editing: what differs between the saved sheet and one's own, and the sheet made from the choices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tasks.forms.two_texts import TwoTexts, chosen
from tasks.rules import differences
from tasks.rules.differences import DifferenceKind, StepDifference
from tasks.rules.sheet import IN_ONE_LINE, Place, Sheet, Step
from tasks.rules.wording import beginning, joined

ORDER = "order"  # of the steps, where both have the same ones in another order
_BEGINNING = 30  # characters of a step, to be told from the others


@dataclass(frozen=True)
class PlanChoice(TwoTexts):
    """One thing to choose: a field, one step, or the order of the steps."""

    place: Place
    label: str
    theirs: str | Step | None
    mine: str | Step | None
    chosen: str = ""

    @property
    def name(self) -> str:
        """What the choice is posted under."""
        return "_".join(["choose", self.place.field, *([str(self.place.step)] if self.place.step else [])])

    @property
    def is_step(self) -> bool:
        return self.place.step is not None


def compare(theirs: Sheet, mine: Sheet, choices: Mapping[str, str] | None = None) -> list[PlanChoice]:
    """In the order of the form; both as they would be saved. `choices` is what the page of choices posted."""
    found = [
        *_lines(theirs, mine),
        *_order(theirs, mine),
        *_steps(theirs, mine),
        *_participants(theirs, mine),
    ]
    return [replace(each, chosen=chosen(each, choices or {})) for each in found]


def merge(theirs: Sheet, mine: Sheet, choices: list[PlanChoice]) -> Sheet:
    """Theirs, with mine wherever it was chosen."""
    own = {each.place for each in choices if each.takes_mine}
    lines = {
        line.name: getattr(mine if Place(line.name) in own else theirs, line.name) for line in IN_ONE_LINE
    }
    return replace(
        theirs,
        **lines,
        steps=tuple(_merged_steps(theirs, mine, own)),
        participants=(mine if Place("participants") in own else theirs).participants,
    )


def _lines(theirs: Sheet, mine: Sheet) -> Iterator[PlanChoice]:
    for line in IN_ONE_LINE:
        saved, own = theirs.in_words(line.name), mine.in_words(line.name)
        if saved != own:
            yield PlanChoice(Place(line.name), line.label, saved, own)


def _order(theirs: Sheet, mine: Sheet) -> Iterator[PlanChoice]:
    rows = differences.compare_steps(theirs.steps, mine.steps)
    common = [row for row in rows if row.before and row.after]
    if any(row.moved for row in common):
        by_theirs = sorted(common, key=lambda row: row.number_before)
        yield PlanChoice(
            Place(ORDER),
            "工作步骤的次序",
            "\n".join(beginning(row.before.text, _BEGINNING) for row in by_theirs),
            "\n".join(beginning(row.after.text, _BEGINNING) for row in common),
        )


def _steps(theirs: Sheet, mine: Sheet) -> Iterator[PlanChoice]:
    for row in differences.compare_steps(theirs.steps, mine.steps):
        if row.kind != DifferenceKind.SAME:
            yield PlanChoice(_place(row), _LABELS[row.kind](row), row.before, row.after)


def _place(row: StepDifference) -> Place:
    """A step is named by its number in theirs; one that only mine has, by its number there."""
    return Place("step", row.number_before) if row.before else Place("own_step", row.number_after)


_LABELS = {
    DifferenceKind.CHANGED: lambda row: f"第 {row.number_before} 步",
    DifferenceKind.REMOVED: lambda row: f"第 {row.number_before} 步（您填写的内容中没有）",
    DifferenceKind.ADDED: lambda row: f"您填写的第 {row.number_after} 步（已保存的内容中没有）",
}


def _merged_steps(theirs: Sheet, mine: Sheet, own: set[Place]) -> Iterator[Step]:
    """In theirs' order unless mine was chosen; what only one of the two has stands where it stood there."""
    for row in _rows(theirs, mine, in_own_order=Place(ORDER) in own):
        if _place(row) not in own:
            step = row.before
        else:
            step = row.after and replace(row.after, key=row.before.key if row.before else row.after.key)
        if step is not None:
            yield step


def _rows(theirs: Sheet, mine: Sheet, *, in_own_order: bool) -> Iterator[StepDifference]:
    if in_own_order:
        return differences.compare_steps(theirs.steps, mine.steps)
    return (row.reversed() for row in differences.compare_steps(mine.steps, theirs.steps))


def _participants(theirs: Sheet, mine: Sheet) -> Iterator[PlanChoice]:
    saved, own = (joined(sheet.participants) for sheet in (theirs, mine))
    if saved != own:
        yield PlanChoice(Place("participants"), "增列的参与单位", saved, own)
