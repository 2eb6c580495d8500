"""办理经过: what happened to a plan, in the order of time."""

from datetime import date, datetime
from typing import NamedTuple

from tasks.models import PlanEvent
from zgc_tasks.common.prepared import Prepared


class Event(NamedTuple):
    """A step in the life of a plan as a line shows it; `filing` is "" where it concerns none."""

    at: datetime
    by: str
    action: str
    filing: str
    refile_by: date | None
    note: str


_EVENTS = Prepared(
    lambda plan: PlanEvent.objects.filter(plan=plan)
    .select_related("by__user", "by__unit", "by__office__unit", "filing")
    .only(
        "plan", "action", "at", "refile_by", "note", "filing__nth",
        "by__user__full_name", "by__unit__short_name", "by__office__name", "by__office__unit__short_name",
    )
)  # fmt: skip


def events_of(plan_id: int) -> tuple[Event, ...]:
    """One query."""
    return tuple(
        Event(
            at=event.at,
            by=f"{event.by.office or event.by.unit} {event.by.user}",
            action=event.get_action_display(),
            filing=str(event.filing or ""),
            refile_by=event.refile_by,
            note=event.note,
        )
        for event in _EVENTS(plan=plan_id)
    )
