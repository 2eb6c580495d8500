"""What a button of the form does to the rows before they are saved: add, remove, move, paste, and where to go on.

Each button submits the whole form with its name in `op`: `add-step`, `remove-step-3`, `move-up-2`, `paste`, … so
that all of it works without JavaScript and nothing typed is lost by pressing it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from tasks.rules import pasting
from tasks.rules.periods import Period
from tasks.rules.sheet import NEW, Place, Sheet, Step
from tasks.rules.step_texts import MAX_STEPS_TEXT, measured

# Buttons that save and then lead to another page; the view knows the routes.
LEAVING = ("print", "consult", "review")


@dataclass(frozen=True)
class Operated:
    """The sheet after a button was pressed, where on the page to go on, and the rows just pasted.

    `sheet` may end in blank rows: they are not saved, but the page is drawn with them. `unread` is what was pasted and
    is too long to be split.
    """

    sheet: Sheet
    focus: Place | None = None
    pasted: tuple[int, int] | None = None
    unread: str = ""


def operate(op: str, sheet: Sheet, *, pasted_text: str = "") -> Operated:
    """Apply the button `op`; one that is unknown, or whose row is gone, changes nothing.

    What stands in the box for pasting becomes steps whichever button it was: the box is drawn empty.
    """
    if op == "paste":
        return _paste(sheet, pasted_text)
    operated = _pressed(op, sheet)
    if not pasted_text.strip():
        return operated
    return replace(_paste(operated.sheet, pasted_text), focus=operated.focus)


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
    return _remove_steps(sheet, number, number)


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


def _paste(sheet: Sheet, pasted_text: str) -> Operated:
    """Steps found in a pasted text, after those already there."""
    if measured(pasted_text) > MAX_STEPS_TEXT:
        return Operated(sheet, focus=Place("paste"), unread=pasted_text)
    found = tuple(Step(text, Period(due), key=NEW) for text, due in pasting.split_steps(pasted_text))
    if not found:
        return Operated(sheet, focus=Place("paste"))
    before = sheet.trimmed().steps
    first, last = len(before) + 1, len(before) + len(found)
    return Operated(replace(sheet, steps=before + found), focus=Place("text", first), pasted=(first, last))


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
