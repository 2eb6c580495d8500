"""办理经过: what happened to a plan, in the order it was done."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from tasks.enums import Action
from tasks.models import PlanEvent
from zgc_tasks.common.prepared import Prepared


class Event(NamedTuple):
    """A step in the life of a plan as a line shows it; `filing` is "" where it concerns none."""

    at: datetime
    by: str
    action: str
    filing: str = ""
    refile_by: date | None = None
    note: str = ""


_COLUMNS = (
    "at", "action", "refile_by", "note", "filing__nth",
    "by__user__full_name", "by__unit__short_name", "by__office__name", "by__office__unit__short_name",
)  # fmt: skip


_EVENTS = Prepared(lambda plan: PlanEvent.objects.filter(plan=plan).values_list(*_COLUMNS, named=True))


def events_of(plan_id: int, beside: Iterable[Event] = ()) -> tuple[Event, ...]:
    """One query; `beside` is what happened that moved the plan to no other status.

    It stands among the moves by its time; they keep their order, also where a clock was set back in between.
    """
    moves = [
        Event(
            at=event.at,
            by=f"{_office_or_unit(event)} {event.by__user__full_name}",
            action=Action(event.action).label,
            filing=f"第{event.filing__nth}次报送" if event.filing__nth else "",
            refile_by=event.refile_by,
            note=event.note,
        )
        for event in _EVENTS(plan=plan_id)
    ]
    latest = accumulate((move.at for move in moves), max)
    placed = [*zip(latest, moves, strict=True), *((event.at, event) for event in beside)]
    return tuple(event for _, event in sorted(placed, key=itemgetter(0)))


def _office_or_unit(event) -> str:
    """As `str` says it of either."""
    office = event.by__office__name
    return f"{event.by__office__unit__short_name}{office}" if office else event.by__unit__short_name
