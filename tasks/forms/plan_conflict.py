"""Two people editing: what differs between the saved sheet and one's own, and the sheet made from the choices. Nothing has
to be chosen where only one of the two touched a text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tasks.forms.plan_marks import Marks, mark, order
from tasks.forms.plan_operations import Deleted, Operated, Rows
from tasks.forms.two_texts import THEIRS, TwoTexts, chosen, decided
from tasks.rules import differences, step_pairs
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
    settled: bool = False

    @property
    def name(self) -> str:
        """What the choice is posted under."""
        return "_".join(["choose", self.place.field, *([str(self.place.step)] if self.place.step else [])])

    @property
    def is_step(self) -> bool:
        return self.place.step is not None


@dataclass(frozen=True)
class TwoSheets:
    """Two sheets as they would be saved, which step of theirs is which of mine, and what was `found` to choose, in the order
    of the form.
    """

    theirs: Sheet
    mine: Sheet
    pairs: Sequence[step_pairs.Pair]
    found: list[PlanChoice]

    def merged(self) -> Sheet:
        """Theirs, with mine wherever it was chosen."""
        own = {each.place for each in self.found if each.takes_mine}
        lines = {
            line.name: getattr(self.mine if Place(line.name) in own else self.theirs, line.name)
            for line in IN_ONE_LINE
        }
        return replace(
            self.theirs,
            **lines,
            steps=tuple(self._steps(own)),
            participants=(self.mine if Place("participants") in own else self.theirs).participants,
        )

    def _steps(self, own: set[Place]) -> Iterator[Step]:
        """In theirs' order unless mine was chosen; what only one of the two has stands where it stood there."""
        for row in self._rows(in_own_order=Place(ORDER) in own):
            if _place(row) not in own:
                step = row.before
            else:
                step = row.after and replace(row.after, key=row.before.key if row.before else row.after.key)
            if step is not None:
                yield step

    def _rows(self, *, in_own_order: bool) -> Iterator[StepDifference]:
        if in_own_order:
            return differences.compare_steps(self.theirs.steps, self.mine.steps, self.pairs)
        back = step_pairs.reversed_pairs(self.pairs)
        rows = differences.compare_steps(self.mine.steps, self.theirs.steps, back)
        return (row.reversed() for row in rows)


def compare(theirs: Sheet, mine: Sheet, drawn: Marks, choices: Mapping[str, str] | None = None) -> TwoSheets:
    """`drawn` is what the page of mine was drawn with, where that is known; `choices` what the page of choices posted."""
    pairs = step_pairs.pairs(theirs.steps, mine.steps)
    rows = list(differences.compare_steps(theirs.steps, mine.steps, pairs))
    found = [
        *_lines(theirs, mine),
        *_order(rows),
        *_steps(rows),
        *_participants(theirs, mine),
    ]
    if drawn:
        touched = ((each, *_touched(each, theirs, pairs, drawn)) for each in found)
        # An order that neither touched comes of steps that both added: it stays theirs.
        asked = [decided(*each, choices or {}) for each in touched if any(each[1:])]
    else:
        asked = [replace(each, chosen=chosen(each, choices or {})) for each in found]
    return TwoSheets(theirs, mine, pairs, asked)


def is_against(choices: Mapping[str, str], found: Iterable[PlanChoice]) -> bool:
    """Whether the text of the other was chosen somewhere, and by the marks mine would be taken: a third put back what was there
    before, so that nobody but me seems to have touched it.
    """
    return any(each.settled and each.takes_mine and choices.get(each.name) == THEIRS for each in found)


def _touched(
    each: PlanChoice, theirs: Sheet, pairs: Sequence[step_pairs.Pair], drawn: Marks
) -> tuple[bool, bool]:
    """Whether they, and whether I, wrote another text than the page was drawn with."""
    if each.place.field == ORDER:
        # A step that was taken out and typed anew elsewhere was moved.
        own_order = [theirs.steps[i].key for i, _ in pairs]
        orders = (order(drawn), _keys(theirs.steps), own_order)
        common = set.intersection(*map(set, orders))
        before, saved, own = ([key for key in keys if key in common] for keys in orders)
    else:
        name = str((each.theirs or each.mine).key) if each.is_step else each.place.field
        before, saved, own = drawn.get(name, ""), mark(each.theirs), mark(each.mine)
    return saved != before, own != before


def _keys(steps: Sequence[Step]) -> list[int | None]:
    return [step.key for step in steps]


def together(operated: Operated, saved: Sheet, theirs: Sheet) -> Operated:
    """What a button did to mine, on the rows that are `saved` of it and of `theirs`: as many blank ones behind them, and where
    to go on. What was pasted can be taken away again only where all of it is mine alone.
    """
    mine = operated.sheet.trimmed()
    at = {j + 1: i + 1 for i, j in step_pairs.pairs(saved.steps, mine.steps)}

    def number(own: int) -> int:
        return at.get(own, max(1, own + len(saved.steps) - len(mine.steps)))

    focus, pasted, deleted = operated.focus, operated.pasted, operated.deleted
    if focus and focus.field == "participants" and focus.step:
        focus = focus._replace(step=focus.step + len(saved.participants) - len(mine.participants))
    elif focus and focus.step:
        focus = focus._replace(step=number(focus.step))
    if pasted:
        rows = [at.get(own, 0) for own in range(pasted.first, pasted.last + 1)]
        is_mine = _are_alone(rows, saved, theirs)
        pasted = Rows(rows[0], rows[-1], pasted.heads) if is_mine else None
    if deleted:
        rows = [at[own] for own in range(1, deleted.number) if own in at]
        deleted = deleted._replace(number=1 + _last_above(deleted, rows, saved, theirs))
    return replace(
        operated,
        sheet=replace(
            operated.sheet,
            steps=saved.steps + operated.sheet.steps[len(mine.steps) :],
            participants=saved.participants
            + ("",) * (len(operated.sheet.participants) - len(mine.participants)),
        ),
        focus=focus,
        pasted=pasted,
        deleted=deleted,
    )


def _are_alone(rows: Sequence[int], saved: Sheet, theirs: Sheet) -> bool:
    """Whether these rows of what is saved stand one below the other, and none of them is one of theirs."""
    keys = set(_keys(saved.steps[rows[0] - 1 : rows[-1]]))
    return [*rows] == [*range(rows[0], rows[-1] + 1)] and rows[0] > 0 and keys.isdisjoint(_keys(theirs.steps))


def _last_above(deleted: Deleted, rows: Sequence[int], saved: Sheet, theirs: Sheet) -> int:
    """The last row of what is saved that stood above the deleted step: in theirs, where they have it, or where they have not
    got that row, in mine.
    """
    keys, key = _keys(theirs.steps), deleted.step.key
    if key in keys:
        before, own = keys[: keys.index(key)], [row for row in rows if saved.steps[row - 1].key not in keys]
    else:
        before, own = [], rows
    above = [number for number, one in enumerate(_keys(saved.steps), start=1) if one in before]
    return max([*above, *own], default=0)


def _lines(theirs: Sheet, mine: Sheet) -> Iterator[PlanChoice]:
    for line in IN_ONE_LINE:
        saved, own = theirs.in_words(line.name), mine.in_words(line.name)
        if saved != own:
            yield PlanChoice(Place(line.name), line.label, saved, own)


def _order(rows: Sequence[StepDifference]) -> Iterator[PlanChoice]:
    common = [row for row in rows if row.before and row.after]
    if any(row.moved for row in common):
        by_theirs = sorted(common, key=lambda row: row.number_before)
        yield PlanChoice(
            Place(ORDER),
            "工作步骤的次序",
            "\n".join(beginning(row.before.text, _BEGINNING) for row in by_theirs),
            "\n".join(beginning(row.after.text, _BEGINNING) for row in common),
        )


def _steps(rows: Sequence[StepDifference]) -> Iterator[PlanChoice]:
    for row in rows:
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


def _participants(theirs: Sheet, mine: Sheet) -> Iterator[PlanChoice]:
    saved, own = (joined(sheet.participants) for sheet in (theirs, mine))
    if saved != own:
        yield PlanChoice(Place("participants"), "增列的参与单位", saved, own)
