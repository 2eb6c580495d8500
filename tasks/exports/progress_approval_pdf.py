"""送审单 of what a unit reports in a round as PDF: for each leader in charge the tasks under them with what will be filed,
and room to sign. One file for all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from tasks.exports import extent, pdf
from tasks.exports.made import Made
from tasks.models import Round
from tasks.rules.sheet import LEADER
from units.models import Unit

MOST_TASKS = 250  # with the longest texts some ten seconds
_FEWER = "请分批填写、送审"


@dataclass(frozen=True)
class ToSign:
    """A task with what will be filed of it, as (label, text)."""

    number: int
    content: str
    office: str
    said: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class LeaderSheet:
    """What one leader in charge is shown; "" where none is named yet. `beside` says what of theirs is filed, or not written
    yet.
    """

    leader: str
    tasks: Sequence[ToSign]
    beside: Sequence[str]


def write(round: Round, unit: Unit, sheets: Sequence[LeaderSheet], out: BinaryIO, made: Made) -> None:
    """Raises `TooMuch` and `UncoveredCharacter` before anything is written."""
    extent.require_few_rows("送审单PDF", sum(len(sheet.tasks) for sheet in sheets), MOST_TASKS, _FEWER)
    context = {
        "title": f"{unit}{round}进展送审单",
        "author": str(unit),
        "round": round,
        "unit": unit,
        "sheets": sheets,
        "leader": LEADER.label,
        "made": made.at_in_words,
    }
    out.write(pdf.render("pdf/progress_approval.html", context, stylesheet="progress_approval.css"))
