"""What was understood of the times on the plan form, and what is asked about them and about telephone numbers."""

from typing import NamedTuple

from tasks.pages.places import html_id
from tasks.pages.time_reason import LaterBeside, LaterTimes
from tasks.rules import crosschecks, periods
from tasks.rules.period_notes import Note
from tasks.rules.periods import Period
from tasks.rules.sheet import IN_ONE_LINE, FieldKind, Place, Sheet


class ReadingBeside(NamedTuple):
    """To stand beside its input, whose id is `beside`.

    `later`: it moves later than it is in force; `hints` are what is asked about it beside the other fields.
    """

    beside: str
    words: str
    understood: bool
    notes: tuple[Note, ...] = ()
    later: LaterBeside | None = None
    hints: tuple[str, ...] = ()


def reading_of(place: Place, period: Period, later: LaterBeside | None = None) -> ReadingBeside:
    explain = periods.explain_start if place.field == "start" else periods.explain
    if period.understood:
        return ReadingBeside(
            html_id(place), explain(period), understood=True, notes=period.notes, later=later
        )
    return ReadingBeside(html_id(place), explain(period), understood=not period.text.strip(), later=later)


def readings(sheet: Sheet, later: LaterTimes) -> dict[Place, ReadingBeside]:
    """Of all times of a sheet that was read; of telephone numbers only what is asked about them."""
    times = {
        Place(each.name): getattr(sheet, each.name) for each in IN_ONE_LINE if each.kind is FieldKind.TIME
    }
    times |= {Place("due", number): step.due for number, step in enumerate(sheet.steps, start=1)}
    phones = [Place(each.name) for each in IN_ONE_LINE if each.phone]
    found = {place: reading_of(place, period, later.get(place)) for place, period in times.items()}
    found |= {place: ReadingBeside(html_id(place), "", understood=True) for place in phones}
    hints = crosschecks.hints(sheet)
    return found | {
        place: found[place]._replace(hints=tuple(said)) for place, said in hints.items() if place in found
    }
