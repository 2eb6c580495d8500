"""What a button of the form does to the rows before they are saved: add, remove, move, paste, and where to go on.

Each button submits the whole form with its name in `op`: `add-step`, `remove-step-3`, `restore-step`, `move-up-2`,
`paste`, `paste-3`, … so that all of it works without JavaScript and nothing typed is lost by pressing it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from tasks.forms.plan_cleaning import units_by_name
from tasks.rules import pasted_tables
from tasks.rules.pasted_tables import PastedStep
from tasks.rules.periods import Period
from tasks.rules.sheet import NEW, Place, Sheet, Step
from tasks.rules.step_texts import MAX_STEPS_TEXT, measured

# Buttons that save and then lead to another page; the view knows the routes.
LEAVING = ("print", "consult", "review")
_PASTE = r"paste(?:-([1-9]\d{0,3}))?"


class Rows(NamedTuple):
    """The rows that a paste has just added, and how many rows were left out as heads of a table."""

    first: int
    last: int
    heads: int = 0


class Deleted(NamedTuple):
    """A step that was just deleted, and where it stood."""

    number: int
    step: Step


@dataclass(frozen=True)
class Operated:
    """The sheet after a button was pressed, where on the page to go on, the rows just pasted and the step just deleted.

    `sheet` may end in blank rows: they are not saved, but the page is drawn with them. `unread` is what was pasted and
    is too long to be split. `restored` is the key of a step that was put back.
    """

    sheet: Sheet
    focus: Place | None = None
    pasted: Rows | None = None
    unread: str = ""
    deleted: Deleted | None = None
    restored: int | None = None


def operate(op: str, sheet: Sheet, *, pasted_text: str = "", deleted: Deleted | None = None) -> Operated:
    """Apply the button `op`; one that is unknown, or whose row is gone, changes nothing. `deleted` is what was deleted
    last.

    What stands in the box for pasting becomes steps whichever button it was: the box is drawn empty.
    """
    if found := re.fullmatch(_PASTE, op):
        return _paste(sheet, pasted_text, behind=int(found[1] or 0))
    operated = _restore(sheet, deleted) if op == "restore-step" and deleted else _pressed(op, sheet)
    if not pasted_text.strip():
        return operated
    return replace(_paste(operated.sheet, pasted_text), focus=operated.focus)


def changes_rows(op: str) -> bool:
    """Whether it is a button of the rows themselves, with which one goes on typing."""
    patterns = (_PASTE, "restore-step", *(pattern for pattern, _ in _BUTTONS))
    return any(re.fullmatch(pattern, op) for pattern in patterns)


def _pressed(op: str, sheet: Sheet) -> Operated:
    for pattern, apply in _BUTTONS:
        found = re.fullmatch(pattern, op)
        if found:
            return apply(sheet, *(int(number) for number in found.groups()))
    return Operated(sheet)


def _add_step(sheet: Sheet) -> Operated:
    steps = (*sheet.steps, Step(key=NEW))
    return Operated(replace(sheet, steps=steps), focus=Place("text", len(steps)))


def _remove_steps(sheet: Sheet, first: int, last: int) -> Operated:
    steps = sheet.steps[: first - 1] + sheet.steps[last:]
    focus = Place("text", min(first, len(steps))) if steps else Place("add_step")
    return Operated(replace(sheet, steps=steps), focus=focus) if 1 <= first <= last else Operated(sheet)


def _remove_step(sheet: Sheet, number: int) -> Operated:
    gone = sheet.steps[number - 1 : number]
    deleted = Deleted(number, gone[0]) if gone and not gone[0].blank else None
    return replace(_remove_steps(sheet, number, number), deleted=deleted)


def _restore(sheet: Sheet, deleted: Deleted) -> Operated:
    """Where it stood, as far as there still are so many steps."""
    before = min(deleted.number - 1, len(sheet.steps))
    steps = (*sheet.steps[:before], deleted.step, *sheet.steps[before:])
    focus = Place("text", before + 1)
    return Operated(replace(sheet, steps=steps), focus=focus, restored=deleted.step.key)


def _move_up(sheet: Sheet, number: int) -> Operated:
    return _swap(sheet, number, number - 1, "up")


def _move_down(sheet: Sheet, number: int) -> Operated:
    return _swap(sheet, number, number + 1, "down")


def _swap(sheet: Sheet, number: int, other: int, button: str) -> Operated:
    """The focus stays on the same button of the step that moved, or on its text where the way ends."""
    if not (1 <= number <= len(sheet.steps) and 1 <= other <= len(sheet.steps)):
        return Operated(sheet)
    steps = list(sheet.steps)
    steps[number - 1], steps[other - 1] = steps[other - 1], steps[number - 1]
    at_end = other == (1 if button == "up" else len(steps))
    focus = Place("text" if at_end else button, other)
    return Operated(replace(sheet, steps=tuple(steps)), focus=focus)


def _paste(sheet: Sheet, pasted_text: str, *, behind: int = 0) -> Operated:
    """Steps found in a pasted text, behind the step with that number or in its place where that is blank; else after
    those already there.
    """
    if measured(pasted_text) > MAX_STEPS_TEXT:
        return Operated(sheet, focus=Place("paste"), unread=pasted_text)
    found, heads = steps_in(pasted_text)
    if not found:
        return Operated(sheet, focus=Place("paste"))
    steps = sheet.trimmed().steps
    before = steps[:behind] if 0 < behind <= len(steps) else steps
    after = steps[len(before) :]
    if before and before[-1].blank:
        before = before[:-1]
    first, last = len(before) + 1, len(before) + len(found)
    pasted = Rows(first, last, heads)
    return Operated(replace(sheet, steps=before + found + after), focus=Place("text", first), pasted=pasted)


def steps_in(pasted_text: str) -> tuple[tuple[Step, ...], int]:
    """The steps in a pasted text, and how many rows were heads of a table."""
    steps, heads = pasted_tables.read(pasted_text)
    units = units_by_name() if any(step.unit for step in steps) else {}
    return tuple(_pasted_step(step, units) for step in steps), heads


def _pasted_step(step: PastedStep, units: dict[str, str]) -> Step:
    """What is no unit that the system knows, an office or several of them, stands with the text."""
    unit = units.get(step.unit, "")
    beside = f"（{'、'.join(step.unit.split())}）" if step.unit and not unit else ""
    return Step(f"{step.text}{beside}", Period(step.due), unit, key=NEW)


def _add_participant(sheet: Sheet) -> Operated:
    names = (*sheet.participants, "")
    return Operated(replace(sheet, participants=names), focus=Place("participants", len(names)))


def _remove_participant(sheet: Sheet, number: int) -> Operated:
    names = sheet.participants[: number - 1] + sheet.participants[number:]
    return Operated(replace(sheet, participants=names), focus=Place("add_participant"))


_BUTTONS: tuple[tuple[str, Callable[..., Operated]], ...] = (
    (r"add-step", _add_step),
    (r"remove-step-([1-9]\d{0,3})", _remove_step),
    (r"remove-steps-([1-9]\d{0,3})-([1-9]\d{0,3})", _remove_steps),
    (r"move-up-([1-9]\d{0,3})", _move_up),
    (r"move-down-([1-9]\d{0,3})", _move_down),
    (r"add-participant", _add_participant),
    (r"remove-participant-([1-9]\d{0,3})", _remove_participant),
)
