"""Text that is pasted into the plan form: what it would be split into, and what was made of it."""

from collections.abc import Sequence
from typing import NamedTuple

from tasks.forms.plan_cleaning import too_much_pasted
from tasks.forms.plan_operations import Rows, steps_in
from tasks.rules.sheet import Sheet, Step
from tasks.rules.step_texts import MAX_STEPS_TEXT, measured

_SHOWN = 3  # steps of an offer that are shown as they would be


class PasteNote(NamedTuple):
    """The rows a paste has just added and what was understood of them; the note offers to take them away again."""

    first: int
    last: int
    words: str


def paste_note(sheet: Sheet, rows: Rows | None) -> PasteNote | None:
    steps = sheet.steps[rows.first - 1 : rows.last] if rows else ()
    return PasteNote(rows.first, rows.last, _understood(steps, rows.heads)) if steps else None


def pasting_offer(text: str, number: int) -> dict:
    """What is offered of a text that was pasted into step `number`: nothing where it is a step by itself. Of the box for
    pasting, 0, what its text will become.
    """
    if measured(text) > MAX_STEPS_TEXT:
        return {"refused": too_much_pasted(text)}
    steps, heads = steps_in(text)
    tells = len(steps) > 1 or heads or not number
    return {
        "number": number,
        "steps": steps[:_SHOWN],
        "more": steps[_SHOWN:],
        "words": _understood(steps, heads) if steps and tells else "",
    }


def _understood(steps: Sequence[Step], heads: int) -> str:
    """How much of what was pasted is what."""
    timed, given = sum(bool(step.due.text) for step in steps), sum(bool(step.unit) for step in steps)
    said = [f"{len(steps)} 步", f"{timed} 步有时限"]
    if given:
        said.append(f"{given} 步有承担单位")
    if heads:
        said.append(f"表头 {heads} 行未计入")
    return "，".join(said)
