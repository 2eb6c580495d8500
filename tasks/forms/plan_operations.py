"""What a button of the form does to the rows before they are saved: add, remove, move, paste, and where to go on.

Each button submits the whole form with its name in `op`: `add-step`, `remove-step-3`, `move-up-2`, `paste`, … so
that all of it works without JavaScript and nothing typed is lost by pressing it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from tasks.forms.plan_values import PlanValues, StepValues
from tasks.rules import pasting

Rows = tuple[StepValues, ...]

# Buttons that save and then lead to another page; the view knows the routes.
LEAVING = ("print", "consult", "review")


@dataclass(frozen=True)
class Operated:
    """The values after a button was pressed, the id of the element to go on at, and the rows just pasted.

    `values` may end in blank rows: they are not saved, but the page is drawn with them.
    """

    values: PlanValues
    focus: str = ""
    pasted: tuple[int, int] | None = None


def operate(op: str, values: PlanValues, *, pasted_text: str = "") -> Operated:
    """Apply the button `op`; one that is unknown, or whose row is gone, changes nothing.

    What stands in the box for pasting becomes steps whichever button it was: the box is drawn empty.
    """
    if op == "paste":
        return _paste(values, pasted_text)
    operated = _pressed(op, values)
    if not pasted_text.strip():
        return operated
    return replace(_paste(operated.values, pasted_text), focus=operated.focus)


def _pressed(op: str, values: PlanValues) -> Operated:
    for pattern, apply in _BUTTONS:
        found = re.fullmatch(pattern, op)
        if found:
            return apply(values, *(int(number) for number in found.groups()))
    return Operated(values)


def _add_step(values: PlanValues) -> Operated:
    steps = (*values.steps, StepValues())
    return Operated(replace(values, steps=steps), focus=f"id_step_{len(steps)}_text")


def _remove_steps(values: PlanValues, first: int, last: int) -> Operated:
    steps = values.steps[: first - 1] + values.steps[last:]
    focus = f"id_step_{min(first, len(steps))}_text" if steps else "id_add_step"
    return Operated(replace(values, steps=steps), focus=focus) if 1 <= first <= last else Operated(values)


def _remove_step(values: PlanValues, number: int) -> Operated:
    return _remove_steps(values, number, number)


def _move_up(values: PlanValues, number: int) -> Operated:
    return _swap(values, number, number - 1, "up")


def _move_down(values: PlanValues, number: int) -> Operated:
    return _swap(values, number, number + 1, "down")


def _swap(values: PlanValues, number: int, other: int, button: str) -> Operated:
    """The focus stays on the same button of the step that moved, or on its text where the way ends."""
    if not (1 <= number <= len(values.steps) and 1 <= other <= len(values.steps)):
        return Operated(values)
    steps = list(values.steps)
    steps[number - 1], steps[other - 1] = steps[other - 1], steps[number - 1]
    at_end = other == (1 if button == "up" else len(steps))
    return Operated(
        replace(values, steps=tuple(steps)), focus=f"id_step_{other}_{'text' if at_end else button}"
    )


def _paste(values: PlanValues, text: str) -> Operated:
    """Steps found in a pasted text, after those already there."""
    found = tuple(StepValues(step, due) for step, due in pasting.split_steps(text))
    if not found:
        return Operated(values, focus="id_paste")
    before = values.trimmed().steps
    first, last = len(before) + 1, len(before) + len(found)
    return Operated(
        replace(values, steps=before + found), focus=f"id_step_{first}_text", pasted=(first, last)
    )


def _add_participant(values: PlanValues) -> Operated:
    names = (*values.participants, "")
    return Operated(replace(values, participants=names), focus=f"id_participant_{len(names)}")


def _remove_participant(values: PlanValues, number: int) -> Operated:
    names = values.participants[: number - 1] + values.participants[number:]
    return Operated(replace(values, participants=names), focus="id_add_participant")


_BUTTONS: tuple[tuple[str, Callable[..., Operated]], ...] = (
    (r"add-step", _add_step),
    (r"remove-step-([1-9]\d{0,3})", _remove_step),
    (r"remove-steps-([1-9]\d{0,3})-([1-9]\d{0,3})", _remove_steps),
    (r"move-up-([1-9]\d{0,3})", _move_up),
    (r"move-down-([1-9]\d{0,3})", _move_down),
    (r"add-participant", _add_participant),
    (r"remove-participant-([1-9]\d{0,3})", _remove_participant),
)
