"""Times that move later in a revision (decision 0045): which do, what each needs, and which times then hold.

A time moves later where it had a last day, and has a later one or none. 完成时间 moves by a decision made outside; a step
within it is put on record with its reason; a step moved past it goes with it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tasks.enums import Outcome, StepEnding, TimeChangeKind
from tasks.rules.periods import NO_TIME, Period
from tasks.rules.sheet import Sheet, Step
from tasks.rules.step_ends import StepEnd, numbers_of

FINISH = 0  # the key of 完成时间; those of steps begin with 1


@dataclass(frozen=True)
class Held:
    """A time in force, with the one it was at first and how often it was moved later; `ending` of a step that ended."""

    key: int
    original: Period
    time: Period
    moves: int = 0
    ending: str = ""

    @property
    def in_words(self) -> str:
        """原定2017年12月，现为2018年12月（第1次调整）; "" where it is as it was at first."""
        if self.ending:
            return f"原定{_said(self.original)}"
        if not self.moves and same(self.time, self.original):
            return ""
        nth = f"（第{self.moves}次调整）" if self.moves else ""
        return f"原定{_said(self.original)}，现为{_said(self.time)}{nth}"


def _said(time: Period) -> str:
    return time.text or "未填写"


@dataclass(frozen=True)
class Moved:
    """A time that a text moves later, or a step in force that it ends; `number` is that of the step, None of 完成时间.

    A step that is cancelled has no new time; one that was split or merged has the latest of those in its place.
    """

    key: int
    number: int | None
    before: Held
    asked: Period
    kind: TimeChangeKind
    ending: str = ""


@dataclass(frozen=True)
class Later:
    """A time that moves later, as whoever writes it is told: with its reason, "" where none is given yet, and whether it
    passes 完成时间, in force and asked.
    """

    moved: Moved
    reason: str
    past_finish: bool


@dataclass(frozen=True)
class Change:
    """What was asked before, and what was decided of it. `outcome` is None where nothing is, or nothing has to be."""

    key: int
    asked: Period
    reason: str
    kind: TimeChangeKind
    ending: str = ""
    outcome: Outcome | None = None
    granted: Period | None = None
    pk: int | None = None

    @property
    def waits(self) -> bool:
        """Whether a decision about it is still to come: of a step it is the one about 完成时间."""
        return self.kind is TimeChangeKind.DECIDED and self.key == FINISH and self.outcome is None

    def answers(self, moved: Moved) -> bool:
        """Whether it asked the same already, or that much may hold, so that nothing new is asked. A step that went with
        完成时间 may come back with it.
        """
        if (self.key, self.ending) != (moved.key, moved.ending):
            return False
        goes_with = self.kind is TimeChangeKind.DECIDED and self.key != FINISH
        may_hold = self.asked if goes_with else self.granted
        return same(self.asked, moved.asked) or (may_hold is not None and not later(may_hold, moved.asked))


@dataclass(frozen=True)
class Holding:
    """A time that holds from now on; `previous` is what held before, `change` why it is later."""

    held: Held
    previous: Period
    change: Change | None = None


def same(one: Period, other: Period) -> bool:
    """Of times without a last day what they say has to be the same."""
    return one.last == other.last and (one.last is not None or one.text == other.text)


def later(before: Period, after: Period) -> bool:
    """长期, and whatever else has no last day, is later than any day and never later than itself."""
    return before.last is not None and (after.last is None or after.last > before.last)


def moved(held: Mapping[int, Held], written: Sheet, ends: Iterable[StepEnd]) -> list[Moved]:
    """What a text moves later of the times `held`, by their keys; the steps of `written` have theirs."""
    return [*_finish(held, written), *_steps(held, written), *_ended(held, written, ends)]


def to_explain(
    held: Mapping[int, Held], written: Sheet, reasons: Mapping[int, str], before: Iterable[Change]
) -> list[Later]:
    """What moves later, with the reasons given by its keys, or `before`; a step that is ended has its reason there.

    A step past 完成时间 in force goes with it; past the one that is asked too there is nothing it could go with.
    """
    before = list(before)
    found = []
    for each in moved(held, written, ()):
        asked = answer(each, before)
        reason = reasons.get(each.key) or (asked.reason if asked else "")
        past = each.key != FINISH and each.kind is TimeChangeKind.DECIDED
        found.append(Later(each, reason, past_finish=past and _past(each.asked, written.finish)))
    return found


def holding(
    held: Mapping[int, Held], written: Sheet, ends: Iterable[StepEnd], changes: Iterable[Change]
) -> list[Holding]:
    """The times that hold once `written` is accepted, or something was decided of what it asks: that of `changes`.

    What waits for its decision, or was not granted, stays as it is held.
    """
    found = {each.key: each for each in moved(held, written, ends)}
    said = list(changes)
    finish = _held_then(FINISH, written.finish, held, found, said, None)
    steps = (_held_then(step.key, step.due, held, found, said, finish.held.time) for step in written.steps)
    return [finish, *steps, *_of_ended(held, written, ends, found, said)]


def answer(each: Moved, changes: Iterable[Change]) -> Change | None:
    """The newest of what was asked that answers it."""
    return next((change for change in reversed(list(changes)) if change.answers(each)), None)


def as_held(filed: Sheet, held: Mapping[int, Held], changes: Iterable[Change]) -> Sheet:
    """What was filed, its steps with their keys, with the times in force in place of those that were not granted; what
    still waits for its decision stays asked.
    """
    waiting = any(change.waits for change in changes)

    def time(key: int, written: Period) -> Period:
        in_force = held[key].time
        return written if waiting or same(in_force, written) else in_force

    steps = tuple(replace(step, due=time(step.key, step.due)) for step in filed.steps)
    return replace(filed, finish=time(FINISH, filed.finish), steps=steps)


def steps_in_force(steps: Iterable[Step], held: Mapping[int, Held]) -> tuple[Step, ...]:
    """Steps with their keys, each with the time that holds in place of one that was only asked."""
    return tuple(
        replace(step, due=held[step.key].time)
        if step.key in held and not same(held[step.key].time, step.due)
        else step
        for step in steps
    )


def notes(written: Sheet, held: Mapping[int, Held]) -> dict[str, str]:
    """What stands beside the times of a text in force, by their places (finish, step-2): what they were at first, and
    which one holds where the text has another.
    """
    places = {"finish": (FINISH, written.finish)}
    places |= {f"step-{number}": (step.key, step.due) for number, step in enumerate(written.steps, start=1)}
    found = {place: _note(held[key], time) for place, (key, time) in places.items() if key in held}
    return {place: words for place, words in found.items() if words}


def _note(held: Held, written: Period) -> str:
    if same(held.time, written):
        return held.in_words
    return f"{held.in_words or f'现为{_said(held.time)}'}，以现行的为准"


def _past(time: Period, finish: Period) -> bool:
    return time.last is not None and finish.last is not None and time.last > finish.last


def _finish(held: Mapping[int, Held], written: Sheet) -> Iterator[Moved]:
    before = held.get(FINISH)
    if before and later(before.time, written.finish):
        yield Moved(FINISH, None, before, written.finish, TimeChangeKind.DECIDED)


def _steps(held: Mapping[int, Held], written: Sheet) -> Iterator[Moved]:
    finish = held[FINISH].time if FINISH in held else NO_TIME
    for number, step in enumerate(written.steps, start=1):
        before = held.get(step.key)
        if before and later(before.time, step.due):
            decided = _past(step.due, finish)
            kind = TimeChangeKind.DECIDED if decided else TimeChangeKind.RECORDED
            yield Moved(step.key, number, before, step.due, kind)


def _ended(held: Mapping[int, Held], written: Sheet, ends: Iterable[StepEnd]) -> Iterator[Moved]:
    """Cancelling counts as a change in any case, splitting and merging where what comes in its place is later."""
    times, numbers = {step.key: step.due for step in written.steps}, numbers_of(written)
    for end in ends:
        before = held.get(end.key)
        if before is None or before.ending or end.key in numbers:
            continue
        asked = _latest([times[key] for key in end.into if key in times])
        if end.ending == StepEnding.CANCELLED or later(before.time, asked):
            yield Moved(end.key, None, before, asked, TimeChangeKind.RECORDED, end.ending)


def _latest(found: list[Period]) -> Period:
    """Of times of which one has no last day, that one."""
    open_ended = next((time for time in found if time.last is None), None)
    return open_ended or max(found, key=lambda time: time.last, default=NO_TIME)


def _held_then(
    key: int,
    written: Period,
    held: Mapping[int, Held],
    found: Mapping[int, Moved],
    changes: list[Change],
    finish: Period | None,
) -> Holding:
    """`finish` is 完成时间 as it then holds, for a step."""
    before = held.get(key)
    if before is None:
        return Holding(Held(key, written, written), NO_TIME)
    if key not in found:
        return Holding(replace(before, time=written), before.time)
    change = answer(found[key], changes)
    granted = _granted(written, change, finish)
    if granted is None or not later(before.time, granted):
        return Holding(before, before.time)
    return Holding(replace(before, time=granted, moves=before.moves + 1), before.time, change)


def _granted(written: Period, change: Change | None, finish: Period | None) -> Period | None:
    """How far of what is written may hold."""
    if change is None:
        return None
    if change.kind is TimeChangeKind.RECORDED:
        return written
    if finish is not None:
        return None if _past(written, finish) else written
    if change.granted is None:
        return None
    return change.granted if later(change.granted, written) else written


def _of_ended(
    held: Mapping[int, Held],
    written: Sheet,
    ends: Iterable[StepEnd],
    found: Mapping[int, Moved],
    changes: list[Change],
) -> Iterator[Holding]:
    """Steps that ended now, and those that ended before."""
    present, ending = numbers_of(written), {end.key: end.ending for end in ends}
    for key, before in held.items():
        if key == FINISH or key in present:
            continue
        if before.ending or key not in found:
            yield Holding(replace(before, ending=before.ending or ending.get(key, "")), before.time)
            continue
        after = replace(before, time=found[key].asked, moves=before.moves + 1, ending=ending[key])
        yield Holding(after, before.time, answer(found[key], changes))
