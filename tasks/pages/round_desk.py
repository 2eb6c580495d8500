"""A round as the receiving office and the leading group's office see it: who owes, what came, and what is done to it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tasks.enums import Figure, RoundAction, RoundState
from tasks.ledger import totals_in
from tasks.models import Extension, Round, RoundEvent, Task
from tasks.rules import dates, deadlines
from units.models import Unit


class Happened(NamedTuple):
    """What was done to the round, as a line of its history shows it."""

    at: object
    by: str
    action: str
    note: str


@dataclass(frozen=True)
class RoundDesk:
    """`may_close` and `may_reopen` say what stands to be done now."""

    state: RoundState
    countdown: str
    figures: list[dict]
    may_close: bool
    may_reopen: bool
    extensions: list[Extension]
    events: list[Happened]


FIGURES = (Figure.DUE, Figure.FILED, Figure.ON_TIME, Figure.LATE, Figure.UNFILED)


def build(round: Round, *, today: date) -> RoundDesk:
    state = round.state_on(today)
    totals = totals_in(round, round.programme.tasks.all(), today)
    return RoundDesk(
        state=state,
        countdown=deadlines.days_left_sentence(round.due_on, today),
        figures=[{"label": figure.label, "value": totals.figures[figure]} for figure in FIGURES],
        may_close=state == RoundState.RUNNING,
        may_reopen=state == RoundState.CLOSED,
        extensions=list(round.extensions.select_related("unit", "recorded_by__user").order_by("-pk")),
        events=_events(round),
    )


def units_owing(round: Round):
    """The lead units of what owes in a round."""
    return Unit.objects.filter(
        pk__in=Task.objects.owing_in(round).order_by().values("lead")
    ).in_document_order()


def _events(round: Round) -> list[Happened]:
    events = round.events.select_related("by__user", "by__unit", "by__office__unit").order_by("pk")
    return [
        Happened(
            at=event.at,
            by=f"{event.by.office or event.by.unit} {event.by.user}",
            action=RoundAction(event.action).label,
            note=_in_words(event),
        )
        for event in events
    ]


def _in_words(event: RoundEvent) -> str:
    counted = "，".join(
        f"{figure.label} {event.counted[figure]}" for figure in FIGURES if figure in event.counted
    )
    return "；".join(filter(None, (event.note, counted)))


def said_of(round: Round) -> str:
    """What it covers and when it is filed, in one line."""
    return (
        f"涵盖{dates.in_words(round.covers_from)}至{dates.in_words(round.covers_until)}，"
        f"{dates.in_words(round.opens_on)}起报送"
    )
