"""Marks of the texts that a form of a plan, or of a task in a round, was drawn with, which come back with what was typed: by
them it is told which texts somebody touched, and which of them somebody else touched since (decision 0055). Those of a plan
are made here, those of a round by tasks/rules/progress_sheet.py; both are read here.
"""

import hashlib
from collections.abc import Iterable, Mapping

from tasks.rules.sheet import IN_ONE_LINE, Sheet, Step

# By the name of a field or the key of a step, the steps in their order.
Marks = Mapping[str, str]
NONE: Marks = {}

_LONGEST = 8_000  # of what a page carries; a hundred steps take less than half


def written(sheet: Sheet) -> str:
    """As the page carries them."""
    return " ".join(f"{name}:{one}" for name, one in _marks(sheet.trimmed()))


def read(text: str) -> Marks:
    """None of a page that was drawn before there were any, or of which somebody changed them."""
    if len(text) > _LONGEST:
        return NONE
    return dict(part.split(":", 1) for part in text.split() if ":" in part)


def mark(text: str | Step | None) -> str:
    """Equal for texts that are saved as the same, whatever their times were read as; that of no step is blank."""
    if text is None:
        return ""
    said = f"{text.text}\0{text.due.text}\0{text.unit}" if isinstance(text, Step) else text
    return hashlib.blake2b(said.encode(), digest_size=6).hexdigest()


def order(marks: Marks) -> list[int]:
    """The keys of the steps."""
    return [int(name) for name in marks if name.isascii() and name.isdecimal() and len(name) < 10]


def _marks(sheet: Sheet) -> Iterable[tuple[str, str]]:
    for name in (*(line.name for line in IN_ONE_LINE), "participants"):
        yield name, mark(sheet.in_words(name))
    for step in sheet.steps:
        if step.key:
            yield str(step.key), mark(step)
